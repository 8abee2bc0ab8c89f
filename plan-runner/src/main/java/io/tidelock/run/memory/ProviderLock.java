package io.tidelock.run.memory;

import io.tidelock.run.terraform.Hcl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A provider as a project's lock file has it.
 *
 * @param source host, namespace and type, like {@code registry.terraform.io/hashicorp/aws}; safe as a relative path
 * @param version safe as the name of a folder
 * @param hashes of the unpacked package, one for each platform that somebody asked for
 */
record ProviderLock(String source, String version, List<String> hashes) {
    private static final int LARGEST = 1 << 20;
    private static final String NAME = "[0-9A-Za-z][0-9A-Za-z._-]*";
    private static final Pattern SOURCE = Pattern.compile(NAME + "/" + NAME + "/" + NAME);
    private static final Pattern VERSION = Pattern.compile("\"([0-9][0-9A-Za-z.+-]*)\"");
    private static final Pattern HASH = Pattern.compile("\"(h1:[0-9A-Za-z+/]{43}=)\"");

    ProviderLock {
        hashes = List.copyOf(hashes);
    }

    /** Those of the project in this directory; none when its lock file is not there or not understood. */
    static List<ProviderLock> of(Path dir) throws IOException {
        Path file = InitMemory.lock(dir);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST) {
            return List.of();
        }
        List<ProviderLock> locks = new ArrayList<>();
        try {
            for (Hcl.Block block : Hcl.blocks(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))) {
                List<String> versions = found(VERSION, block, "version");
                boolean provider =
                        block.type().equals("provider") && block.labels().size() == 1;
                if (provider
                        && versions.size() == 1
                        && SOURCE.matcher(block.labels().getFirst()).matches()) {
                    locks.add(new ProviderLock(
                            block.labels().getFirst(), versions.getFirst(), found(HASH, block, "hashes")));
                }
            }
        } catch (Hcl.Strange strange) {
            return List.of();
        }
        return locks;
    }

    private static List<String> found(Pattern pattern, Hcl.Block block, String attribute) {
        return block.item(attribute).stream()
                .flatMap(item -> pattern.matcher(item.text()).results())
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
