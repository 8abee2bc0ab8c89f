package io.tidelock.testkit.contract;

import java.util.Map;
import java.util.TreeMap;

/** All files of a commit by path, and all its symbolic links with their targets. */
public record Snapshot(Map<String, String> files, Map<String, String> links) {
    public Snapshot {
        files = Map.copyOf(files);
        links = Map.copyOf(links);
    }

    public static Snapshot of(String... pathsAndContents) {
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < pathsAndContents.length; i += 2) {
            files.put(pathsAndContents[i], pathsAndContents[i + 1]);
        }
        return new Snapshot(files, Map.of());
    }

    public Snapshot with(String path, String content) {
        Map<String, String> more = new TreeMap<>(files);
        more.put(path, content);
        return new Snapshot(more, links);
    }

    public Snapshot without(String path) {
        Map<String, String> fewer = new TreeMap<>(files);
        fewer.remove(path);
        return new Snapshot(fewer, links);
    }

    public Snapshot link(String path, String target) {
        Map<String, String> more = new TreeMap<>(links);
        more.put(path, target);
        return new Snapshot(files, more);
    }
}
