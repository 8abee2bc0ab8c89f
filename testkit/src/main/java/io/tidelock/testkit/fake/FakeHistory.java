package io.tidelock.testkit.fake;

import io.tidelock.core.change.ChangedFile;
import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.change.CommitSha;
import io.tidelock.testkit.contract.Snapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The commits and refs of one repository, and as much of git's reckoning as a test needs: whole files, no lines. */
final class FakeHistory {
    private static final String LINK = "link to ";

    /** A link is kept as a file with a mark before its target. */
    record Commit(TreeMap<String, String> entries, List<CommitSha> parents) {}

    private final Map<CommitSha, Commit> commits = new HashMap<>();
    private final Map<String, CommitSha> refs = new HashMap<>();

    CommitSha commit(Snapshot snapshot, List<CommitSha> parents) {
        return commit(entries(snapshot), parents);
    }

    void commit(CommitSha name, Snapshot snapshot, List<CommitSha> parents) {
        commits.put(name, new Commit(entries(snapshot), List.copyOf(parents)));
    }

    private static TreeMap<String, String> entries(Snapshot snapshot) {
        TreeMap<String, String> entries = new TreeMap<>();
        snapshot.files().forEach((path, content) -> entries.put(path, "file " + content));
        snapshot.links().forEach((path, target) -> entries.put(path, LINK + target));
        return entries;
    }

    CommitSha commit(TreeMap<String, String> entries, List<CommitSha> parents) {
        CommitSha sha = new CommitSha(digest(entries + "\n" + parents));
        commits.put(sha, new Commit(entries, List.copyOf(parents)));
        return sha;
    }

    void point(String ref, CommitSha commit) {
        refs.put(ref, commit);
    }

    Optional<CommitSha> tip(String ref) {
        return Optional.ofNullable(refs.get(ref));
    }

    boolean has(CommitSha commit) {
        return commits.containsKey(commit);
    }

    TreeMap<String, String> entries(CommitSha commit) {
        return Objects.requireNonNull(commits.get(commit), () -> "no commit " + commit)
                .entries();
    }

    static boolean isLink(String entry) {
        return entry.startsWith(LINK);
    }

    static String content(String entry) {
        return isLink(entry) ? entry.substring(LINK.length()) : entry.substring("file ".length());
    }

    Optional<CommitSha> parent(CommitSha commit) {
        return Objects.requireNonNull(commits.get(commit), () -> "no commit " + commit).parents().stream()
                .findFirst();
    }

    boolean reaches(CommitSha from, CommitSha to) {
        return ancestors(from).contains(to);
    }

    Optional<CommitSha> fork(CommitSha base, CommitSha head) {
        Set<CommitSha> ofBase = ancestors(base);
        return ancestors(head).stream().filter(ofBase::contains).findFirst();
    }

    /** Nearest first, itself included. */
    private Set<CommitSha> ancestors(CommitSha commit) {
        Set<CommitSha> seen = new LinkedHashSet<>();
        Deque<CommitSha> waiting = new ArrayDeque<>(List.of(commit));
        while (!waiting.isEmpty()) {
            CommitSha next = waiting.poll();
            Commit known = commits.get(next);
            if (known != null && seen.add(next)) {
                waiting.addAll(known.parents());
            }
        }
        return seen;
    }

    /** Merges into {@code result}; gives the paths in conflict. */
    List<String> merge(CommitSha fork, CommitSha base, CommitSha head, TreeMap<String, String> result) {
        List<String> conflicts = new ArrayList<>();
        TreeSet<String> paths = new TreeSet<>(entries(base).keySet());
        paths.addAll(entries(head).keySet());
        paths.addAll(entries(fork).keySet());
        for (String path : paths) {
            @Nullable String before = entries(fork).get(path);
            @Nullable String ours = entries(base).get(path);
            @Nullable String theirs = entries(head).get(path);
            if (!Objects.equals(ours, theirs) && !Objects.equals(ours, before) && !Objects.equals(theirs, before)) {
                conflicts.add(path);
                continue;
            }
            @Nullable String merged = Objects.equals(ours, before) ? theirs : ours;
            if (merged != null) {
                result.put(path, merged);
            }
        }
        return conflicts;
    }

    ChangedFiles changed(CommitSha from, CommitSha to) {
        TreeMap<String, String> old = entries(from);
        TreeMap<String, String> fresh = entries(to);
        TreeSet<String> gone = new TreeSet<>(old.keySet());
        gone.removeAll(fresh.keySet());
        List<ChangedFile> files = new ArrayList<>();
        fresh.forEach((path, content) -> {
            if (!old.containsKey(path)) {
                Optional<String> previous = gone.stream()
                        .filter(other -> content.equals(old.get(other)))
                        .findFirst();
                previous.ifPresent(gone::remove);
                files.add(new ChangedFile(path, previous));
            } else if (!content.equals(old.get(path))) {
                files.add(ChangedFile.at(path));
            }
        });
        gone.forEach(path -> files.add(ChangedFile.at(path)));
        files.sort(Comparator.comparing(ChangedFile::path));
        return new ChangedFiles(files);
    }

    static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
