package io.tidelock.testkit.fake;

import io.tidelock.core.port.run.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files of one commit, in memory. */
record FakeSource(SortedMap<String, String> entries) implements SourceTree {
    FakeSource {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    @Override
    public SortedSet<String> files() {
        return new TreeSet<>(entries.keySet());
    }

    @Override
    public SortedSet<String> links() {
        SortedSet<String> links = new TreeSet<>();
        entries.forEach((path, entry) -> {
            if (FakeHistory.isLink(entry)) {
                links.add(path);
            }
        });
        return links;
    }

    @Override
    public Optional<byte[]> read(String path, int limit) {
        return Optional.ofNullable(entries.get(path))
                .filter(entry -> !FakeHistory.isLink(entry))
                .map(entry -> FakeHistory.content(entry).getBytes(StandardCharsets.UTF_8))
                .filter(bytes -> bytes.length <= limit);
    }

    @Override
    public Optional<String> id(String path) {
        String entry = entries.get(path);
        if (entry != null) {
            return Optional.of(FakeHistory.digest(FakeHistory.content(entry)));
        }
        String folder = path.equals(".") ? "" : path + "/";
        SortedMap<String, String> below = new TreeMap<>();
        entries.forEach((name, content) -> {
            if (name.startsWith(folder)) {
                below.put(name.substring(folder.length()), content);
            }
        });
        return below.isEmpty() ? Optional.empty() : Optional.of(FakeHistory.digest(below.toString()));
    }
}
