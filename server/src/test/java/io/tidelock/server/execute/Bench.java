package io.tidelock.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.repo.Terms;
import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.command.Authority;
import io.tidelock.core.command.TeamRule;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Ending;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.HookSign;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.host.CloneAccess;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.core.port.run.Arbiter;
import io.tidelock.core.port.run.Checkouts;
import io.tidelock.core.port.run.Hooks;
import io.tidelock.core.port.run.Runner;
import io.tidelock.core.port.store.Boards;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.port.store.Outbox;
import io.tidelock.core.port.store.Plans;
import io.tidelock.core.port.store.Runs;
import io.tidelock.core.port.store.States;
import io.tidelock.core.project.ApplyOn;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.words.Message;
import io.tidelock.testkit.contract.Snapshot;
import io.tidelock.testkit.contract.TestClock;
import io.tidelock.testkit.fake.FakeArbiter;
import io.tidelock.testkit.fake.FakeCheckouts;
import io.tidelock.testkit.fake.FakeHooks;
import io.tidelock.testkit.fake.FakeRunner;
import io.tidelock.testkit.fake.FakeStore;
import io.tidelock.testkit.fake.host.FakeHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Two repositories with similar names on a fake host, with what is needed to work for them. Each has directories a, b and c. */
public final class Bench {
    public static final RepoRef INFRA = new RepoRef("fake.example.com", "acme/infra");
    public static final RepoRef PROD = new RepoRef("fake.example.com", "acme/infra-prod");
    private static final Snapshot START =
            Snapshot.of("a/main.tf", "a", "b/main.tf", "b", "c/main.tf", "c", "README.md", "read me");

    public final TestClock clock = new TestClock();
    public final FakeStore store = new FakeStore(clock);
    public final FakeRunner runner = new FakeRunner();
    public final FakeHooks hooks = new FakeHooks();
    public final FakeArbiter arbiter = new FakeArbiter();
    public final FakeCheckouts checkouts;
    public final List<String> progress = new ArrayList<>();
    private final Map<RepoRef, FakeHost> hosts = new LinkedHashMap<>();
    private final Map<RepoRef, Snapshot> mains = new HashMap<>();
    private final Map<RepoRef, CommitSha> tips = new HashMap<>();
    private final Map<PullRef, Snapshot> heads = new HashMap<>();
    private int serial;
    private Doors doors = new Doors() {
        @Override
        public <T> T through(Class<T> port, T real) {
            return real;
        }
    };
    private Progress telling = new Listening();
    private Policy policy = new Policy(false, false, ApplyOn.COMMENT);
    private Terms terms = Terms.USUAL;
    private Approvals approvals = Approvals.STAND;
    private HookRules hookRules = HookRules.NONE;
    private boolean rulesFromBase;
    private boolean locks = true;
    private TeamRules teams = TeamRules.NONE;
    private Optional<Authority> authority = Optional.empty();
    private Pool pool = (owner, tasks) -> tasks.forEach(Runnable::run);

    public Bench(Path folder) {
        checkouts = new FakeCheckouts(folder);
        for (RepoRef repo : List.of(INFRA, PROD)) {
            FakeHost host = new FakeHost(repo, clock);
            host.permit("rita", Permission.READ);
            host.permit("wanda", Permission.WRITE);
            host.permit("ulf", Permission.UNKNOWN);
            hosts.put(repo, host);
            mains.put(repo, START);
            push(repo, START);
        }
    }

    // ---- the world

    public FakeHost host(RepoRef repo) {
        return Objects.requireNonNull(hosts.get(repo));
    }

    /** Between those who work and the world: a driver may look at each call, or fail it. */
    public interface Doors {
        <T> T through(Class<T> port, T real);
    }

    /** From now on calls go through these. */
    public void doors(Doors doors) {
        this.doors = doors;
    }

    public <T> T door(Class<T> port, T real) {
        return doors.through(port, real);
    }

    public PullReader reader() {
        return door(PullReader.class, new Routing(this::host));
    }

    public PullWriter writer() {
        return door(PullWriter.class, new Routing(this::host));
    }

