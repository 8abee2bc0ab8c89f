package io.tidelock.server.report;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.HookSign;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Message;
import io.tidelock.core.words.StatusState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The statuses of a commit: two for the whole and, where the operator wants that, two for each project. */
final class Statuses {
    private static final int LONGEST = 140;
    private static final String PLAN = "plan";
    private static final String APPLY = "apply";

    private final ReportSettings settings;
    private final Function<PullRef, String> named;

    Statuses(ReportSettings settings) {
        this.settings = settings;
        this.named = settings::named;
    }

    Message plan(PullRef pull, CommitSha sha, StatusState state, String text) {
        return status(pull, sha, PLAN, new Verdict(state, text), settings.publicUrl());
    }

    Message apply(PullRef pull, CommitSha sha, StatusState state, String text) {
        return status(pull, sha, APPLY, new Verdict(state, text), settings.publicUrl());
    }

    /** A status of its own for each hook. It leads to its log. */
    Message hook(HookSign sign) {
        StatusState state = switch (sign.state()) {
            case RUNNING -> StatusState.PENDING;
            case DONE -> StatusState.SUCCESS;
            case FAILED -> StatusState.FAILURE;
        };
        Words words = switch (sign.state()) {
            case RUNNING -> Words.HOOK_UNDERWAY;
            case DONE -> Words.HOOK_DONE;
            case FAILED -> Words.HOOK_FAILED;
        };
        return status(
                sign.pull(),
                sign.head(),
                sign.hook().label(),
                new Verdict(state, sign.said().isBlank() ? words.plain() : sign.said()),
                sign.run().flatMap(settings::runUrl).or(settings::publicUrl));
    }

    /** All of them, as the board has them. */
    List<Message> all(Board board, CommitSha sha) {
        return said(board.pull(), sha, statements(board));
    }

    /** Of a commit that is made of several pull requests: under each name the worst that is to be said, and of whom. */
    List<Message> queued(List<Board> boards, CommitSha sha) {
        Map<String, Statement> together = new LinkedHashMap<>();
        for (Board board : boards) {
            String who = boards.size() == 1 ? "" : named.apply(board.pull()) + ": ";
            statements(board).forEach((verb, one) -> {
                Verdict verdict = new Verdict(decided(one.verdict.state()), who + one.verdict.text());
                together.merge(verb, new Statement(verdict, one.url), Statement::worse);
            });
        }
        return said(boards.getFirst().pull(), sha, together);
    }

    /** A queue does not wait for what nobody will say any more: what waits leaves it, and can be queued again. */
    private static StatusState decided(StatusState state) {
        return state == StatusState.PENDING ? StatusState.FAILURE : state;
    }

    private Map<String, Statement> statements(Board board) {
        Verdict.Merging merging = Verdict.Merging.of(board);
        Map<String, Statement> statements = new LinkedHashMap<>();
        Map<String, Board> parts = new LinkedHashMap<>();
        parts.put("", board);
        parts.putAll(parts(board));
        parts.forEach((suffix, part) -> {
            statements.put(PLAN + suffix, new Statement(Verdict.plan(part, merging, named), url(part)));
            statements.put(APPLY + suffix, new Statement(Verdict.apply(part, merging, named), url(part)));
        });
        return statements;
    }

    private List<Message> said(PullRef pull, CommitSha sha, Map<String, Statement> statements) {
        return statements.entrySet().stream()
                .map(entry -> status(pull, sha, entry.getKey(), entry.getValue().verdict, entry.getValue().url))
                .toList();
    }

    /** A verdict and where more is told. */
    private record Statement(Verdict verdict, Optional<String> url) {
        Statement worse(Statement other) {
            int mine = weight(verdict.state());
            int its = weight(other.verdict.state());
            Verdict both = new Verdict(verdict.state(), verdict.text() + " · " + other.verdict.text());
            return mine == its ? new Statement(both, url) : mine > its ? this : other;
        }

        private static int weight(StatusState state) {
            return switch (state) {
                case SUCCESS -> 0;
                case PENDING -> 1;
                case CANCELLED -> 2;
                case FAILURE -> 3;
            };
        }
    }

