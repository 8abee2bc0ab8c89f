package io.tidelock.server.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.model.Permission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A folder of test resources, played: {@code repo/} is the repository, {@code steps} is what people do, and
 * {@code expected.md} ({@code expected-gitlab.md} on GitLab) is what they must see. A step is a line:
 *
 * <pre>
 * flags --allow-draft-prs             flags of the server, first of all; JOURNEY is the folder itself
 * repo NAME FOLDER                    another repository, e.g. acme/infra-prod
 * open NAME BRANCH FOLDER TITLE…      commits FOLDER on BRANCH and opens a pull request, NAME for short
 * push NAME FOLDER                    commits FOLDER on the pull request's branch
 * base FOLDER                         commits FOLDER on main
 * comment NAME USER TEXT…             comments
 * require CONTEXT…                    main takes merges only with these checks
 * team TEAM USER                      somebody who may write, in a team of acme
 * approve NAME USER                   somebody who may write approves
 * label NAME LABEL
 * branch NAME                         tells whether it is there
 * close NAME / reopen NAME / merge NAME METHOD [USER]
 * at once                             the next step follows without waiting
 * state NAME                          tells what terraform's state at the sandbox holds
 * read FILE                           tells what stands in a file outside
 * locks                               tells who holds which lock
 * </pre>
 */
final class Scenario {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final World world;
    private final Transcript transcript;
    private final Map<String, PullId> pulls = new LinkedHashMap<>();
    private final Map<String, String> branches = new LinkedHashMap<>();
    private int heads;
    private int bases;

    Scenario(Path folder, World world) {
        this.folder = folder;
        this.world = world;
        this.transcript = new Transcript(world);
    }

    static List<String> flags(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("steps")).stream()
                .filter(line -> line.startsWith("flags "))
                .flatMap(line -> List.of(line.substring(6).split(" ")).stream())
                .map(flag -> flag.replace("JOURNEY", folder.toAbsolutePath().toString()))
                .toList();
    }

    String play() throws IOException, InterruptedException {
        transcript.title(folder.getFileName().toString().replace('-', ' '));
        world.repository(World.REPO, world.files(folder.resolve("repo")));
        nameBase(World.REPO);
        boolean wait = true;
        List<String> together = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("steps"))) {
            if (line.isBlank() || line.startsWith("#") || line.startsWith("flags ")) {
                continue;
            }
            if (line.equals("at once")) {
                wait = false;
                continue;
            }
            if (!perform(line)) {
                continue;
            }
            together.add(line);
            if (wait) {
                world.quiet();
                transcript.step(String.join(", and at once ", together), pulls.values());
                together.clear();
            }
            wait = true;
        }
        return transcript.text();
    }

    /** False for steps that only tell a fact. */
    private boolean perform(String line) throws IOException {
        String[] words = line.split(" ", 5);
        switch (words[0]) {
            case "repo" -> {
                world.repository(words[1], world.files(folder.resolve(words[2])));
                return false;
            }
            case "open" -> {
                String repo = words[2].contains(":") ? words[2].substring(0, words[2].indexOf(':')) : World.REPO;
                String branch = words[2].substring(words[2].indexOf(':') + 1);
                PullId pull = world.pull(repo, branch, world.files(folder.resolve(words[3])), words[4]);
                pulls.put(words[1], pull);
                branches.put(words[1], branch);
                nameHead(pull);
            }
            case "push" -> {
                PullId pull = pull(words[1]);
                world.commit(
                        pull.repo(),
                        Objects.requireNonNull(branches.get(words[1])),
                        world.files(folder.resolve(words[2])),
                        "More");
                nameHead(pull);
            }
            case "base" -> {
                world.commit(World.REPO, "main", world.files(folder.resolve(words[1])), "On main");
                nameBase(World.REPO);
            }
            case "comment" -> {
                String[] parts = line.split(" ", 4);
                world.sandbox.comment(pull(parts[1]), parts[2], parts[3]);
            }
            case "require" -> {
                world.require(List.of(line.substring(8).split(" ")));
                return false;
            }
            case "team" -> {
                world.team(words[1], words[2]);
                return false;
            }
            case "approve" -> {
                world.sandbox.user(words[2]);
                world.sandbox.permit(pull(words[1]).repo(), words[2], Permission.WRITE);
                world.sandbox.approve(pull(words[1]), words[2]);
            }
            case "label" -> world.sandbox.label(pull(words[1]), words[2], "dev");
            case "branch" -> {
                boolean there = world.sandbox.branch(World.REPO, words[1]) != null;
                transcript.fact("the branch " + words[1], there ? "is there" : "is gone");
                return false;
            }
            case "close" -> world.sandbox.close(pull(words[1]), "dev");
            case "reopen" -> world.sandbox.reopen(pull(words[1]), "dev");
            case "merge" -> world.sandbox.merge(pull(words[1]), words[2], words.length > 3 ? words[3] : "dev");
            case "state" -> {
                transcript.fact("terraform's state of " + words[1], state(words[1]));
                return false;
            }
            case "read" -> {
                Path file = world.folder().resolve("outside").resolve(words[1]);
                transcript.fact(
                        "the file " + words[1],
                        Files.exists(file) ? Files.readString(file).strip() : "absent");
                return false;
            }
            case "locks" -> {
                transcript.fact("locks", world.locks());
                return false;
            }
            default -> throw new IllegalArgumentException("no such step: " + line);
        }
        return true;
    }

    private PullId pull(String name) {
        return Objects.requireNonNull(pulls.get(name), () -> "no pull request called " + name);
    }

    private void nameHead(PullId pull) {
        heads++;
        transcript.name(world.sandbox.pull(pull).headSha(), "head" + heads);
    }

    private void nameBase(String repo) {
        bases++;
        transcript.name(Objects.requireNonNull(world.sandbox.branch(repo, "main")), "base" + bases);
    }

    private String state(String name) throws IOException {
        String json = world.sandbox.state(name);
        if (json == null) {
            return "none";
        }
        List<String> resources = new ArrayList<>();
        for (JsonNode resource : JSON.readTree(json).path("resources")) {
            for (JsonNode instance : resource.path("instances")) {
                resources.add(resource.path("type").asText() + "."
                        + resource.path("name").asText()
                        + (instance.has("index_key") ? "[" + instance.path("index_key") + "]" : "")
                        + " = "
                        + instance.path("attributes").path("input").path("value"));
            }
        }
        return resources.toString();
    }
}
