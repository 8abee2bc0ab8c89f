package io.tidelock.testkit.fake.host;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.Event;
import io.tidelock.core.event.Event.Change;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.CloneAccess;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.port.host.QueueReader;
import io.tidelock.core.port.host.RepoReader;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.core.port.host.StatusReader;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.core.port.host.WebhookReader;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import io.tidelock.testkit.contract.host.HostStage;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A host in memory, with one repository, its four roles, and the hands of its people. alice opens and pushes; we are
 * {@code tidelock}. Commits are counted, nothing is in them. Safe for many threads.
 */
public class FakeHost implements HostStage {
    private static final String SELF = "tidelock";

    private final RepoRef repo;
    private final InstantSource clock;
    private final FakeWebhooks webhooks;
    private final Misfortune misfortune = new Misfortune();
    private final Map<PullRef, FakePull> pulls = new LinkedHashMap<>();
    private final FakeGit git = new FakeGit();
    private final Map<String, Permission> permissions = new HashMap<>();
    private final Map<CommitSha, Map<String, CommitStatus>> statuses = new HashMap<>();
    private final Map<CommitSha, Map<String, Instant>> said = new HashMap<>();
    private final Map<CommitSha, List<PullRef>> groups = new HashMap<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final FakeRules rules = new FakeRules(this, misfortune);
    final Set<String> deleted = new TreeSet<>();
    private int comments = 0;

    /** The repository {@code fake.example.com/acme/infra}, on the first day of 2026. */
    public FakeHost() {
        this(new RepoRef("fake.example.com", "acme/infra"), InstantSource.fixed(Instant.parse("2026-01-01T09:00:00Z")));
    }

    public FakeHost(RepoRef repo, InstantSource clock) {
        this.repo = repo;
        this.clock = clock;
        this.webhooks = new FakeWebhooks(repo.host());
        permissions.put("alice", Permission.WRITE);
    }

    @Override
    public WebhookReader webhookReader() {
        return webhooks;
    }

    @Override
    public PullReader pullReader() {
        return new FakeRoles(this, misfortune).reader();
    }

    @Override
    public PullWriter pullWriter() {
        return new FakeRoles(this, misfortune).writer();
    }

    @Override
    public CloneAccess cloneAccess() {
        return new FakeRoles(this, misfortune).cloneAccess();
    }

    @Override
    public RepoReader repoReader() {
        return new FakeLooks(this, misfortune);
    }

    @Override
    public StandingReader standingReader() {
        return rules;
    }

    @Override
    public QueueReader queueReader() {
        return (where, branch, commit) -> misfortune.around("queued " + commit, () -> {
            synchronized (this) {
                return groups.getOrDefault(commit, List.of());
            }
        });
    }

    @Override
    public synchronized Optional<CommitSha> queue(List<PullRef> pulls) {
        CommitSha made = git.commit();
        groups.put(made, List.copyOf(pulls));
        return Optional.of(made);
    }

    @Override
    public StatusReader statusReader() {
        return (where, commit, since) -> misfortune.around("names " + commit, () -> {
            synchronized (this) {
                return said.getOrDefault(commit, Map.of()).entrySet().stream()
                        .filter(one -> !one.getValue().isBefore(since))
                        .map(Map.Entry::getKey)
                        .toList();
            }
        });
    }

    @Override
    public TeamReader teamReader() {
        return rules;
    }

    @Override
    public PullMerger pullMerger() {
        return rules;
    }

    @Override
    public synchronized void approve(PullRef pull, String login) {
        find(pull).approvals.put(login, now());
    }

    /** Who approved it takes that back. */
    public synchronized void disapprove(PullRef pull, String login) {
        find(pull).approvals.remove(login);
    }

    @Override
    public synchronized void require(int approvals, List<String> checks) {
        rules.approvals = approvals;
        rules.checks.addAll(checks);
    }

    @Override
    public synchronized void judge(PullRef pull, String check, boolean success) {
        rules.judge(find(pull), check, success);
    }

