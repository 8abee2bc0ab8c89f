package io.tidelock.run.tool;

import io.tidelock.core.outcome.Problem;
import io.tidelock.run.process.ProcessDoor;
import io.tidelock.run.process.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where the tool is, and which version. Looked up afresh every time, so that an upgrade needs no restart. */
public final class Toolbox {
    private static final List<String> NAMES = List.of("terraform", "tofu");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Optional<Path> chosen;
    private final SearchPath path;
    private final ProcessDoor door;
    private final Map<String, String> environment;
    private final Map<String, String> versions = new ConcurrentHashMap<>();

    /** @param chosen the operator's choice; else the first of {@code terraform} and {@code tofu} on the path */
    public Toolbox(Optional<Path> chosen, SearchPath path, ProcessDoor door, Map<String, String> environment) {
        this.chosen = chosen;
        this.path = path;
        this.door = door;
        this.environment = Map.copyOf(environment);
    }

    public Optional<Tool> tool() {
        Optional<Path> file = chosen.isPresent()
                ? chosen.map(Path::toAbsolutePath).filter(f -> Files.isRegularFile(f) && Files.isExecutable(f))
                : NAMES.stream().flatMap(name -> path.find(name).stream()).findFirst();
        return file.flatMap(Toolbox::identified);
    }

    private static Optional<Tool> identified(Path file) {
        try {
            return Optional.of(new Tool(file, file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Why there is no tool. Looks at files only. */
    public Optional<Problem> trouble() {
        if (tool().isPresent()) {
            return Optional.empty();
        }
        String next = "Install terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu on the server,"
                + " or name the binary with --terraform PATH";
        return Optional.of(chosen.map(file -> Problem.of(
                        "terraform binary '" + file + "' "
                                + (Files.exists(file) ? "cannot be executed" : "does not exist"),
                        "the path of an executable terraform or tofu",
                        next))
                .orElseGet(() -> Problem.of(
                        "neither terraform nor tofu is on the server's PATH (" + searched() + ")",
                        "an executable named terraform or tofu in one of these folders",
                        next)));
    }

    private String searched() {
        return path.folders().isEmpty()
                ? "which names no folder"
                : String.join(":", path.folders().stream().map(Path::toString).toList());
    }

    /** The tool's own first line, such as {@code Terraform v1.11.4}; asked once for each binary. */
    public String version() {
        return tool().map(tool -> versions.computeIfAbsent(tool.identity(), _ -> ask(tool)))
                .orElse("no terraform");
    }

    private String ask(Tool tool) {
        return door.ask(List.of(tool.path().toString(), "version"), environment, PATIENCE)
                .flatMap(answer -> answer.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst())
                .orElse(tool.name() + " of unknown version");
    }
}
