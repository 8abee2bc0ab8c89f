package io.tidelock.run.meaning;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files that lie beside the configuration: scripts that a provisioner starts, templates that are read during the apply.
 * They are not in the plan file.
 */
final class Beside {
    private static final int MOST_FILES = 5_000;
    private static final long MOST_BYTES = 64L << 20;

    private static final Set<String> MADE_BY_PROGRAMS = Set.of(".terraform", ".git", "terraform.tfstate.d");

    /** Configuration and values are compared otherwise, and state is no script. */
    private static final Pattern COMPARED_OTHERWISE = Pattern.compile(
            ".*\\.(?:tf|tofu|tf\\.json|tofu\\.json|tfvars|tfvars\\.json)|\\.terraform\\.lock\\.hcl|.*\\.tfstate(?:\\..*)?"
                    + "|\\.tidelock-.*");

    /** Commands of people's own may read any file; state is looked at by the plan. */
    private static final Pattern STATE = Pattern.compile(".*\\.tfstate(?:\\..*)?|\\.tidelock-.*");

    private final SortedMap<String, String> files = new TreeMap<>();
    private long bytes;
    private boolean compares = true;

    private final Pattern passedOver;

    private Beside(Pattern passedOver) {
        this.passedOver = passedOver;
    }

    /** The same of all files of the tree, whatever they are. */
    static Optional<SortedMap<String, String>> all(Path root, KeyedHash hash) throws IOException {
        Beside beside = new Beside(STATE);
        beside.walk(root, root, hash);
        return beside.compares ? Optional.of(beside.files) : Optional.empty();
    }

    /** The content of all files in these folders by their paths; empty when they are too many, or when a link is among them. */
    static Optional<SortedMap<String, String>> of(Path root, Collection<Path> folders, KeyedHash hash)
            throws IOException {
        Beside beside = new Beside(COMPARED_OTHERWISE);
        for (Path folder : folders) {
            if (!folder.startsWith(root) || !Files.isDirectory(folder)) {
                return Optional.empty();
            }
            beside.walk(root, folder, hash);
        }
        return beside.compares ? Optional.of(beside.files) : Optional.empty();
    }

    private void walk(Path root, Path start, KeyedHash hash) throws IOException {
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                return MADE_BY_PROGRAMS.contains(name) && !folder.equals(start)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = root.relativize(file).toString();
                if (passedOver.matcher(String.valueOf(file.getFileName())).matches() || files.containsKey(name)) {
                    return FileVisitResult.CONTINUE;
                }
                bytes += attributes.size();
                if (!attributes.isRegularFile() || files.size() >= MOST_FILES || bytes > MOST_BYTES) {
                    compares = false;
                    return FileVisitResult.TERMINATE;
                }
                String content = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                files.put(name, (Files.isExecutable(file) ? "x" : "-") + hash.of(name, content));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
