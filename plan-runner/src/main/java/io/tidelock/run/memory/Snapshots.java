package io.tidelock.run.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Copies of folders on disk, by key. One is written under another name and appears at once, so that half of one is never
 * taken for the whole; those from before the machine was started anew are not trusted. When there are too many, or they are
 * too large together, those go first that nobody used for longest.
 */
final class Snapshots {
    private static final String CONTENT = "content";
    private static final String USED = "used";
    private static final String BOOT = "boot";

    /** What is known of one. */
    private static final class Kept {
        final long bytes;
        int users;

        Kept(long bytes) {
            this.bytes = bytes;
        }
    }

    private final Path folder;
    private final int most;
    private final long mostBytes;
    private final Predicate<Path> linked;
    private final Map<String, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);

    /**
     * @param boot changes when the machine starts anew
     * @param linked which files of a folder, by their names in it, nobody ever writes to: these are linked instead of copied
     */
    Snapshots(Path folder, int most, long mostBytes, String boot, Predicate<Path> linked) throws IOException {
        this.linked = linked;
        this.folder = folder;
        this.most = most;
        this.mostBytes = mostBytes;
        Path note = folder.resolve(BOOT);
        boolean same = Files.isRegularFile(note) && Files.readString(note).equals(boot);
        List<Path> whole = new ArrayList<>();
        for (Path entry : entries()) {
            if (same && Files.isRegularFile(entry.resolve(USED)) && !name(entry).startsWith(".")) {
                whole.add(entry);
            } else if (!entry.equals(note)) {
                FolderCopy.delete(entry);
            }
        }
        Files.writeString(note, boot);
        whole.sort(Comparator.comparing(Snapshots::lastUsed));
        for (Path entry : whole) {
            kept.put(name(entry), new Kept(FolderCopy.bytes(entry)));
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static String name(Path entry) {
        return String.valueOf(entry.getFileName());
    }

    private static FileTime lastUsed(Path entry) {
        try {
            return Files.getLastModifiedTime(entry.resolve(USED));
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    /** Makes {@code target}, which is not there yet, by way of {@code draft}, all of it or nothing. False when there is none. */
    boolean restore(String key, Path draft, Path target) throws IOException {
        Kept entry;
        synchronized (kept) {
            entry = kept.get(key);
            if (entry == null) {
                return false;
            }
            entry.users++;
        }
        try {
            FolderCopy.delete(draft);
            FolderCopy.copy(folder.resolve(key).resolve(CONTENT), draft, linked);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            Files.writeString(folder.resolve(key).resolve(USED), "");
            return true;
        } finally {
            synchronized (kept) {
                entry.users--;
            }
            FolderCopy.delete(draft);
        }
    }

    boolean has(String key) {
        synchronized (kept) {
            return kept.containsKey(key);
        }
    }

    /** Keeps a copy, unless there is one. */
    void keep(String key, Path source) throws IOException {
        long bytes = FolderCopy.bytes(source);
        synchronized (kept) {
            if (kept.containsKey(key) || bytes > mostBytes) {
                return;
            }
        }
        Path draft = folder.resolve("." + UUID.randomUUID());
        try {
            Files.createDirectory(draft);
            FolderCopy.copy(source, draft.resolve(CONTENT), linked);
            Files.writeString(draft.resolve(USED), "");
            synchronized (kept) {
                if (!kept.containsKey(key)) {
                    Files.move(draft, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
                    kept.put(key, new Kept(bytes));
                }
            }
        } finally {
            FolderCopy.delete(draft);
        }
        evict();
    }

    private void evict() throws IOException {
        List<Path> gone = new ArrayList<>();
        synchronized (kept) {
            long total = kept.values().stream().mapToLong(entry -> entry.bytes).sum();
            for (Map.Entry<String, Kept> entry : List.copyOf(kept.entrySet())) {
                boolean fits = kept.size() <= most && total <= mostBytes;
                if (!fits && entry.getValue().users == 0) {
                    total -= entry.getValue().bytes;
                    gone.add(takeAway(entry.getKey()));
                }
            }
        }
        for (Path entry : gone) {
            FolderCopy.delete(entry);
        }
    }

    void forget(String key) throws IOException {
        Path gone;
        synchronized (kept) {
            Kept entry = kept.get(key);
            if (entry == null || entry.users > 0) {
                return;
            }
            gone = takeAway(key);
        }
        FolderCopy.delete(gone);
    }

    /** Forgets those that were made before then, used or not. */
    void forgetBefore(Instant then) throws IOException {
        forget(CONTENT, then);
    }

    /** Forgets those that nobody has made or used since then. */
    void forgetUnused(Instant then) throws IOException {
        forget(USED, then);
    }

    private void forget(String what, Instant then) throws IOException {
        List<String> keys;
        synchronized (kept) {
            keys = List.copyOf(kept.keySet());
        }
        for (String key : keys) {
            Path file = folder.resolve(key).resolve(what);
            if (!Files.exists(file)
                    || Files.getLastModifiedTime(file).toInstant().isBefore(then)) {
                forget(key);
            }
        }
    }

    private Path takeAway(String key) throws IOException {
        kept.remove(key);
        Path gone = folder.resolve("." + UUID.randomUUID());
        Files.move(folder.resolve(key), gone, StandardCopyOption.ATOMIC_MOVE);
        return gone;
    }
}
