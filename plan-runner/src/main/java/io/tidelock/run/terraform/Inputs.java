package io.tidelock.run.terraform;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of the repository a plan depends on: the project's directory, its local modules, its variable files. Whenever
 * the text might reach further than that, the answer is everything.
 */
public final class Inputs {
    /** Everything: the plan is out of date as soon as anything in the repository changes. */
    public static final List<String> ALL = List.of(".");

    private static final int MOST_FILES = 5_000;
    private static final long LARGEST_FILE = 4L << 20;
    private static final Pattern READ =
            Pattern.compile("(?i).*\\.(tf|tofu|tf\\.json|tofu\\.json|tfvars|tfvars\\.json|tpl|tftpl|tmpl|hcl)");
    private static final Pattern SOURCE =
            Pattern.compile("\\s*\"?source\"?\\s*[=:]\\s*\"([^\"]*)\"\\s*,?\\s*(?:(?:#|//).*)?");
    private static final Pattern COMMENT = Pattern.compile("\\s*(?:#|//).*");

    /** Reads what lies elsewhere, without two dots in a row. */
    private static final Pattern FAR = Pattern.compile(
            "data\\s+\"external\"|\"external\"\\s*:|\\bdirname\\s*\\(|\\b(?:file\\w*|templatefile|fileset|abspath|pathexpand)\\s*\\(\\s*\"[/~]");

    private static final Set<String> FILE_ARGUMENTS = Set.of("-var-file", "-backend-config");
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(100).build());
    }

    private final Path root;
    private final Path dir;
    private final Set<Path> folders = new TreeSet<>();
    private final Set<Path> files = new TreeSet<>();
    private int visited;

    private Inputs(Path root, Path dir) {
        this.root = root;
        this.dir = dir;
    }

    /**
     * @param arguments every argument terraform was called with
     * @param variables values that come from outside of the repository and may name files in it
     */
    public static List<String> of(Path root, Path dir, List<String> arguments, Collection<String> variables) {
        try {
            return new Inputs(root.toRealPath(), dir.toRealPath())
                    .find(arguments, variables)
                    .orElse(ALL);
        } catch (IOException | InvalidPathException e) {
            return ALL;
        }
    }

    private Optional<List<String>> find(List<String> arguments, Collection<String> variables) throws IOException {
        if (dir.equals(root) || variables.stream().anyMatch(value -> value.contains(".."))) {
            return Optional.empty();
        }
        folders.add(dir);
        if (!addModules() || !addFiles(arguments)) {
            return Optional.empty();
        }
        for (Path folder : folders) {
            if (!contained(folder)) {
                return Optional.empty();
            }
        }
        for (Path file : files) {
            if (reachesOut(file)) {
                return Optional.empty();
            }
        }
        TreeSet<String> names = new TreeSet<>();
        folders.stream().filter(this::outermost).map(this::name).forEach(names::add);
        files.stream().filter(this::outermost).map(this::name).forEach(names::add);
        return names.contains("") ? Optional.empty() : Optional.of(List.copyOf(names));
    }

    private boolean addModules() throws IOException {
        Path list = dir.resolve(".terraform/modules/modules.json");
        if (!Files.exists(list)) {
            return true;
        }
        if (Files.size(list) > LARGEST_FILE) {
            return false;
        }
        for (JsonNode module : JSON.readTree(Files.readAllBytes(list)).path("Modules")) {
            Path folder = dir.resolve(module.path("Dir").asText(".")).normalize();
            if (folder.startsWith(dir.resolve(".terraform"))) {
                continue;
            }
            if (!folder.startsWith(root) || !folder.toRealPath().equals(folder)) {
                return false;
            }
            folders.add(folder);
        }
        return true;
    }

    /** Files named by arguments; any other argument with two dots may name one that we do not know. */
    private boolean addFiles(List<String> arguments) throws IOException {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument =
                    arguments.get(i).startsWith("--") ? arguments.get(i).substring(1) : arguments.get(i);
            int equals = argument.indexOf('=');
            if (FILE_ARGUMENTS.contains(argument) && i + 1 < arguments.size()) {
                named.add(arguments.get(++i));
            } else if (equals > 0 && FILE_ARGUMENTS.contains(argument.substring(0, equals))) {
                named.add(argument.substring(equals + 1));
            } else if (argument.contains("..")) {
                return false;
            }
        }
        for (String name : named) {
            Path file = dir.resolve(name).normalize();
            boolean keyAndValue = name.contains("=") && !Files.exists(file);
            if (keyAndValue && !name.contains("..")) {
                continue;
            }
            if (!file.startsWith(root)
                    || !Files.exists(file)
                    || !file.toRealPath().equals(file)) {
                return false;
            }
            files.add(file);
        }
        return true;
    }

    /** Whether nothing in the folder points out of the folders we know. */
    private boolean contained(Path folder) throws IOException {
        boolean[] contained = {true};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path sub, BasicFileAttributes attributes) {
                String name = sub.getFileName().toString();
                return name.equals(".terraform") || name.equals(".git")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (++visited > MOST_FILES || attributes.isSymbolicLink() || reachesOut(file)) {
                    contained[0] = false;
                    return FileVisitResult.TERMINATE;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return contained[0];
    }

    private boolean reachesOut(Path file) throws IOException {
        if (!READ.matcher(file.getFileName().toString()).matches()) {
            return false;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST_FILE) {
            return true;
        }
        String text = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8);
        return FAR.matcher(text).find() || text.lines().anyMatch(line -> climbs(file, line));
    }

    /** Two dots in a row may lead anywhere, except in the source of a module that terraform itself has listed. */
    private boolean climbs(Path file, String line) {
        if (!line.contains("..") || COMMENT.matcher(line).matches()) {
            return false;
        }
        Matcher source = SOURCE.matcher(line);
        return !source.matches()
                || !folders.contains(file.resolveSibling(source.group(1)).normalize());
    }

    private boolean outermost(Path path) {
        return folders.stream().noneMatch(folder -> !folder.equals(path) && path.startsWith(folder));
    }

    private String name(Path path) {
        return root.relativize(path).toString().replace(java.io.File.separatorChar, '/');
    }
}
