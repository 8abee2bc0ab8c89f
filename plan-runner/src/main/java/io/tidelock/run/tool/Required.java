package io.tidelock.run.tool;

import io.tidelock.core.project.Distribution;
import io.tidelock.run.terraform.Hcl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code required_version} of the code in a directory. */
final class Required {
    private static final long LARGEST = 1 << 20;
    private static final int MOST = 500;
    private static final Pattern LITERAL = Pattern.compile("required_version = \"([^\"\\\\$%]{1,200})\"");

    private Required() {}

    /** Empty when there is none, more than one, or one that is not understood: then nothing is asked for. */
    static Optional<Constraint> in(Path dir, Distribution distribution) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(dir)) {
            List<Path> files = entries.filter(file -> reads(file, distribution))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .limit(MOST)
                    .toList();
            for (Path file : files) {
                found.addAll(in(file, Files.size(file)));
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return found.size() == 1 ? Constraint.of(found.getFirst()) : Optional.empty();
    }

    /** Only OpenTofu reads {@code x.tofu}, and then no {@code x.tf} beside it. */
    private static boolean reads(Path file, Distribution distribution) {
        String name = file.toString();
        return switch (distribution) {
            case TERRAFORM -> name.endsWith(".tf");
            case OPENTOFU ->
                name.endsWith(".tofu")
                        || (name.endsWith(".tf") && !Files.exists(Path.of(name.replaceFirst("\\.tf$", ".tofu"))));
        };
    }

    private static List<String> in(Path file, long size) throws IOException {
        String text =
                size > LARGEST ? "" : new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8);
        if (!text.contains("required_version")) {
            return List.of();
        }
        try {
            return Hcl.blocks(text).stream()
                    .filter(block -> block.is("terraform"))
                    .flatMap(block -> block.item("required_version").stream())
                    .map(item -> LITERAL.matcher(item.text()))
                    .filter(Matcher::matches)
                    .map(form -> form.group(1))
                    .toList();
        } catch (Hcl.Strange | IllegalArgumentException strange) {
            return List.of();
        }
    }
}
