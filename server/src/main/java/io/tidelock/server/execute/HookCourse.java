package io.tidelock.server.execute;

import io.tidelock.core.change.ChangedFile;
import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.command.CommentArguments;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.HookSign;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.Unavailable;
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
    private static final String WELL = "done at ";
    private static final String BADLY = "failed: ";
    private static final String UNLOCK = "unlock";

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
        return HookCommand.names(lease.job().work()).isEmpty() && prepare(pull);
    }

    /** Whether any are run before somebody looks at the files. */
    boolean prepare(PullRequest pull) {
        return rules.hooks().apply(pull).stream().anyMatch(hook -> hook.when() == Hook.When.PRE);
    }

    /**
     * Runs those that come before the command of this job. In a new checkout also those that come before plans: whatever is
     * done next stands on the files that they make.
     */
    Prepared before(PullRequest pull, Prospect.Merged prospect, Lease lease) {
        List<String> commands = HookCommand.names(lease.job().work());
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
        HookCommand.addRequest(variables, lease.job().work());
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

    /**
     * Runs those that come before an unlock, which looks at no files itself. Gives why it must not be obeyed. Of a pull request that
     * was closed there are no files to run them on.
     */
    Optional<Problem> beforeUnlock(PullRequest pull, Lease lease) {
        List<Hook> hooks = rules.hooks().apply(pull).stream()
                .filter(hook -> hook.when() == Hook.When.PRE && hook.isFor(UNLOCK))
                .toList();
        if (hooks.isEmpty()
                || !(pull.open() || pull.merged())
                || !(prospect(pull, lease) instanceof Prospect.Merged merged)) {
            return Optional.empty();
        }
        Map<String, String> variables = Facts.of(pull, lease);
        HookCommand.addRequest(variables, lease.job().work());
        return follow(pull, hooks, List.of(UNLOCK), tree(pull, merged, lease), variables, lease)
                .filter(problem -> rules.strict());
    }

    /** The files as a merge would give them or has given them; empty where there are none. */
    private Prospect prospect(PullRequest pull, Lease lease) {
        return pull.merged()
                ? ground.checkouts().landed(pull, ground.access().remote(pull), lease)
                : ground.checkouts().prepare(pull, ground.access().remote(pull), lease);
    }

    /**
     * What is to be run now that this job has been done; empty when nothing is. As in Atlantis nothing is when a hook before it has
     * kept it from being done; else whoever has run something before a command may count on what comes after it.
     */
    public Optional<Work.PostHooks> afterwards(Work.OnPull work, List<Evidence> evidence, Lease lease) {
        List<String> commands = HookCommand.names(work);
        if (work instanceof Work.PostHooks
                || commands.isEmpty()
                || stopped(lease)
                || !(HookCommand.didSomething(work, evidence, lease) || begun(work, lease))
                || !rules.after().test(work.pull().repo(), commands.getFirst())) {
            return Optional.empty();
        }
        return Optional.of(new Work.PostHooks(
                work.pull(),
                commands.getFirst(),
                HookCommand.failed(evidence, lease),
                work instanceof Work.Ordered ordered ? Optional.of(ordered.order()) : Optional.empty(),
                HookCommand.arguments(work),
                HookCommand.project(work)));
    }

    /** A merge is no command: what it has planned or applied counts, and nothing else. */
    private boolean begun(Work.OnPull work, Lease lease) {
        return !(work instanceof Work.Land)
                && !records.runs().of(lease.job().id()).isEmpty();
    }

    /** By a hook that must succeed: the first that fails is the last that is run. */
    private boolean stopped(Lease lease) {
        return rules.strict()
                && records.runs().of(lease.job().id()).stream()
                        .filter(run -> run.kind() == Runs.Kind.HOOK)
                        .reduce((first, next) -> next)
                        .flatMap(Runs.Run::result)
                        .filter(result -> result.startsWith(BADLY))
                        .isPresent();
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
        if (!(prospect(pull, lease) instanceof Prospect.Merged merged)) {
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
        HookRun run = result(new HookTask(id, hook, tree, variables), pull, lease);
        String result = run.problem()
                .map(problem -> BADLY + problem.met())
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
        return run.problem().map(problem -> HookCommand.failure(hook, run, problem));
    }

    /** Of a hook that does not come to its end nobody says any more that it runs; whoever tries again says so again. */
    private HookRun result(HookTask task, PullRequest pull, Lease lease) {
        try {
            return ground.hooks().run(task, lease);
        } catch (Stopped | Unavailable cut) {
            if (!(cut instanceof Stopped stopped) || stopped.reason() != Stopped.Reason.LOST) {
                tell(pull, task.hook(), HookSign.State.FAILED, "stopped", task.run());
            }
            throw cut;
        }
    }

    private void tell(PullRequest pull, Hook hook, HookSign.State state, String said, RunId run) {
        progress.hook(new HookSign(pull.ref(), pull.head().sha(), hook, state, said, Optional.of(run)));
    }
}
