package io.tidelock.config.select;

import io.tidelock.core.port.run.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A tree in memory. */
record Files(SortedMap<String, String> texts, SortedSet<String> links) implements SourceTree {
    static Files of(String... paths) {
        return of(Set.of(paths));
    }

    static Files of(Set<String> paths) {
        SortedMap<String, String> texts = new TreeMap<>();
        paths.forEach(path -> texts.put(path, ""));
        return new Files(texts, new TreeSet<>());
    }

    Files with(String path, String text) {
        SortedMap<String, String> more = new TreeMap<>(texts);
        more.put(path, text);
        return new Files(more, links);
    }

    Files link(String path) {
        SortedSet<String> more = new TreeSet<>(links);
        more.add(path);
        return new Files(with(path, "elsewhere").texts, more);
    }

    @Override
    public SortedSet<String> files() {
        return new TreeSet<>(texts.keySet());
    }

    @Override
    public Optional<byte[]> read(String path, int limit) {
        return Optional.ofNullable(links.contains(path) ? null : texts.get(path))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .filter(bytes -> bytes.length <= limit);
    }

    @Override
    public Optional<String> id(String path) {
        return Optional.empty();
    }
}