    public CloneAccess access() {
        return pull -> host(pull.ref().repo()).cloneAccess().remote(pull);
    }

    /** Opens a pull request that changes these directories. */
    public PullRef open(RepoRef repo, String... dirs) {
        return begin(host(repo).open("a change", false), dirs);
    }

    public PullRef draft(RepoRef repo, String... dirs) {
        return begin(host(repo).open("a draft", true), dirs);
    }

    public PullRef fork(RepoRef repo, String... dirs) {
        return begin(host(repo).openFromFork("from afar"), dirs);
    }

    private PullRef begin(PullRef pull, String... dirs) {
        head(pull, changed(Objects.requireNonNull(mains.get(pull.repo())), dirs));
        return pull;
    }

    /** Pushes a head that changes these directories, and no others any more. */
    public CommitSha push(PullRef pull, String... dirs) {
        host(pull.repo()).push(pull);
        head(pull, changed(Objects.requireNonNull(mains.get(pull.repo())), dirs));
        return head(pull);
    }

    /** Pushes exactly these files. */
    public CommitSha push(PullRef pull, Snapshot files) {
        host(pull.repo()).push(pull);
        head(pull, files);
        return head(pull);
    }

    public Snapshot files(PullRef pull) {
        return Objects.requireNonNull(heads.get(pull));
    }

    private void head(PullRef pull, Snapshot files) {
        PullRequest now = read(pull);
        heads.put(pull, files);
        checkouts.commit(pull.repo(), now.head().sha(), files, now.base().sha());
        checkouts.point(
                pull.repo(), "refs/pull/" + pull.number() + "/head", now.head().sha());
    }

    /** Changes these files on main. */
    public CommitSha pushMain(RepoRef repo, String... paths) {
        Snapshot files = Objects.requireNonNull(mains.get(repo));
        for (String path : paths) {
            files = files.with(path, "main " + ++serial);
        }
        return push(repo, files);
    }

    /** Merges the pull request as it is: main then has its files, and those that main has got meanwhile. */
    public CommitSha merge(PullRef pull) {
        RepoRef repo = pull.repo();
        PullRequest before = read(pull);
        Snapshot files = Objects.requireNonNull(mains.get(repo));
        for (Map.Entry<String, String> file : files(pull).files().entrySet()) {
            if (file.getValue().startsWith("change") || !files.files().containsKey(file.getKey())) {
                files = files.with(file.getKey(), file.getValue());
            }
        }
        CommitSha parent = Objects.requireNonNull(tips.get(repo));
        host(repo).merge(pull);
        CommitSha merge = read(pull).testMerge().orElseThrow();
        mains.put(repo, files);
        tips.put(repo, merge);
        checkouts.commit(repo, merge, files, parent, before.head().sha());
        checkouts.point(repo, "refs/heads/main", merge);
        return merge;
    }

    public CommitSha setMain(RepoRef repo, Snapshot files) {
        return push(repo, files);
    }

    private CommitSha push(RepoRef repo, Snapshot files) {
        mains.put(repo, files);
        CommitSha tip = host(repo).pushBranch("main");
        Optional<CommitSha> parent = Optional.ofNullable(tips.put(repo, tip));
        checkouts.commit(repo, tip, files, parent.stream().toArray(CommitSha[]::new));
        checkouts.point(repo, "refs/heads/main", tip);
        return tip;
    }

    private Snapshot changed(Snapshot files, String... dirs) {
        for (String dir : dirs) {
            files = files.with(dir + "/main.tf", "change " + ++serial);
        }
        return files;
    }

    /** The pull request, without a word in the host's record of calls. */
    public PullRequest read(PullRef pull) {
        return host(pull.repo()).pullReader().pull(pull);
    }

    public CommitSha head(PullRef pull) {
        return read(pull).head().sha();
    }

    public CommentOrder order(PullRef pull, String login, String body) {
        CommentRef comment = host(pull.repo()).comment(pull, login, body);
        return new CommentOrder(comment, Actor.person(login), clock.instant());
    }

    public void tick() {
        clock.pass(Duration.ofSeconds(1));
    }

    // ---- those who work

