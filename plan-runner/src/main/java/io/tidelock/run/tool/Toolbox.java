package io.tidelock.run.tool;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Distribution;
import io.tidelock.core.project.Program;
import io.tidelock.run.process.ProcessDoor;
import io.tidelock.run.process.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the tools are, and which versions. Looked up afresh every time, so that an upgrade needs no restart. */
public final class Toolbox {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern NUMBER = Pattern.compile("v(\\d+\\.\\d+\\.\\d+\\S*)");

    /** What came of looking for a tool. */
    public sealed interface Found {
        record Here(Tool tool) implements Found {}

        record Missing(Problem problem) implements Found {}
    }

    private final Optional<Path> chosen;
    private final ToolSettings settings;
    private final SearchPath path;
    private final ProcessDoor door;
    private final Map<String, String> environment;
    private final Path bin;
    private final Releases releases;
    private final Map<String, String> versions = new ConcurrentHashMap<>();

    /**
     * @param chosen the operator's choice; else what is on the path
     * @param bin the folder of what was downloaded
     */
    public Toolbox(
            Optional<Path> chosen,
            ToolSettings settings,
            Path bin,
            SearchPath path,
            ProcessDoor door,
            Map<String, String> environment) {
        this.chosen = chosen;
        this.settings = settings;
        this.bin = bin;
        this.path = path;
        this.door = door;
        this.environment = Map.copyOf(environment);
        this.releases = new Releases(settings, bin);
    }

    /** The one that is installed, whatever its version; the operator's choice, if there is one. */
    public Optional<Tool> tool() {
        Optional<Path> file = chosen.isPresent()
                ? chosen.map(Path::toAbsolutePath).filter(f -> Files.isRegularFile(f) && Files.isExecutable(f))
                : names().stream().flatMap(name -> path.find(name).stream()).findFirst();
        return file.flatMap(Toolbox::identified);
    }

    /** Where nobody says that it must be OpenTofu, terraform comes first. */
    private List<String> names() {
        return switch (settings.distribution()) {
            case TERRAFORM -> List.of("terraform", "tofu");
            case OPENTOFU -> List.of("tofu");
        };
    }

