package io.tidelock.server.journey;

import io.tidelock.sandbox.CommentView;
import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.PullView;
import io.tidelock.sandbox.StatusView;
import io.tidelock.sandbox.http.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes down what a person would see on the pull requests after each step, and facts that are not our own words. */
final class Transcript {
    private static final Pattern SHA = Pattern.compile("\\b([0-9a-f]{40}|[0-9a-f]{7})\\b");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern STEP = Pattern.compile("[a-z][a-z_0-9]*\\.[^ ]+( \\([a-z-]+\\))?: .*");
    private static final Pattern ADDRESS = Pattern.compile("(localhost|127\\.0\\.0\\.1):[0-9]+");

    private final World world;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> names = new HashMap<>();
    private final Map<Long, CommentView> seen = new HashMap<>();
    private final Map<String, Integer> statusesSeen = new HashMap<>();
    private int calls;
    private int processes;

    Transcript(World world) {
        this.world = world;
    }

    /** Gives a commit a name that stays the same from run to run. */
    void name(String sha, String name) {
        names.put(sha, name);
        names.put(sha.substring(0, 7), name);
    }

    void title(String title) {
        text.append("# ").append(title).append("\n\n");
    }

    /** What is new on these pull requests since the last step. */
    void step(String what, Iterable<PullId> pulls) {
        text.append("## ").append(what).append("\n\n");
        for (PullId pull : pulls) {
            PullView view = world.sandbox.pull(pull);
            comments(pull);
            Set<String> commits = new HashSet<>(names.keySet());
            commits.removeIf(name -> name.length() != 40);
            commits.add(view.headSha());
            commits.stream()
                    .sorted(Comparator.comparing((String sha) -> names.getOrDefault(sha, sha)))
                    .forEach(commit -> statuses(pull, commit));
        }
        calls();
        processes();
    }

    /** A fact, as it is. */
    void fact(String what, String fact) {
        text.append("Fact: ").append(what).append(": ").append(neutral(fact)).append("\n\n");
    }

    String text() {
        return text.toString();
    }

    private void comments(PullId pull) {
        for (CommentView comment : world.sandbox.comments(pull)) {
            CommentView before = seen.put(comment.id(), comment);
            if (before == null && !comment.author().equals("tidelock-bot")) {
                signs(pull, comment, before);
            } else if (before == null || !before.body().equals(comment.body())) {
                text.append(before == null ? "New comment" : "Edited comment")
                        .append(" on ")
                        .append(pull)
                        .append(":\n\n");
                steady(neutral(comment.body()).lines().toList())
                        .forEach(line ->
                                text.append(("> " + line).stripTrailing()).append('\n'));
                text.append('\n');
            }
        }
    }

    private void signs(PullId pull, CommentView comment, @org.jspecify.annotations.Nullable CommentView before) {
        List<String> reactions = new ArrayList<>(comment.reactions());
        if (before != null) {
            reactions.removeAll(before.reactions());
        }
        if (!reactions.isEmpty()) {
            text.append("Sign on the comment of ")
                    .append(comment.author())
                    .append(" on ")
                    .append(pull)
                    .append(": ")
                    .append(reactions)
                    .append("\n\n");
        }
    }

    /** The first status of a commit and the last of each context: what comes between depends on the speed of the machine. */
    private void statuses(PullId pull, String commit) {
        List<StatusView> all = new ArrayList<>(world.sandbox.statuses(pull.repo(), commit));
        all.sort((a, b) -> a.createdAt().compareTo(b.createdAt()));
        int known = statusesSeen.getOrDefault(pull.repo() + commit, 0);
        if (all.size() == known) {
            return;
        }
        statusesSeen.put(pull.repo() + commit, all.size());
        Map<String, StatusView> last =
                new LinkedHashMap<>(new TreeMap<>(world.sandbox.latestStatuses(pull.repo(), commit)));
        last.values()
                .forEach(status -> text.append("Status on ")
                        .append(names.getOrDefault(commit, "an unnamed commit"))
                        .append(": ")
                        .append(status.context())
                        .append(" = ")
                        .append(status.state())
                        .append(", \"")
                        .append(neutral(String.valueOf(status.description())))
                        .append("\"\n"));
        text.append('\n');
    }

    /** The host's own account of what was asked of it, writes by number, reads by kind. */
    private void calls() {
        List<Call> all = world.sandbox.calls();
        Set<String> kinds = new TreeSet<>();
        for (Call call : all.subList(calls, all.size())) {
            if (call.user().equals("tidelock-bot") && call.isApi()) {
                kinds.add(call.method() + " "
                        + neutral(call.path())
                                .replaceFirst("^/api/v3/repos/", "")
                                .replaceFirst("^/api/v4/projects/", "")
                                .replaceAll("%2[Ff]", "/")
                                .replace("%2D", "-")
                                .replaceAll("(comments|statuses|notes|members/all)/[^/?]+", "$1/…")
                                .replaceAll("\\?.*", ""));
            }
        }
        calls = all.size();
        if (!kinds.isEmpty()) {
            text.append("Asked of the host:\n");
            kinds.forEach(kind -> text.append("- ").append(kind).append('\n'));
            text.append('\n');
        }
    }

    private void processes() {
        List<String> all = world.processes();
        List<String> fresh = new ArrayList<>();
        for (String line : all.subList(processes, all.size())) {
            fresh.add(neutral(line));
        }
        processes = all.size();
        fresh.sort(String::compareTo);
        if (!fresh.isEmpty()) {
            text.append("Processes:\n");
            fresh.forEach(line -> text.append("- ").append(line).append('\n'));
            text.append('\n');
        }
    }

    /** Terraform works on resources side by side and takes its time: neither order nor length of its steps is ours to fix. */
    private static List<String> steady(List<String> lines) {
        List<String> steady = new ArrayList<>();
        List<String> steps = new ArrayList<>();
        for (String line : lines) {
            if (STEP.matcher(line).matches()) {
                steps.add(line.replaceAll("after [0-9]+s", "after a while"));
            } else {
                steps.stream().sorted().forEach(steady::add);
                steps.clear();
                steady.add(line);
            }
        }
        steps.stream().sorted().forEach(steady::add);
        return steady;
    }

    /** The same text without what differs from run to run. */
    private String neutral(String raw) {
        String plain = UUID.matcher(raw).replaceAll("UUID");
        plain = ADDRESS.matcher(plain).replaceAll("$1:PORT");
        plain = plain.replace(world.folder().toString(), "FOLDER");
        plain = plain.replaceAll("(<!-- tidelock:reply) [^ ]+", "$1 ID");
        StringBuilder named = new StringBuilder();
        Matcher matcher = SHA.matcher(plain);
        while (matcher.find()) {
            matcher.appendReplacement(named, Matcher.quoteReplacement(names.getOrDefault(matcher.group(), "COMMIT")));
        }
        matcher.appendTail(named);
        return named.toString();
    }
}
