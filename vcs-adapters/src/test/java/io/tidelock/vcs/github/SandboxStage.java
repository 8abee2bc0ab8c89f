package io.tidelock.vcs.github;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Delivery;
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
import io.tidelock.core.secret.Secret;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import io.tidelock.core.words.StatusState;
import io.tidelock.sandbox.CommentView;
import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.Sandbox;
import io.tidelock.sandbox.model.Protection;
import io.tidelock.testkit.contract.host.HostStage;
import io.tidelock.vcs.http.Network;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The GitHub adapter over the wire to the forge in a box, in a repository of its own. */
final class SandboxStage implements HostStage {
    static final String SELF = "tidelock";
    private static final String ORGANIZATION = "umbrella-works";
    private static final Secret WEBHOOK_SECRET = new Secret("a secret for webhooks");

    private final Sandbox sandbox = Box.sandbox();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String name;
    private final GitHub github;
    private final boolean form;
    private final boolean app;
    private final long hook;
    private int changes = 0;

    /** @param form true when webhooks come as forms instead of JSON */
    SandboxStage(boolean form) {
        this(form, false);
    }

    /** The forge as its App sees it. */
    static SandboxStage asApp() {
        return new SandboxStage(false, true);
    }

    private SandboxStage(boolean form, boolean app) {
        this.form = form;
        this.app = app;
        sandbox.user(SELF);
        sandbox.user("alice");
        sandbox.organization(ORGANIZATION, Box.OWNER);
        this.name = sandbox.createRepository(ORGANIZATION, Box.newName());
        commit("main", Box.OWNER);
        sandbox.permit(name, SELF, io.tidelock.sandbox.model.Permission.WRITE);
        sandbox.permit(name, "alice", io.tidelock.sandbox.model.Permission.WRITE);
        sandbox.setPrivate(name, true);
        this.hook = sandbox.addWebhook(
                name, "http://127.0.0.1:1/nobody/listens", WEBHOOK_SECRET.reveal(), form ? "form" : "json");
        this.github = connect(Network.plain(InstantSource.system()));
    }

    /** Another connection to the same repository. */
    GitHub connect(Network network) {
        return GitHub.connect(new GitHubSettings(sandbox.httpUrl(), identity(), Optional.of(WEBHOOK_SECRET)), network);
    }

    private Identity identity() {
        if (app) {
            String id = Long.toString(sandbox.app().id());
            return new Identity.App(id, this::key, Optional.empty(), Optional.empty());
        }
        Secret token = new Secret(sandbox.token(SELF));
        return new Identity.User(Optional.of(SELF), () -> token);
    }