    public Records records() {
        return new Records(
                door(Boards.class, store.boards()),
                door(Plans.class, store.plans()),
                door(Locks.class, store.locks()),
                door(Runs.class, store.runs()),
                door(States.class, store.states()));
    }

    public Ground ground() {
        return new Ground(
                access(),
                door(Checkouts.class, checkouts),
                door(Runner.class, runner),
                this::log,
                door(Hooks.class, hooks),
                door(Arbiter.class, arbiter));
    }

    private Optional<byte[]> log(RunId run, long offset, int limit) {
        return runner.read(run, offset, limit).or(() -> hooks.read(run, offset, limit));
    }

    public void telling(Progress progress) {
        this.telling = progress;
    }

    public void pool(Pool other) {
        this.pool = other;
    }

    /** From now on, how many runs the pool was given at once, each time. */
    public List<Integer> countingPool() {
        List<Integer> atOnce = new ArrayList<>();
        pool((owner, tasks) -> {
            atOnce.add(tasks.size());
            tasks.forEach(Runnable::run);
        });
        return atOnce;
    }

    private final class Listening implements Progress {
        @Override
        public void planning(Board board) {
            progress.add("planning " + board.heads().orElseThrow().head());
        }

        @Override
        public void applying(Board board) {
            progress.add("applying " + board.heads().orElseThrow().head());
        }

        @Override
        public void closing(Board board) {
            progress.add("closing " + board.results().size());
        }

        @Override
        public void overtaken(Evidence.Overtaken overtaken) {
            progress.add("overtaken " + overtaken.head());
        }

        @Override
        public void gone(PullRef pull, CommitSha head, Collection<ProjectKey> projects, boolean untouched) {
            progress.add("gone " + projects.stream().map(ProjectKey::label).toList() + (untouched ? "" : " perhaps"));
        }

        @Override
        public void unasked(PullRef pull, CommitSha head, Collection<ProjectKey> projects) {
            progress.add("unasked " + projects.stream().map(ProjectKey::label).toList());
        }

        @Override
        public void hook(HookSign sign) {
            progress.add(sign.hook().label() + " " + sign.state() + (sign.said().isEmpty() ? "" : " " + sign.said()));
        }
    }

    private Batch batch() {
        return new Batch(
                new ProjectPlanner(ground(), records(), admission(), clock), pool, policy, records(), telling, clock);
    }

    private Closer closer() {
        return new Closer(ground().checkouts(), records(), telling);
    }

    private ProjectApplier projectApplier() {
        return new ProjectApplier(ground(), records(), pool, telling, store.audit(), clock);
    }

    /** From now on this is what the operator says about repositories. */
    public void terms(Terms other) {
        this.terms = other;
    }

    /** From now on a comment that plans anew takes approvals back. */
    public void takeApprovalsBack() {
        this.approvals = Approvals.takenBackOn(hosts());
    }

    PullMerger hosts() {
        return door(PullMerger.class, new Routing(this::host));
    }

    /** From now on what weakens rules is taken from the base branch's file. */
    public void rulesFromBase() {
        this.rulesFromBase = true;
    }

    /** From now on no project is locked. */
    public void withoutLocks() {
        this.locks = false;
    }

    /** From now on this is what the operator allows. */
    public void policy(Policy other) {
        this.policy = other;
    }

    public Planner planner() {
        return new Planner(gate(), survey(), batch(), closer(), records(), approvals);
    }

    private Admission admission() {
        return new Admission(
                door(
                        StandingReader.class,
                        (pull, question) ->
                                host(pull.ref().repo()).standingReader().standing(pull, question)),
                ground().checkouts(),
                name -> name.startsWith("tidelock/"));
    }

    Gate gate() {
        return new Gate(reader(), policy, admission(), clearance());
    }

    private Clearance clearance() {
        return new Clearance(
                door(
                        TeamReader.class,
                        (repo, who, wanted) -> host(repo).teamReader().teams(repo, who, wanted)),
                repo -> teams,
                authority.map(program -> new Arbitration(program, ground().arbiter(), ground().checkouts())));
    }

    /** From now on this program says who may give which commands. */
    public void authority(Authority program) {
        authority = Optional.of(program);
    }

