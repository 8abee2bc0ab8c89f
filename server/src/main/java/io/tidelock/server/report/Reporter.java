package io.tidelock.server.report;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.HookSign;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Message;
import io.tidelock.core.words.Reaction;
import io.tidelock.core.words.StatusState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts evidence into words. The same evidence always gives the same messages, so they may be sent again. */
public final class Reporter {
    /** What goes on while a board is shown before the end. */
    public enum Phase {
        PLANNING,
        APPLYING,
        /** The rows are about to be forgotten: these are the last words that know them. */
        CLOSING
    }

    private final ReportSettings settings;
    private final Statuses statuses;
    private final SummaryComment summaries;

    public Reporter(ReportSettings settings) {
        this(settings, repo -> List.of());
    }

    /** @param neighbours who else like us works for a repository: first parts of their statuses' names */
    public Reporter(ReportSettings settings, Function<RepoRef, List<String>> neighbours) {
        this.settings = settings;
        this.statuses = new Statuses(settings);
        this.summaries = new SummaryComment(settings, neighbours);
    }

    /** The first sign, before anything is asked. A reply is its own first sign. */
    public List<Message> begun(Job job) {
        return switch (job.work()) {
            case Work.AutoPlan plan when !settings.manner().statusWithoutProjects() -> List.of();
            case Work.AutoPlan plan
            when !plan.recheck() ->
                List.of(statuses.plan(
                        plan.pull(), plan.announcedHead(), StatusState.PENDING, Words.PLAN_BEGUN.plain()));
            case Work.AutoPlan recheck -> List.of();
            case Work.Reply reply -> List.of();
            case Work.Ordered wished when !wished.order().comment().written() -> List.of();
            case Work.Ordered ordered ->
                List.of(new Message.React(
                        ordered.order().comment(), settings.manner().first()));
            case Work.Close close -> List.of();
            case Work.Land land -> List.of();
            case Work.PostHooks hooks -> List.of();
            case Work.LockFreed freed -> List.of();
            case Work.Queued queued -> List.of();
            case Work.Merge merge -> List.of();
            case Work.Refit refit -> List.of();
            case Work.BaseMoved moved -> List.of();
            case Work.Reassess reassess -> List.of();
            case Work.Checked checked -> List.of();
        };
    }

    /** Once the live head is known, and again as often as the board changes while work goes on. */
    public List<Message> progress(Board board, Phase phase) {
        return board.heads()
                .map(heads -> switch (phase) {
                    case PLANNING -> statuses.planning(board, heads.head());
                    case APPLYING -> List.of(statuses.applying(board, heads.head()));
                    case CLOSING -> closing(board, heads.head());
                })
                .orElse(List.of());
    }

    private List<Message> closing(Board board, CommitSha head) {
        List<Message> messages = new ArrayList<>(statuses.closed(board, head));
        if (board.summaryId().isPresent()) {
            messages.add(summaries.of(board));
        }
        return messages;
    }

    /** The final words. Of messages that replace each other only the last is given. */
    public List<Message> words(Job job, List<Evidence> evidence) {
        Map<String, Message> messages = new LinkedHashMap<>();
        for (int i = 0; i < evidence.size(); i++) {
            for (Message message : words(job, evidence.get(i), i)) {
                messages.remove(message.key());
                messages.put(message.key(), message);
            }
        }
        forgotten(job, evidence, messages).ifPresent(message -> messages.putIfAbsent(message.key(), message));
        return List.copyOf(messages.values());
    }

    private List<Message> words(Job job, Evidence evidence, int index) {
        return switch (evidence) {
            case Evidence.Shown shown -> shown(job, shown.board(), shown.asked().isPresent());
            case Evidence.Skipped skipped ->
                skipped(skipped, skipped.untilAsked() ? StatusState.PENDING : StatusState.SUCCESS);
            case Evidence.Queued queued -> statuses.queued(queued.boards(), queued.commit());
            case Evidence.Overtaken overtaken -> overtaken(overtaken);
            case Evidence.Answer answer -> List.of(answer(job, answer, index));
            case Evidence.Told told -> List.of(told(job, told, index));
            case Evidence.Denied denied -> denied(job, denied, index);
            case Evidence.Freed freed -> freed(job, freed, index);
            case Evidence.Broken broken -> broken(job, broken, index);
            case Evidence.Complete complete -> List.of();
            case Evidence.Nothing nothing -> List.of();
        };
    }

    private List<Message> denied(Job job, Evidence.Denied denied, int index) {
        Message reply = reply(job, index, denied.order(), Words.DENIED.md("problem", problem(denied.problem())));
        CommentRef comment = denied.order().comment();
        return comment.written() ? List.of(reply, new Message.React(comment, Reaction.CONFUSED)) : List.of(reply);
    }

