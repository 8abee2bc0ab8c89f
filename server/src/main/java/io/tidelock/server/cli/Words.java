package io.tidelock.server.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was typed after a command.
 *
 * @param options by their names, with their values; switches have an empty one
 * @param fault what is not understood
 */
record Words(Map<String, String> options, List<String> rest, Optional<String> fault) {
    Words {
        options = Map.copyOf(options);
        rest = List.copyOf(rest);
    }

    /**
     * @param valued options that have a value, as {@code --name value} or {@code --name=value}
     * @param switches options that have none
     */
    static Words of(List<String> typed, List<String> valued, List<String> switches) {
        Map<String, String> options = new HashMap<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < typed.size(); i++) {
            String word = typed.get(i);
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (!word.startsWith("-")) {
                rest.add(word);
            } else if (switches.contains(word)) {
                options.put(word, "");
            } else if (valued.contains(name) && equals >= 0) {
                options.put(name, word.substring(equals + 1));
            } else if (valued.contains(name) && i + 1 < typed.size()) {
                options.put(name, typed.get(++i));
            } else {
                return new Words(
                        options,
                        rest,
                        Optional.of(valued.contains(name) ? name + " needs a value" : "'" + name + "' is not a flag"));
            }
        }
        return new Words(options, rest, Optional.empty());
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    boolean has(String name) {
        return options.containsKey(name);
    }
}