    /** From now on the host does not know whether anything can be merged; or knows it again. */
    public synchronized void undecided(boolean undecided) {
        rules.undecided = undecided;
    }

    /** From now on the host does not let anybody delete branches. */
    public synchronized void protectBranches() {
        rules.spared = true;
    }

    /** From now on the host does not let us take approvals back. */
    public synchronized void keepApprovals(Problem why) {
        rules.approvalsStay = Optional.of(why);
    }

    @Override
    public synchronized String join(String login) {
        rules.members.computeIfAbsent("crew", unseen -> new TreeSet<>()).add(login);
        return "crew";
    }

    @Override
    public synchronized String above(String team) {
        rules.above.put(team, "all-" + team);
        return "all-" + team;
    }

    @Override
    public synchronized boolean hasBranch(String branch) {
        return !deleted.contains(branch);
    }

    /** From now on the host says that this one merged it; nobody when it is empty. */
    public synchronized void mergedBy(PullRef ref, Optional<Actor> who) {
        find(ref).mergedBy = who;
    }

    /** What goes wrong with the next calls of readers and writer, and which there were. */
    public Misfortune misfortune() {
        return misfortune;
    }

    @Override
    public RepoRef repo() {
        return repo;
    }

    @Override
    public String self() {
        return SELF;
    }

    @Override
    public synchronized PullRef open(String title, boolean draft) {
        return open(title, draft, repo);
    }

    @Override
    public synchronized PullRef openFromFork(String title) {
        return open(title, false, new RepoRef(repo.host(), "alice/" + repo.name()));
    }

    private PullRef open(String title, boolean draft, RepoRef source) {
        PullRef ref = new PullRef(repo, pulls.size() + 1);
        FakePull pull = new FakePull(ref, title, draft, source, git.commit(), git.commit(), clock.instant());
        pulls.put(ref, pull);
        tell(pull, Change.OPENED);
        return ref;
    }

    @Override
    public synchronized CommitSha push(PullRef ref) {
        FakePull pull = find(ref);
        pull.head = git.commit();
        pull.testMerge = git.commit();
        tell(pull, Change.PUSHED);
        return pull.head;
    }

    @Override
    public synchronized void close(PullRef ref) {
        end(ref, PullRequest.State.CLOSED);
    }

    @Override
    public synchronized void merge(PullRef ref) {
        find(ref).testMerge = git.push(find(ref).base);
        find(ref).mergedAt = Optional.of(now().truncatedTo(ChronoUnit.SECONDS));
        find(ref).mergedBy = Optional.of(Actor.person("alice"));
        end(ref, PullRequest.State.MERGED);
        tell(new Event.BranchPushed(repo, find(ref).base, git.tip(find(ref).base)));
    }

    private void end(PullRef ref, PullRequest.State state) {
        find(ref).state = state;
        tell(new Event.PullClosed(read(ref), Actor.person("alice")));
    }

    @Override
    public synchronized void reopen(PullRef ref) {
        find(ref).state = PullRequest.State.OPEN;
        tell(find(ref), Change.REOPENED);
    }

    @Override
    public synchronized void ready(PullRef ref) {
        find(ref).draft = false;
        tell(find(ref), Change.READY);
    }

    @Override
    public synchronized void retarget(PullRef ref, String base) {
        git.branch(base);
        find(ref).base = base;
        find(ref).testMerge = git.commit();
        tell(find(ref), Change.RETARGETED);
    }

    @Override
    public synchronized void label(PullRef ref, String label) {
        find(ref).labels.add(label);
        tell(new Event.Uninteresting(Optional.of(repo), "a label"));
    }

    @Override
    public synchronized CommitSha pushBranch(String branch) {
        CommitSha tip = git.push(branch);
        tell(new Event.BranchPushed(repo, branch, tip));
        return tip;
    }

