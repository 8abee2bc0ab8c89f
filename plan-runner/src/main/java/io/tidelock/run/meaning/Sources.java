package io.tidelock.run.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.run.terraform.Hcl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The configuration that a plan will be applied from: terraform puts a copy of it into the plan file. What {@code show -json}
 * tells of an expression that is evaluated during the apply is only what it refers to, so the text is needed as well.
 */
final class Sources {
    private static final String CONFIGURATION = "tfconfig/";
    private static final String LOCK = ".terraform.lock.hcl";
    private static final int LARGEST = 128 << 20;

    /**
     * One module.
     *
     * @param dir relative to the project's directory
     * @param version of a module from a registry; else empty
     * @param opaque when the text must serve as a whole, since it is JSON, overrides other files or is not understood
     * @param text all files
     */
    record Module(String key, String dir, String version, boolean opaque, List<Hcl.Block> blocks, String text) {
        Optional<Hcl.Block> block(String type, String... labels) {
            return blocks.stream().filter(block -> block.is(type, labels)).findFirst();
        }
    }

    private final Map<String, Module> modules;
    private final Map<String, String> versions;

    private Sources(Map<String, Module> modules, Map<String, String> versions) {
        this.modules = modules;
        this.versions = versions;
    }

    /** Empty when the plan file holds no configuration, as that of a plan made by a remote backend. */
    static Optional<Sources> of(byte[] planFile) {
        try {
            SortedMap<String, byte[]> files = unpacked(planFile);
            byte[] list = files.get(CONFIGURATION + "modules.json");
            if (list == null) {
                return Optional.empty();
            }
            Map<String, Module> modules = new HashMap<>();
            for (JsonNode entry : new ObjectMapper().readTree(list)) {
                String key = entry.path("Key").asText("");
                modules.put(
                        key,
                        module(
                                key,
                                entry.path("Dir").asText("."),
                                entry.path("Version").asText(""),
                                files));
            }
            return modules.containsKey("")
                    ? Optional.of(new Sources(modules, versions(files.getOrDefault(LOCK, new byte[0]))))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException | Hcl.Strange strange) {
            return Optional.empty();
        }
    }

    private static SortedMap<String, byte[]> unpacked(byte[] planFile) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        int room = LARGEST;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(planFile))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().startsWith(CONFIGURATION) || entry.getName().equals(LOCK)) {
                    byte[] content = zip.readNBytes(room + 1);
                    room -= content.length;
                    if (room < 0) {
                        throw new IOException("a configuration of more than " + LARGEST + " bytes");
                    }
                    files.put(entry.getName(), content);
                }
            }
        }
        return files;
    }

    private static Module module(String key, String dir, String version, SortedMap<String, byte[]> files) {
        String folder = CONFIGURATION + "m-" + key + "/";
        List<Hcl.Block> blocks = new ArrayList<>();
        StringBuilder all = new StringBuilder();
        boolean opaque = false;
        for (Map.Entry<String, byte[]> file : files.tailMap(folder).entrySet()) {
            if (!file.getKey().startsWith(folder)) {
                break;
            }
            String name = file.getKey().substring(folder.length());
            String text = new String(file.getValue(), StandardCharsets.UTF_8);
            Canonical.append(all, name);
            Canonical.append(all, text);
            opaque |= !plain(name);
            try {
                blocks.addAll(opaque ? List.of() : Hcl.blocks(text));
            } catch (Hcl.Strange strange) {
                opaque = true;
            }
        }
        return new Module(key, dir, version, opaque, opaque ? List.of() : List.copyOf(blocks), all.toString());
    }

    private static boolean plain(String name) {
        int dot = name.lastIndexOf('.');
        String base = dot < 0 ? name : name.substring(0, dot);
        boolean overrides = base.equals("override") || base.endsWith("_override");
        return (name.endsWith(".tf") || name.endsWith(".tofu")) && !overrides;
    }

    private static Map<String, String> versions(byte[] lock) throws Hcl.Strange {
        Map<String, String> versions = new HashMap<>();
        for (Hcl.Block block : Hcl.blocks(new String(lock, StandardCharsets.UTF_8))) {
            if (block.type().equals("provider") && block.labels().size() == 1) {
                versions.put(
                        block.labels().getFirst(),
                        block.item("version").map(Hcl.Item::text).orElse(""));
            }
        }
        return versions;
    }

    /** By terraform's key: {@code network.subnets} is the module {@code subnets} of the module {@code network}. */
    Optional<Module> module(String key) {
        return Optional.ofNullable(modules.get(key));
    }

    /** The version of a provider that the lock file names; empty when it names none. */
    String version(String provider) {
        return versions.getOrDefault(provider, "");
    }
}
