package io.tidelock.run.meaning;

import java.util.ArrayList;
import java.util.List;

/**
 * What a resource is called in the configuration, whatever the instance.
 *
 * @param module terraform's key of the module it is in: names with dots between them, empty for the root
 * @param name in that module: {@code type.name}, with {@code data.} before it for a data source
 */
record Address(String module, String name) {
    /** @param instance an address as terraform prints it, such as {@code module.m["a.b"].data.x.y[0]} */
    static Address of(String instance) {
        String[] words = withoutKeys(instance).split("\\.", -1);
        List<String> modules = new ArrayList<>();
        int at = 0;
        while (at + 1 < words.length && words[at].equals("module")) {
            modules.add(words[at + 1]);
            at += 2;
        }
        return new Address(
                String.join(".", modules), String.join(".", List.of(words).subList(at, words.length)));
    }

    private static String withoutKeys(String instance) {
        StringBuilder plain = new StringBuilder();
        boolean key = false;
        boolean quoted = false;
        for (int i = 0; i < instance.length(); i++) {
            char c = instance.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (key) {
                quoted = c == '"';
                key = c != ']';
            } else if (c == '[') {
                key = true;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** As people write it. */
    String label() {
        return module.isEmpty() ? name : "module." + module.replace(".", ".module.") + "." + name;
    }

    boolean data() {
        return name.startsWith("data.");
    }

    /** Type and name, as the block's labels say them. */
    String[] labels() {
        return (data() ? name.substring("data.".length()) : name).split("\\.", 2);
    }
}
