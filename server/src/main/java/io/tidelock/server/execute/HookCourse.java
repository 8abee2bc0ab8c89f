package io.tidelock.server.execute;

import io.tidelock.core.change.ChangedFile;
import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.command.CommentArguments;
import io.tidelock.core.command.StateEdit;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.HookSign;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.run.HookRun;
import io.tidelock.core.port.run.HookTask;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.port.store.Runs;
import io.tidelock.core.project.Hook;
import io.tidelock.core.project.ProjectKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Runs the operator's hooks around a command, one after the other, and tells on the commit how far each has come. They are run in
 * the checkout that the default workspace has, before anybody looks which projects there are.
 */
public final class HookCourse {
    private static final int LOG_LIMIT = 64 << 20;
    private static final int LONGEST = 200;
    private static final String WELL = "done at ";

    private final PullReader reader;
    private final Ground ground;
    private final Records records;
    private final HookRules rules;
    private final Progress progress;
    private final InstantSource clock;

    public HookCourse(
            PullReader reader,
            Ground ground,
            Records records,
            HookRules rules,
            Progress progress,
            InstantSource clock) {
        this.reader = reader;
        this.ground = ground;
        this.records = records;
        this.rules = rules;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * The files once hooks have been at them.
     *
     * @param problem why nothing may be done with them
     */
    record Prepared(Prospect.Merged prospect, Optional<Problem> problem) {}

    /** Whether what can be seen without running them is not what commands see. */
    boolean hides(PullRequest pull, Lease lease) {
        return commands(lease.job().work()).isEmpty()
                && rules.hooks().apply(pull).stream().anyMatch(hook -> hook.when() == Hook.When.PRE);
    }

    /**
     * Runs those that come before the command of this job. In a new checkout also those that come before plans: whatever is
     * done next stands on the files that they make.
     */
    Prepared before(PullRequest pull, Prospect.Merged prospect, Lease lease) {
        List<String> commands = commands(lease.job().work());
        List<Hook> hooks = rules.hooks().apply(pull).stream()
                .filter(hook -> hook.when() == Hook.When.PRE)
                .toList();
        if (hooks.isEmpty() || commands.isEmpty()) {
            return new Prepared(prospect, Optional.empty());
        }
        WorkingTree tree = tree(pull, prospect, lease);
        boolean bare = tree.fresh() || lease.job().attempt() > 1;
        List<String> meant = bare ? commands : commands.subList(0, 1);
        Map<String, String> variables = Facts.of(pull, lease);
        addRequest(variables, lease.job().work());
        Optional<Problem> failure = follow(pull, hooks, meant, tree, variables, lease);
        SourceTree files = ground.hooks().asLeft(tree, prospect.source());
        Prospect.Merged left =
                new Prospect.Merged(prospect.heads(), prospect.commit(), files, changed(prospect, files));
        return new Prepared(left, failure.filter(problem -> rules.strict()));
    }

    /** With what hooks have made, where that counts. */
    private ChangedFiles changed(Prospect.Merged prospect, SourceTree left) {
        if (!rules.made()) {
            return prospect.changed();
        }
        Set<String> committed = prospect.source().files();
        Stream<ChangedFile> made =
                left.files().stream().filter(file -> !committed.contains(file)).map(ChangedFile::at);
        return new ChangedFiles(
                Stream.concat(prospect.changed().files().stream(), made).toList());
    }

    /** What is to be run now that this job has been done; empty when nothing is. */
    public Optional<Work.PostHooks> afterwards(Work.OnPull work, List<Evidence> evidence, Lease lease) {
        List<String> commands = commands(work);
        if (work instanceof Work.PostHooks
                || commands.isEmpty()
                || !didSomething(work, evidence, lease)
                || !rules.after().test(work.pull().repo(), commands.getFirst())) {
            return Optional.empty();
        }
        boolean failed = evidence.stream().anyMatch(found -> failed(found, lease));
        return Optional.of(new Work.PostHooks(
                work.pull(),
                commands.getFirst(),
                failed,
                work instanceof Work.Ordered ordered ? Optional.of(ordered.order()) : Optional.empty(),
                arguments(work),
                project(work)));
    }

    /** Runs those that come after a command. Whether they succeed changes nothing, and is told. */
    public List<Evidence> after(Work.PostHooks work, Lease lease) {
        PullRequest pull = reader.pull(work.pull());
        if (!pull.open() && !pull.merged()) {
            return List.of(new Evidence.Nothing("it is closed: there are no files to run hooks on"));
        }
        List<Hook> hooks = rules.hooks().apply(pull).stream()
                .filter(hook -> hook.when() == Hook.When.POST)
                .toList();
        Prospect prospect = pull.merged()
                ? ground.checkouts().landed(pull, ground.access().remote(pull), lease)
                : ground.checkouts().prepare(pull, ground.access().remote(pull), lease);
        if (!(prospect instanceof Prospect.Merged merged)) {
            return List.of(new Evidence.Nothing("there is a merge conflict: there are no files to run hooks on"));
        }
        Map<String, String> variables = Facts.of(pull, lease);
        work.order()
                .ifPresent(order -> variables.put("USER_NAME", order.author().login()));
        variables.put("COMMENT_ARGS", CommentArguments.escaped(work.arguments()));
        variables.put("PROJECT_NAME", work.project());
        variables.put("COMMAND_HAS_ERRORS", String.valueOf(work.failed()));
        WorkingTree tree = tree(pull, merged, lease);
        if (tree.fresh()) { // whatever is done next finds these files
            List<Hook> first = rules.hooks().apply(pull).stream()
                    .filter(hook -> hook.when() == Hook.When.PRE)
                    .toList();
            follow(pull, first, List.of(work.command(), "autoplan"), tree, variables, lease);
        }
        follow(pull, hooks, List.of(work.command()), tree, variables, lease);
        if (records.boards().board(work.pull()).closed()) {
            ground.checkouts().drop(work.pull());
        }
        return List.of(new Evidence.Nothing("the hooks after " + work.command() + " were run"));
    }

    private WorkingTree tree(PullRequest pull, Prospect.Merged prospect, Lease lease) {
        return ground.checkouts().tree(pull.ref(), prospect, ProjectKey.DEFAULT_WORKSPACE, lease);
    }

    /** The first that fails stops the rest. */
    private Optional<Problem> follow(
            PullRequest pull,
            List<Hook> hooks,
            List<String> commands,
            WorkingTree tree,
            Map<String, String> variables,
            Lease lease) {
        Map<String, Long> done = new TreeMap<>();
        for (Hook hook : hooks) {
            Optional<String> command = commands.stream().filter(hook::isFor).findFirst();
            if (command.isEmpty()) {
                continue;
            }
            long twins = done.merge(hook.label(), 1L, Long::sum);
            if (!tree.fresh() && ended(hook, tree.commit(), lease) >= twins) {
                continue; // by an earlier try of this job, in these very files
            }
            Map<String, String> own = new TreeMap<>(variables);
            own.put("COMMAND_NAME", command.get());
            Optional<Problem> failure = run(pull, hook, tree, own, lease);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private long ended(Hook hook, CommitSha commit, Lease lease) {
        return records.runs().of(lease.job().id()).stream()
                .filter(run -> run.kind() == Runs.Kind.HOOK && run.key().name().equals(hook.label()))
                .filter(run -> run.result().equals(Optional.of(WELL + commit.hex())))
                .count();
    }

    private Optional<Problem> run(
            PullRequest pull, Hook hook, WorkingTree tree, Map<String, String> variables, Lease lease) {
        RunId id = new RunId(UUID.randomUUID().toString());
        ProjectKey key = new ProjectKey(".", ProjectKey.DEFAULT_WORKSPACE, hook.label());
        records.runs()
                .begin(
                        lease,
                        new Runs.Run(
                                id,
                                lease.job().id(),
                                Runs.Kind.HOOK,
                                pull.ref(),
                                key,
                                clock.instant(),
                                Optional.empty(),
                                Optional.empty()));
        tell(pull, hook, HookSign.State.RUNNING, "", id);
        HookRun run = ground.hooks().run(new HookTask(id, hook, tree, variables), lease);
        String result = run.problem()
                .map(problem -> "failed: " + problem.met())
                .orElse(WELL + tree.commit().hex());
        records.runs()
                .end(
                        lease,
                        id,
                        result,
                        clock.instant(),
                        ground.logs().read(id, 0, LOG_LIMIT).orElse(new byte[0]));
        boolean well = run.problem().isEmpty();
        String said = run.said().isEmpty() ? run.problem().map(Problem::met).orElse("") : run.said();
        tell(pull, hook, well ? HookSign.State.DONE : HookSign.State.FAILED, said, id);
        return run.problem()
                .map(problem -> Problem.of(
                        "the hook '" + hook.description() + "', which is run before the command, failed: "
                                + (run.said().isEmpty() ? "" : run.said() + ": ")
                                + problem.met(),
                        "",
                        last(run.text())
                                + "Put right what it complains about; it is the operator's, and its log says more"));
    }

    /** What it printed last. */
    private static String last(String text) {
        String line = text.lines()
                .filter(said -> !said.isBlank())
                .reduce("", (first, next) -> next)
                .strip();
        String shown = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return shown.isEmpty() ? "" : "It printed: `" + shown.replace('`', '\'') + "`. ";
    }

    private void tell(PullRequest pull, Hook hook, HookSign.State state, String said, RunId run) {
        progress.hook(new HookSign(pull.ref(), pull.head().sha(), hook, state, said, Optional.of(run)));
    }

    // ---- what was asked for

    /** By what names hooks know what this job does, the best one first; none when hooks are none of its business. */
    private static List<String> commands(Work work) {
        return switch (work) {
            case Work.AutoPlan plan -> List.of("autoplan");
            case Work.LockFreed freed -> List.of("autoplan");
            case Work.Plan plan -> List.of("plan", "autoplan");
            case Work.Apply apply -> List.of("apply", "autoplan");
            case Work.Land land -> List.of("apply", "autoplan");
            case Work.EditState edit ->
                List.of(edit.edit() instanceof StateEdit.Import ? "import" : "state", "autoplan");
            case Work.Version version -> List.of("version", "autoplan");
            case Work.Unlock unlock -> List.of("unlock");
            case Work.PostHooks hooks -> List.of(hooks.command());
            case Work.Reply reply -> List.of();
            case Work.Close close -> List.of();
            case Work.Queued queued -> List.of();
            case Work.Refit refit -> List.of();
            case Work.BaseMoved moved -> List.of();
            case Work.Reassess reassess -> List.of();
            case Work.Checked checked -> List.of();
        };
    }

    static void addRequest(Map<String, String> variables, Work work) {
        variables.put("COMMENT_ARGS", CommentArguments.escaped(arguments(work)));
        variables.put("PROJECT_NAME", project(work));
    }

    private static List<String> arguments(Work work) {
        if (work instanceof Work.EditState edit) {
            return Stream.concat(edit.extraArgs().stream(), edit.edit().arguments().stream())
                    .toList();
        }
        return work instanceof Work.Plan plan ? plan.extraArgs() : List.of();
    }

    private static String project(Work work) {
        Target target = switch (work) {
            case Work.Plan plan -> plan.target();
            case Work.Apply apply -> apply.target();
            case Work.EditState edit -> edit.target();
            case Work.Version version -> version.target();
            case Work other -> new Target.All();
        };
        return target instanceof Target.Named named ? named.name() : "";
    }

    // ---- what came of it

    private static boolean didSomething(Work work, List<Evidence> evidence, Lease lease) {
        if (work instanceof Work.Land) { // a merge is no command: what it has planned or applied counts
            return evidence.stream().anyMatch(found -> switch (found) {
                case Evidence.Shown shown ->
                    ours(shown.board(), lease).findAny().isPresent();
                case Evidence.Freed freed ->
                    ours(freed.board(), lease).findAny().isPresent();
                case Evidence.Answer _, Evidence.Told _, Evidence.Skipped _, Evidence.Queued _ -> false;
                case Evidence.Overtaken _, Evidence.Denied _, Evidence.Broken _, Evidence.Nothing _ -> false;
            });
        }
        return evidence.stream().anyMatch(found -> switch (found) {
            case Evidence.Shown shown ->
                !(work instanceof Work.AutoPlan)
                        || shown.board().results().isEmpty()
                        || ours(shown.board(), lease).findAny().isPresent();
            case Evidence.Freed freed -> true;
            case Evidence.Answer answer -> true;
            case Evidence.Told told -> true;
            case Evidence.Skipped skipped -> false;
            case Evidence.Queued queued -> false;
            case Evidence.Overtaken overtaken -> false;
            case Evidence.Denied denied -> false;
            case Evidence.Broken broken -> false;
            case Evidence.Nothing nothing -> false;
        });
    }

    private static boolean failed(Evidence evidence, Lease lease) {
        return evidence instanceof Evidence.Denied
                || evidence instanceof Evidence.Broken
                || (evidence instanceof Evidence.Shown shown
                        && (!shown.board().problems().isEmpty()
                                || ours(shown.board(), lease).anyMatch(HookCourse::bad)));
    }

    private static Stream<Outcome> ours(Board board, Lease lease) {
        return board.results().stream()
                .filter(row -> row.job().equals(lease.job().id()))
                .map(row -> row.outcome());
    }

    private static boolean bad(Outcome outcome) {
        return outcome instanceof Outcome.PlanFailed
                || outcome instanceof Outcome.ApplyFailed
                || outcome instanceof Outcome.ApplyUnknown;
    }
}