    /** From now on this is who may give which commands. */
    public void teams(String... rules) {
        teams = new TeamRules(Arrays.stream(rules)
                .map(rule -> TeamRule.of(rule).orElseThrow())
                .toList());
    }

    private Survey survey() {
        return new Survey(ground(), hookCourse(), pull -> terms, locks, rulesFromBase);
    }

    public HookCourse hookCourse() {
        return new HookCourse(reader(), ground(), records(), hookRules, telling, clock);
    }

    /** From now on this is what the operator wants to be run around commands. */
    public void hooks(HookRules rules) {
        this.hookRules = rules;
    }

    public Applier applier() {
        return new Applier(reader(), gate(), survey(), projectApplier(), batch(), closer(), records());
    }

    public Lander lander() {
        return new Lander(gate(), survey(), planner(), projectApplier(), batch(), closer(), records());
    }

    public Merger merger(Merging merging) {
        return new Merger(
                reader(),
                new Merger.Host(
                        hosts(),
                        (pull, question) ->
                                host(pull.ref().repo()).standingReader().standing(pull, question),
                        admission()),
                merging,
                records(),
                store.audit(),
                clock);
    }

    public Merger merger() {
        return merger(policy.merging());
    }

    public Locksmith locksmith() {
        return new Locksmith(reader(), gate(), batch(), closer(), records(), hookCourse());
    }

    public Registrar registrar() {
        return new Registrar(
                reader(), gate(), survey(), batch(), new Registrar.Desk(ground(), records(), store.audit(), clock));
    }

    public Onlooker onlooker() {
        return new Onlooker(
                reader(),
                (repo, branch, commit) -> host(repo).queueReader().queued(repo, branch, commit),
                survey(),
                batch(),
                records(),
                admission());
    }

    public Aftermath aftermath() {
        return new Aftermath(ground().runner(), records(), clock);
    }

    public void end(Lease lease) {
        store.jobs().finish(lease, Ending.done(""), List.of());
    }

    // ---- what came of it

    public Board board(PullRef pull) {
        return store.boards().board(pull);
    }

    public ProjectResult row(PullRef pull, String dir) {
        return board(pull).result(ProjectKey.at(dir)).orElseThrow();
    }

    public Outcome outcome(PullRef pull, String dir) {
        return row(pull, dir).outcome();
    }

    public PlanId plan(PullRef pull, String dir) {
        assertThat(outcome(pull, dir)).isInstanceOf(Outcome.Planned.class);
        return ((Outcome.Planned) outcome(pull, dir)).plan();
    }

    /** Every row as {@code a Planned}. */
    public List<String> rows(PullRef pull) {
        return board(pull).results().stream()
                .map(row -> row.key().label() + " " + row.outcome().getClass().getSimpleName())
                .toList();
    }

    /** Every lock as {@code acme/infra#1 a}. */
    public List<String> locks() {
        return store.locks().all().stream().map(Bench::lock).toList();
    }

    private static String lock(Locks.Lock lock) {
        return lock.holder().repo().path() + "#" + lock.holder().number() + " "
                + lock.key().label();
    }

    /** The directories that were planned so far, in their order. */
    public List<String> planned() {
        return runner.planned().stream()
                .map(task -> task.project().key().label())
                .toList();
    }

    public List<String> applied() {
        return runner.applied().stream()
                .map(task -> task.project().key().label())
                .toList();
    }

    /** Shows the plans of the board on the host, as the postman would. */
    public void publish(PullRef pull) {
        List<PlanId> plans = board(pull).results().stream()
                .map(ProjectResult::outcome)
                .filter(Outcome.Planned.class::isInstance)
                .map(planned -> ((Outcome.Planned) planned).plan())
                .toList();
        store.outbox().put(List.of(new Message.Summary(pull, "the plans", plans)), clock.instant());
        for (Outbox.Letter letter : store.outbox().due(clock.instant(), 100)) {
            Posted posted = host(pull.repo()).pullWriter().post(pull, "the plans");
            store.outbox().sent(letter, Optional.of(posted));
        }
    }
}
