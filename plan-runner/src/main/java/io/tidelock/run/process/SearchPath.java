package io.tidelock.run.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The folders of a {@code PATH}, in order. Empty and relative entries are not searched: a checkout must not offer programs. */
public record SearchPath(List<Path> folders) {
    public SearchPath {
        folders = List.copyOf(folders);
    }

    public static SearchPath of(String path) {
        List<Path> folders = new ArrayList<>();
        for (String entry : path.split(java.io.File.pathSeparator, -1)) {
            try {
                if (Path.of(entry).isAbsolute()) {
                    folders.add(Path.of(entry));
                }
            } catch (InvalidPathException e) {
                // not a folder that could hold anything
            }
        }
        return new SearchPath(folders);
    }

    public Optional<Path> find(String program) {
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