    private Secret key() {
        try {
            return new Secret(Files.readString(sandbox.app().keyFile()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Sandbox sandbox() {
        return sandbox;
    }

    @Override
    public WebhookReader webhookReader() {
        return github.webhookReader();
    }

    @Override
    public PullReader pullReader() {
        return github.pullReader();
    }

    @Override
    public PullWriter pullWriter() {
        return github.pullWriter();
    }

    @Override
    public CloneAccess cloneAccess() {
        return github.cloneAccess();
    }

    @Override
    public RepoReader repoReader() {
        return github.repoReader();
    }

    @Override
    public StandingReader standingReader() {
        return github.standingReader();
    }

    @Override
    public QueueReader queueReader() {
        return github.queueReader();
    }

    @Override
    public Optional<CommitSha> queue(List<PullRef> pulls) {
        String main = java.util.Objects.requireNonNull(sandbox.branch(name, "main"));
        String branch = "gh-readonly-queue/main/pr-" + pulls.getLast().number() + "-" + main;
        sandbox.moveBranch(name, branch, main, "alice");
        String tip = main;
        for (PullRef pull : pulls) {
            String message = pull.number() % 2 == 0
                    ? "Merge pull request #97 from acme/y (#" + pull.number() + ")\n\nNot (#99)"
                    : "Merge pull request #" + pull.number() + " from acme/x\n\nTitle (#98)";
            Map<String, String> files = Map.of("queued-" + pull.number(), "x\n");
            tip = sandbox.commitFiles(name, branch, new HashMap<>(files), message, "alice");
        }
        return Optional.of(new CommitSha(tip));
    }

    @Override
    public StatusReader statusReader() {
        return github.statusReader();
    }

    @Override
    public TeamReader teamReader() {
        return github.teamReader();
    }

    @Override
    public PullMerger pullMerger() {
        return github.pullMerger();
    }

    @Override
    public void approve(PullRef pull, String login) {
        sandbox.approve(id(pull), login);
    }

    @Override
    public void require(int approvals, List<String> checks) {
        sandbox.protect(
                name,
                "main",
                new Protection(!checks.isEmpty(), false, checks, approvals > 0, approvals, false, false, true));
    }

    @Override
    public void judge(PullRef pull, String check, boolean success) {
        sandbox.status(name, sandbox.pull(id(pull)).headSha(), success ? "success" : "failure", check, "alice");
    }

    @Override
    public String join(String login) {
        sandbox.user(login);
        String above = "all-" + name.substring(name.indexOf('/') + 1);
        String team = "crew-" + name.substring(name.indexOf('/') + 1);
        sandbox.team(ORGANIZATION, above, null, List.of());
        sandbox.team(ORGANIZATION, team, above, List.of(login));
        return team;
    }

    @Override
    public String above(String team) {
        return team.replace("crew-", "all-");
    }

    @Override
    public boolean hasBranch(String branch) {
        return sandbox.branch(name, branch) != null;
    }

    @Override
    public RepoRef repo() {
        return new RepoRef(github.host(), name);
    }

    @Override
    public String self() {
        return app ? sandbox.app().slug() + "[bot]" : SELF;
    }

    @Override
    public PullRef open(String title, boolean draft) {
        String branch = "change-" + ++changes;
        commit(branch, "alice");
        return ref(sandbox.openPull(name, title, null, branch, "main", "alice", draft));
    }

    @Override
    public PullRef openFromFork(String title) {
        String fork = sandbox.fork(name, "alice");
        String branch = "change-" + ++changes;
        commit(fork, branch, "alice");
        return ref(sandbox.openPull(name, title, "alice:" + branch, "main", "alice"));
    }

    private PullRef ref(PullId id) {
        return new PullRef(repo(), id.number());
    }

    PullId id(PullRef pull) {
        return new PullId(name, pull.number());
    }

    @Override
    public CommitSha push(PullRef pull) {
        return commit(sandbox.pull(id(pull)).headRef(), "alice");
    }

    private CommitSha commit(String branch, String author) {
        return commit(name, branch, author);
    }

    private CommitSha commit(String repo, String branch, String author) {
        String file = "file-" + System.nanoTime() + ".tf";
        return new CommitSha(sandbox.commitFiles(repo, branch, Map.of(file, "# " + file), "Add " + file, author));
    }

    @Override
    public void close(PullRef pull) {
        sandbox.close(id(pull), "alice");
    }

    @Override
    public void reopen(PullRef pull) {
        sandbox.reopen(id(pull), "alice");
    }

    @Override
    public void ready(PullRef pull) {
        sandbox.setDraft(id(pull), false, "alice");
    }

    @Override
    public void merge(PullRef pull) {
        sandbox.merge(id(pull), "merge", "alice");
    }

    @Override
    public void retarget(PullRef pull, String base) {
        commit(base, "alice");
        sandbox.retarget(id(pull), base, "alice");
    }

    @Override
    public void label(PullRef pull, String label) {
        sandbox.label(id(pull), label, "alice");
    }

    @Override
    public CommitSha pushBranch(String branch) {
        return commit(branch, "alice");
    }

    @Override
    public CommentRef comment(PullRef pull, String login, String body) {
        if (!login.endsWith("[bot]")) {
            sandbox.user(login);
        }
        return new CommentRef(
                pull, Long.toString(sandbox.comment(id(pull), login, body).id()));
    }

    @Override
    public void edit(CommentRef comment, String body) {
        send(ofOwner(comment)
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"body\":\"" + body + "\"}"))
                .build());
    }

    @Override
    public void delete(CommentRef comment) {
        send(ofOwner(comment).DELETE().build());
    }

    private HttpRequest.Builder ofOwner(CommentRef comment) {
        var uri = URI.create(sandbox.httpUrl() + "/api/v3/repos/" + name + "/issues/comments/" + comment.id());
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + sandbox.token(Box.OWNER));
    }

    @Override
    public void permit(String login, Permission permission) {
        sandbox.user(login);
        sandbox.permit(name, login, io.tidelock.sandbox.model.Permission.valueOf(permission.name()));
    }

    @Override
    public List<Said> comments(PullRef pull) {
        return sandbox.comments(id(pull)).stream()
                .map(it -> new Said(Long.toString(it.id()), it.author(), it.body()))
                .toList();
    }

    @Override
    public List<CommitStatus> statuses(CommitSha commit) {
        return sandbox.latestStatuses(name, commit.hex()).values().stream()
                .map(it -> new CommitStatus(
                        repo(),
                        commit,
                        it.context(),
                        it.state().equals("error")
                                ? StatusState.CANCELLED
                                : StatusState.valueOf(it.state().toUpperCase(Locale.ROOT)),
                        Optional.ofNullable(it.description()).orElse(""),
                        Optional.ofNullable(it.targetUrl())))
                .toList();
    }

    @Override
    public List<Reaction> reactions(CommentRef comment) {
        CommentView view = sandbox.comments(id(comment.pull())).stream()
                .filter(it -> Long.toString(it.id()).equals(comment.id()))
                .findFirst()
                .orElseThrow();
        return view.reactions().stream()
                .map(it -> switch (it) {
                    case "+1" -> Reaction.THUMBS_UP;
                    case "-1" -> Reaction.THUMBS_DOWN;
                    default -> Reaction.valueOf(it.toUpperCase(Locale.ROOT));
                })
                .toList();
    }

    @Override
    public List<Delivery> deliveries() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(sandbox::webhooksDelivered);
        return sandbox.deliveries(hook).stream().map(this::asSent).toList();
    }