    private List<Message> skipped(Evidence.Skipped skipped, StatusState state) {
        return List.of(
                statuses.plan(skipped.pull(), skipped.head(), state, skipped.why()),
                statuses.apply(skipped.pull(), skipped.head(), state, skipped.why()));
    }

    private List<Message> shown(Job job, Board board, boolean asked) {
        List<Message> messages = new ArrayList<>();
        boolean something = !board.results().isEmpty() || !board.problems().isEmpty();
        boolean answered = asked && settings.manner().answersWithoutProjects();
        if (something || answered || board.summaryId().isPresent()) {
            messages.add(summaries.of(board));
        }
        if (!something && !settings.manner().statusWithoutProjects()) {
            return messages;
        }
        Optional<CommitSha> head = board.heads().map(heads -> heads.head()).or(job.work()::announced);
        head.ifPresent(sha -> messages.addAll(
                board.closed() ? statuses.closed(board, sha) : reported(board, statuses.all(board, sha))));
        return messages;
    }

    /** The first, which is that of the plan, brings the comment along, and what is wrong in which line. */
    private List<Message> reported(Board board, List<Message> said) {
        if (!settings.manner().reports() || !(said.getFirst() instanceof Message.Status first)) {
            return said;
        }
        CommitStatus.Report report = new CommitStatus.Report(summaries.of(board).body(), Remarks.of(board));
        List<Message> messages = new ArrayList<>(said);
        messages.set(0, new Message.Status(first.pull(), first.status().with(report)));
        return messages;
    }

    /** The commit's statuses must not stay as they were. */
    public List<Message> overtaken(Evidence.Overtaken overtaken) {
        String text = overtaken
                .by()
                .map(by -> Words.PLAN_SUPERSEDED_BY.plain("sha", by.abbreviated()))
                .orElse(Words.PLAN_SUPERSEDED.plain());
        List<Message> messages = new ArrayList<>();
        messages.add(statuses.plan(overtaken.pull(), overtaken.head(), StatusState.CANCELLED, text));
        if (overtaken.underway()) {
            messages.add(statuses.apply(overtaken.pull(), overtaken.head(), StatusState.CANCELLED, text));
        }
        messages.addAll(
                statuses.each(overtaken.pull(), overtaken.head(), overtaken.projects(), StatusState.CANCELLED, text));
        return messages;
    }

    /**
     * Of projects that were on the board and are no more: what was said of them may not stay, and a rule may wait for it.
     *
     * @param untouched whether it is certain that the commit does not concern them
     */
    public List<Message> gone(PullRef pull, CommitSha head, Collection<ProjectKey> projects, boolean untouched) {
        return untouched
                ? statuses.each(pull, head, projects, StatusState.SUCCESS, Words.PROJECT_UNTOUCHED.plain())
                : statuses.each(pull, head, projects, StatusState.CANCELLED, Words.APPLY_PROBLEM.plain());
    }

    /** Of projects that the commit changes, and that are planned when somebody asks. */
    public List<Message> unasked(PullRef pull, CommitSha head, Collection<ProjectKey> projects) {
        return statuses.each(pull, head, projects, StatusState.PENDING, Words.PROJECT_UNASKED.plain());
    }

    /** How far a hook has come. */
    public List<Message> hook(HookSign sign) {
        return List.of(statuses.hook(sign));
    }

    private Message answer(Job job, Evidence.Answer answer, int index) {
        return fitting(answer.text(), text -> reply(job, index, answer.order(), text));
    }

    /** A comment that answers none. The commit is in its id, since job numbers begin again with a new store. */
    private Message told(Job job, Evidence.Told told, int index) {
        String about = job.work() instanceof Work.Land land ? land.head().hex() : "job";
        String id = about + "." + job.id().value() + (index == 0 ? "" : "." + index);
        return fitting(told.text(), text -> new Message.Reply(told.pull(), id, Markers.reply(id) + "\n" + text));
    }

    private Message.Reply fitting(String text, Function<Markdown, Message.Reply> reply) {
        int longest = settings.maxBody();
        while (true) {
            Message.Reply made = reply.apply(Markdown.answer(Markdown.shorten(text, longest), settings::complete));
            if (made.body().length() <= settings.maxBody()) {
                return made;
            }
            longest /= 2;
        }
    }

