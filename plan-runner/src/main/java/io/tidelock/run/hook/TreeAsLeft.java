package io.tidelock.run.hook;

import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.run.SourceTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** A commit's files with what hooks have written over them, or have taken away. */
public final class TreeAsLeft implements SourceTree {
    private final Path root;
    private final SourceTree committed;
    private final Set<String> written;
    private final SortedSet<String> files;
    private final SortedSet<String> links;

    private TreeAsLeft(
            Path root, SourceTree committed, Set<String> written, SortedSet<String> files, SortedSet<String> links) {
        this.root = root;
        this.committed = committed;
        this.written = Set.copyOf(written);
        this.files = Collections.unmodifiableSortedSet(files);
        this.links = Collections.unmodifiableSortedSet(links);
    }

    /** Notes how the tree is before its first hook. */
    public static void mark(Path root) throws IOException {
        TreeMark.set(root);
    }

    /** The commit itself, where no hook was run. */
    public static SourceTree of(Path root, SourceTree committed) throws IOException {
        Optional<Map<String, String>> before = TreeMark.read(root);
        if (before.isEmpty()) {
            return committed;
        }
        SortedMap<String, String> now = TreeMark.files(root);
        TreeSet<String> written = new TreeSet<>();
        now.forEach((path, look) -> {
            if (!look.equals(before.get().get(path))) {
                written.add(path);
            }
        });
        TreeSet<String> gone = new TreeSet<>(before.get().keySet());
        gone.removeAll(now.keySet());
        TreeSet<String> files = new TreeSet<>(committed.files());
        files.removeAll(gone);
        files.addAll(written);
        TreeSet<String> links = new TreeSet<>(committed.links());
        links.removeAll(gone);
        links.removeAll(written);
        written.stream()
                .filter(path -> now.getOrDefault(path, "").startsWith("link "))
                .forEach(links::add);
        return new TreeAsLeft(root, committed, written, files, links);
    }

    @Override
    public SortedSet<String> files() {
        return files;
    }

    @Override
    public SortedSet<String> links() {
        return links;
    }

    @Override
    public Optional<byte[]> read(String path, int limit) {
        if (!files.contains(path) || links.contains(path)) {
            return Optional.empty();
        }
        return written.contains(path) ? onDisk(path, limit) : committed.read(path, limit);
    }

    private Optional<byte[]> onDisk(String path, int limit) {
        Path file = root.resolve(path);
        try {
            boolean inside = file.toRealPath().startsWith(root.toRealPath());
            if (!inside || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            try (InputStream stream = Files.newInputStream(file)) {
                byte[] bytes = stream.readNBytes(limit + 1);
                return bytes.length > limit ? Optional.empty() : Optional.of(bytes);
            }
        } catch (IOException e) {
            throw Unavailable.notDone("cannot read " + path + " in the checkout: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean altered() {
        return true;
    }

    /** Of the commit: what hooks make of it follows from it. */
    @Override
    public Optional<String> id(String path) {
        return committed.id(path);
    }
}