    private static Optional<Tool> identified(Path file) {
        try {
            return Optional.of(new Tool(file, file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The tool for a project: of the version that its file says; else one that its code allows; else the operator's.
     *
     * @param dir of the project, for what its code requires
     * @param called throws when whoever waits for a download is called away
     */
    public Found find(Program wish, Path dir, Runnable called) {
        Distribution distribution = wish.distribution().orElse(settings.distribution());
        Optional<Version> asked = wish.version().flatMap(Version::of);
        if (asked.isPresent()) {
            return exact(distribution, asked.get(), called);
        }
        Optional<Constraint> required = Required.in(dir, distribution);
        return required.isEmpty()
                ? usual(wish, distribution, called)
                : allowed(wish, distribution, required.get(), called);
    }

    /** Which version the operator wants where nobody says otherwise. */
    private Optional<Version> operators() {
        return settings.version().filter(number -> chosen.isEmpty()).flatMap(Version::of);
    }

    /** May have to be downloaded: only for who is run with it. */
    private Found usual(Program wish, Distribution distribution, Runnable called) {
        Optional<Version> version = operators();
        if (version.isPresent()) {
            return exact(distribution, version.get(), called);
        }
        Optional<Tool> installed = tool().filter(tool ->
                wish.distribution().isEmpty() || distribution(tool).equals(wish.distribution()));
        String program = Releases.program(distribution);
        return installed
                .or(() -> Optional.of(program)
                        .filter(name -> chosen.isEmpty() || wish.distribution().isPresent())
                        .flatMap(path::find)
                        .flatMap(Toolbox::identified))
                .<Found>map(Found.Here::new)
                .orElseGet(() -> new Found.Missing(
                        wish.distribution().isEmpty()
                                ? absent()
                                : Problem.of(
                                        "'terraform_distribution' is " + word(distribution) + ", and there is no "
                                                + program + " on the server's PATH",
                                        "an executable named " + program,
                                        "Install it there, or say with 'terraform_version' which one to download")));
    }

    private static String word(Distribution distribution) {
        return distribution == Distribution.OPENTOFU ? "opentofu" : "terraform";
    }

    /** By its name; a binary that is called otherwise may be either. */
    private static Optional<Distribution> distribution(Tool tool) {
        return tool.name().startsWith("tofu")
                ? Optional.of(Distribution.OPENTOFU)
                : tool.name().startsWith("terraform") ? Optional.of(Distribution.TERRAFORM) : Optional.empty();
    }

    private Found exact(Distribution distribution, Version version, Runnable called) {
        Optional<Tool> local = local(distribution, version);
        if (local.isPresent()) {
            return new Found.Here(local.get());
        }
        String name = Releases.program(distribution) + version;
        if (!settings.download()) {
            return new Found.Missing(Problem.of(
                    Releases.program(distribution) + " " + version + " is asked for, and is not on the server",
                    "an executable named " + name + " on its PATH",
                    "Install it there; or ask the operator to start the server with --tf-download"));
        }
        return switch (releases.get(distribution, version, called)) {
            case Releases.Got.Here here ->
                identified(here.file()).<Found>map(Found.Here::new).orElseGet(() -> new Found.Missing(absent()));
            case Releases.Got.Not not -> new Found.Missing(not.why());
        };
    }

    /** On the path under a name with its number, downloaded before, or the one that is installed. */
    private Optional<Tool> local(Distribution distribution, Version version) {
        Path kept = releases.place(distribution, version);
        return path.find(Releases.program(distribution) + version)
                .or(() -> Optional.of(kept).filter(Files::isExecutable))
                .flatMap(Toolbox::identified)
                .or(() -> installed(distribution).filter(tool -> number(tool).equals(Optional.of(version))));
    }

    private Optional<Tool> installed(Distribution distribution) {
        return tool().filter(tool ->
                        distribution(tool).filter(is -> is != distribution).isEmpty())
                .or(() -> path.find(Releases.program(distribution)).flatMap(Toolbox::identified));
    }

    /** What is there goes before what is newer: plans do not change because a version was released. */
    private Found allowed(Program wish, Distribution distribution, Constraint required, Runnable called) {
        if (usually(wish, distribution, called).filter(required::allows).isPresent()
                && usual(wish, distribution, called) instanceof Found.Here here) {
            return here;
        }
        Optional<Version> best = required.exact()
                .or(() -> kept(distribution).filter(required::allows).max(Comparator.naturalOrder()))
                .or(() -> settings.download()
                        ? releases.released(distribution, called).stream()
                                .filter(required::allows)
                                .findFirst()
                        : Optional.empty());
        if (best.isEmpty()) {
            return usual(wish, distribution, called);
        }
        Found found = exact(distribution, best.get(), called);
        return found instanceof Found.Missing && usual(wish, distribution, called) instanceof Found.Here usual
                ? usual
                : found;
    }

    /** The version of the usual one, which is not downloaded to be asked. */
    private Optional<Version> usually(Program wish, Distribution distribution, Runnable called) {
        Optional<Version> wanted = operators();
        return wanted.isPresent()
                ? wanted
                : usual(wish, distribution, called) instanceof Found.Here(Tool tool) ? number(tool) : Optional.empty();
    }

    private Stream<Version> kept(Distribution distribution) {
        String program = Releases.program(distribution);
        return Stream.concat(path.folders().stream(), Stream.of(bin))
                .flatMap(folder -> names(folder).stream())
                .filter(name -> name.startsWith(program))
                .flatMap(name -> Version.of(name.substring(program.length())).stream());
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** Deletes what a server that was killed had begun to download before then. */
    public void forgetBefore(Instant then) throws IOException {
        releases.forgetBefore(then);
    }

    /** Why there is no tool. Looks at files only. */
    public Optional<Problem> trouble() {
        boolean comes = settings.download() && settings.version().isPresent() && chosen.isEmpty();
        return tool().isPresent() || comes ? Optional.empty() : Optional.of(absent());
    }

    private Problem absent() {
        String next = "Install terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu on the server,"
                + " or name the binary with --terraform PATH";
        return chosen.map(file -> Problem.of(
                        "terraform binary '" + file + "' "
                                + (Files.exists(file) ? "cannot be executed" : "does not exist"),
                        "the path of an executable terraform or tofu",
                        next))
                .orElseGet(() -> Problem.of(
                        (names().size() == 1 ? "tofu is not" : "neither terraform nor tofu is")
                                + " on the server's PATH (" + searched() + ")",
                        "an executable named " + String.join(" or ", names()) + " in one of these folders",
                        next));
    }

    private String searched() {
        return path.folders().isEmpty()
                ? "which names no folder"
                : String.join(":", path.folders().stream().map(Path::toString).toList());
    }

    /**
     * The first line of the tool that runs where nobody asks for another, such as {@code Terraform v1.11.4}; asked once for each
     * binary. Nothing is downloaded for it.
     */
    public String version() {
        Optional<Version> wanted = operators();
        if (wanted.isEmpty()) {
            return tool().map(this::version).orElse("no terraform");
        }
        return local(settings.distribution(), wanted.get())
                .map(this::version)
                .orElseGet(() ->
                        Releases.program(settings.distribution()) + " " + wanted.get() + ", which is not here yet");
    }

    public String version(Tool tool) {
        String known = versions.get(tool.identity());
        if (known != null) {
            return known;
        }
        String told = ask(tool);
        if (NUMBER.matcher(told).find()) { // else it had no time to answer, and may have it next time
            versions.put(tool.identity(), told);
        }
        return told;
    }

    private Optional<Version> number(Tool tool) {
        Matcher number = NUMBER.matcher(version(tool));
        return number.find() ? Version.of(number.group(1)) : Optional.empty();
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