    private List<Message> freed(Job job, Evidence.Freed freed, int index) {
        Board board = freed.board().closed() ? freed.board() : withoutPlans(job, freed.board(), freed.projects());
        List<Message> messages = new ArrayList<>();
        if (board.summaryId().isPresent()) {
            messages.add(summaries.of(board));
        }
        if (!board.results().isEmpty()) {
            board.heads()
                    .ifPresent(heads -> messages.addAll(
                            board.closed() ? statuses.closed(board, heads.head()) : statuses.all(board, heads.head())));
        }
        freed.asked().ifPresent(order -> {
            Words words =
                    freed.projects().isEmpty() ? Words.FREED_NONE : board.closed() ? Words.FREED_CLOSED : Words.FREED;
            Markdown text = words.md(
                    "n", freed.projects().size(),
                    "projects", ProjectTable.labels(freed.projects(), settings.maxBody() / 2),
                    "plan", settings.command("plan"));
            messages.add(reply(job, index, order, text));
        });
        return messages;
    }

    /** Whatever the board says of these projects, a plan that was dropped waits for nobody. */
    private static Board withoutPlans(Job job, Board board, List<ProjectKey> dropped) {
        Outcome gone = new Outcome.Discarded(
                Problem.of(Words.DROPPED_MET.plain(), Words.DROPPED_EXPECTED.plain(), Words.DROPPED_NEXT.plain()));
        Map<ProjectKey, ProjectResult> rows = board.results().stream()
                .collect(Collectors.toMap(
                        ProjectResult::key, Function.identity(), (one, other) -> other, LinkedHashMap::new));
        for (ProjectKey key : dropped) {
            ProjectResult row = rows.get(key);
            boolean waits =
                    row != null && (row.outcome().kept().isPresent() || row.outcome() instanceof Outcome.Underway);
            if (waits || (row == null && board.results().isEmpty())) {
                board.heads()
                        .ifPresent(heads -> rows.put(
                                key,
                                new ProjectResult(
                                        key,
                                        gone,
                                        heads,
                                        job.id(),
                                        Optional.empty(),
                                        job.acceptedAt(),
                                        Optional.empty())));
            }
        }
        return board.withResults(rows.values());
    }

    private List<Message> broken(Job job, Evidence.Broken broken, int index) {
        List<Message> messages = new ArrayList<>();
        broken.head().ifPresent(head -> {
            String text = Verdict.describe(broken.problem());
            if (!(job.work() instanceof Work.Apply)) {
                messages.add(statuses.plan(broken.pull(), head, StatusState.FAILURE, text));
            }
            messages.add(statuses.apply(broken.pull(), head, StatusState.FAILURE, text));
        });
        broken.asked()
                .ifPresent(order ->
                        messages.add(reply(job, index, order, Words.BROKEN.md("problem", problem(broken.problem())))));
        return messages;
    }

    /** A commit that got a first sign must get a last one, whatever the evidence forgot. */
    private Optional<Message> forgotten(Job job, List<Evidence> evidence, Map<String, Message> messages) {
        if (!(job.work() instanceof Work.AutoPlan plan)
                || plan.recheck()
                || !settings.manner().statusWithoutProjects()) {
            return Optional.empty();
        }
        String why = evidence.stream()
                .filter(Evidence.Nothing.class::isInstance)
                .map(nothing -> Words.PLAN_LEFT.plain("why", ((Evidence.Nothing) nothing).why()))
                .findFirst()
                .or(() -> elsewhere(plan.announcedHead(), messages))
                .orElse(Words.PLAN_SUPERSEDED.plain());
        return Optional.of(statuses.plan(plan.pull(), plan.announcedHead(), StatusState.CANCELLED, why));
    }

    private static Optional<String> elsewhere(CommitSha announced, Map<String, Message> messages) {
        return messages.values().stream()
                .filter(Message.Status.class::isInstance)
                .map(message -> ((Message.Status) message).status().sha())
                .filter(sha -> !sha.equals(announced))
                .findFirst()
                .map(sha -> Words.PLAN_SUPERSEDED_BY.plain("sha", sha.abbreviated()));
    }

    private Markdown problem(Problem problem) {
        return Markdown.problem(problem, settings::complete, Math.min(1_000, settings.maxBody() / 50));
    }

    /** The comment's own id is in it, since job numbers begin again with a new store. */
    private static Message.Reply reply(Job job, int index, CommentOrder order, Markdown text) {
        PullRef pull = order.comment().pull();
        String comment = order.comment().id().replaceAll("[^A-Za-z0-9_-]", "_");
        String id = comment + "." + job.id().value() + (index == 0 ? "" : "." + index);
        return new Message.Reply(pull, id, Markers.reply(id) + "\n" + text);
    }
}