    @Override
    public synchronized CommentRef comment(PullRef ref, String login, String body) {
        return say(find(ref), login, body).ref;
    }

    FakeComment say(FakePull pull, String login, String body) {
        FakeComment comment =
                new FakeComment(new CommentRef(pull.ref, Integer.toString(++comments)), login, body, clock.instant());
        pull.comments.add(comment);
        tell(new Event.Commented(comment.ref, Actor.person(login), clock.instant(), body));
        return comment;
    }

    @Override
    public synchronized void edit(CommentRef comment, String body) {
        find(comment).edit(body, clock.instant());
        tell(new Event.Uninteresting(Optional.of(repo), "a comment was edited"));
    }

    @Override
    public synchronized void delete(CommentRef comment) {
        find(comment.pull()).comments.remove(find(comment));
        tell(new Event.Uninteresting(Optional.of(repo), "a comment was deleted"));
    }

    @Override
    public synchronized void permit(String login, Permission permission) {
        permissions.put(login, permission);
    }

    @Override
    public synchronized List<Said> comments(PullRef pull) {
        return find(pull).comments.stream()
                .map(it -> new Said(it.ref.id(), it.author, it.body))
                .toList();
    }

    @Override
    public synchronized List<CommitStatus> statuses(CommitSha commit) {
        return List.copyOf(statuses.getOrDefault(commit, Map.of()).values());
    }

    @Override
    public synchronized List<Reaction> reactions(CommentRef comment) {
        return find(comment).reactions();
    }

    @Override
    public synchronized List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    @Override
    public Delivery again(Delivery delivery) {
        return new Delivery(delivery.headers(), delivery.body().clone());
    }

    @Override
    public Delivery withBody(Delivery delivery, byte[] body) {
        return webhooks.signed(delivery.headers(), body);
    }

    @Override
    public synchronized Optional<CommitSha> resolve(GitRemote remote, String ref) {
        return pulls.values().stream()
                .filter(pull -> ref.equals("refs/pull/" + pull.ref.number() + "/head"))
                .map(pull -> pull.head)
                .findFirst();
    }

    @Override
    public void close() {
        // nothing is held
    }

    // ---- for the roles, which hold the lock of this host, and for tests of the fake

    WebhookReader webhooks() {
        return webhooks;
    }

    PullRequest read(PullRef ref) {
        FakePull pull = find(ref);
        return pull.asRead(git.tip(pull.base));
    }

    FakePull find(PullRef ref) {
        FakePull pull = pulls.get(ref);
        if (pull == null) {
            throw notFound(ref.toString());
        }
        return pull;
    }

    List<FakePull> pulls() {
        return List.copyOf(pulls.values());
    }

    FakeComment find(CommentRef comment) {
        return find(comment.pull()).comments.stream()
                .filter(it -> it.ref.equals(comment))
                .findFirst()
                .orElseThrow(() -> notFound("comment " + comment.id()));
    }

    Permission permissionOf(String login) {
        return permissions.getOrDefault(login, Permission.NONE);
    }

    void set(CommitStatus status) {
        if (!git.has(status.sha())) {
            throw new Refused(
                    Refused.Kind.NOT_ACCEPTABLE,
                    Problem.of("no commit " + status.sha(), "a commit of " + repo, "Push it first"));
        }
        statuses.computeIfAbsent(status.sha(), sha -> new LinkedHashMap<>()).put(status.context(), status);
        said.computeIfAbsent(status.sha(), sha -> new LinkedHashMap<>()).put(status.context(), clock.instant());
    }

    Instant now() {
        return clock.instant();
    }

    private static Refused notFound(String what) {
        return new Refused(
                Refused.Kind.NOT_FOUND, Problem.of(what + " is not there", "", "Look whether it was deleted"));
    }

    private void tell(FakePull pull, Change change) {
        tell(new Event.PullChanged(read(pull.ref), change, Actor.person("alice")));
    }

    private void tell(Event event) {
        deliveries.add(webhooks.tell(event));
    }
}