    @Override
    public Delivery again(Delivery delivery) {
        List<io.tidelock.sandbox.hook.Delivery> before = sandbox.deliveries(hook);
        io.tidelock.sandbox.hook.Delivery first = before.stream()
                .filter(it -> delivery.header("X-GitHub-Delivery").equals(Optional.of(it.guid())))
                .findFirst()
                .orElseThrow();
        sandbox.redeliver(name, first);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> sandbox.deliveries(hook).size() > before.size());
        return asSent(sandbox.deliveries(hook).getLast());
    }

    /** The box keeps the JSON of what it sent as a form. */
    private Delivery asSent(io.tidelock.sandbox.hook.Delivery it) {
        byte[] body = form
                ? ("payload="
                                + URLEncoder.encode(
                                        new String(it.payload(), StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8)
                : it.payload();
        return new Delivery(it.requestHeaders(), body);
    }

    @Override
    public Delivery withBody(Delivery delivery, byte[] body) {
        Map<String, String> headers = new HashMap<>(delivery.headers());
        headers.put("x-hub-signature-256", Signed.header(WEBHOOK_SECRET, body));
        return new Delivery(headers, body);
    }

    /** Asks as git does before a fetch, by its first protocol, whose answer is lines of commit and ref. */
    @Override
    public Optional<CommitSha> resolve(GitRemote remote, String ref) {
        String credential = remote.user().orElseThrow() + ":"
                + remote.password().orElseThrow().reveal();
        String answer = send(HttpRequest.newBuilder(URI.create(remote.url() + "/info/refs?service=git-upload-pack"))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8)))
                .build());
        return Arrays.stream(answer.split("\n", -1))
                .filter(line -> line.endsWith(" " + ref))
                .map(line -> line.substring(0, line.length() - ref.length() - 1))
                .map(line -> new CommitSha(line.substring(line.length() - 40)))
                .findFirst();
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError(request + " gave " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