    /** While plans run: none of what is planned may stay as it was. */
    List<Message> planning(Board board, CommitSha sha) {
        Verdict waits = new Verdict(StatusState.PENDING, Words.APPLY_WAITS_FOR_PLAN.plain());
        List<Message> messages = new ArrayList<>();
        messages.add(say(board, sha, PLAN, Verdict.planning(board)));
        messages.add(say(board, sha, APPLY, waits));
        parts(board).forEach((suffix, part) -> {
            if (part.results().stream().anyMatch(row -> row.outcome() instanceof Outcome.Underway)) {
                messages.add(say(part, sha, PLAN + suffix, new Verdict(StatusState.PENDING, Words.PLAN_BEGUN.plain())));
                messages.add(say(part, sha, APPLY + suffix, waits));
            }
        });
        return messages;
    }

    /** What a project says meanwhile, that it is to be applied, is true until it is. */
    Message applying(Board board, CommitSha sha) {
        return say(board, sha, APPLY, Verdict.applying(board));
    }

    /** After the end of a pull request: what waited for somebody waits no more, what was decided stays. */
    List<Message> closed(Board board, CommitSha sha) {
        List<Message> messages = new ArrayList<>(closed(board, sha, ""));
        parts(board).forEach((suffix, part) -> messages.addAll(closed(part, sha, suffix)));
        return messages;
    }

    private List<Message> closed(Board board, CommitSha sha, String suffix) {
        List<Message> messages = new ArrayList<>();
        Verdict.planClosed(board, named).ifPresent(verdict -> messages.add(say(board, sha, PLAN + suffix, verdict)));
        Verdict.applyClosed(board, named).ifPresent(verdict -> messages.add(say(board, sha, APPLY + suffix, verdict)));
        return messages;
    }

    /** Of projects that nothing more will be said of on this commit. */
    List<Message> each(PullRef pull, CommitSha sha, Collection<ProjectKey> keys, StatusState state, String text) {
        if (!settings.manner().eachProject()) {
            return List.of();
        }
        Verdict verdict = new Verdict(state, text);
        List<Message> messages = new ArrayList<>();
        keys.stream().map(Statuses::suffix).distinct().forEach(suffix -> {
            messages.add(status(pull, sha, PLAN + suffix, verdict, settings.publicUrl()));
            messages.add(status(pull, sha, APPLY + suffix, verdict, settings.publicUrl()));
        });
        return messages;
    }

    /** The board of each project, where they have statuses of their own. Projects that are called the same share theirs. */
    private Map<String, Board> parts(Board board) {
        Map<String, Board> parts = new LinkedHashMap<>();
        if (settings.manner().eachProject()) {
            Map<String, List<ProjectResult>> rows = new LinkedHashMap<>();
            board.results()
                    .forEach(row -> rows.computeIfAbsent(suffix(row.key()), fresh -> new ArrayList<>())
                            .add(row));
            rows.forEach((suffix, some) -> parts.put(suffix, board.withResults(some)));
        }
        return parts;
    }

    /** As Atlantis writes it, so that a rule which requires such a status by name can stay. */
    private static String suffix(ProjectKey key) {
        String name = key.name().isEmpty() ? key.dir() + "/" + key.workspace() : key.name();
        return ": " + Markdown.oneLine(name, 1_000);
    }

    private Message say(Board board, CommitSha sha, String verb, Verdict verdict) {
        return status(board.pull(), sha, verb, verdict, url(board));
    }

    /** Of a board with one project the status leads to its log. */
    private Optional<String> url(Board board) {
        Optional<String> log = board.results().size() == 1
                ? board.results().getFirst().run().flatMap(settings::runUrl)
                : Optional.empty();
        return log.or(settings::publicUrl);
    }

    private Message status(PullRef pull, CommitSha sha, String verb, Verdict verdict, Optional<String> url) {
        String description = Markdown.oneLine(verdict.text(), LONGEST);
        return new Message.Status(
                pull, new CommitStatus(pull.repo(), sha, settings.context(verb), verdict.state(), description, url));
    }
}
