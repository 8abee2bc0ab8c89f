package io.tidelock.vcs.gitlab;

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
import io.tidelock.vcs.github.Box;
import io.tidelock.vcs.http.Network;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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

/** The GitLab adapter over the wire to the forge in a box, in a project of its own, in a group in a group. */
final class GitLabStage implements HostStage {
    static final String SELF = "tidelock";
    private static final Secret WEBHOOK_TOKEN = new Secret("a token for webhooks");
    private static final String GROUP = "umbrella/platform";

    private final Sandbox sandbox = Box.sandbox();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String name;
    private final GitLab gitlab;
    private final long hook;
    private int changes = 0;

    GitLabStage() {
        sandbox.user(SELF);
        sandbox.user("alice");
        sandbox.gitlab().group("umbrella", Box.OWNER);
        sandbox.gitlab().group(GROUP, Box.OWNER);
        this.name = sandbox.gitlab().createProject(GROUP, Box.newName());
        commit(name, "main", Box.OWNER);
        sandbox.permit(name, SELF, io.tidelock.sandbox.model.Permission.WRITE);
        sandbox.permit(name, "alice", io.tidelock.sandbox.model.Permission.WRITE);
        this.hook = sandbox.gitlab().addWebhook(name, "http://127.0.0.1:1/nobody/listens", WEBHOOK_TOKEN.reveal());
        this.gitlab = connect(Network.plain(InstantSource.system()));
    }

    /** Another connection to the same project. */
    GitLab connect(Network network) {
        Secret token = new Secret(sandbox.token(SELF));
        return GitLab.connect(
                new GitLabSettings(sandbox.httpUrl(), Optional.of(SELF), () -> token, Optional.of(WEBHOOK_TOKEN)),
                network);
    }

    Sandbox sandbox() {
        return sandbox;
    }

    @Override
    public WebhookReader webhookReader() {
        return gitlab.webhookReader();
    }

    @Override
    public PullReader pullReader() {
        return gitlab.pullReader();
    }

    @Override
    public PullWriter pullWriter() {
        return gitlab.pullWriter();
    }

    @Override
    public CloneAccess cloneAccess() {
        return gitlab.cloneAccess();
    }

    @Override
    public RepoReader repoReader() {
        return gitlab.repoReader();
    }

    @Override
    public StandingReader standingReader() {
        return gitlab.standingReader();
    }

    @Override
    public QueueReader queueReader() {
        return gitlab.queueReader();
    }

    @Override
    public Optional<CommitSha> queue(List<PullRef> pulls) {
        return Optional.empty();
    }

    @Override
    public StatusReader statusReader() {
        return gitlab.statusReader();
    }

    @Override
    public TeamReader teamReader() {
        return gitlab.teamReader();
    }

    @Override
    public PullMerger pullMerger() {
        return gitlab.pullMerger();
    }

    @Override
    public void approve(PullRef pull, String login) {
        sandbox.approve(id(pull), login);
    }

    /** This host knows only that the whole pipeline must succeed. */
    @Override
    public void require(int approvals, List<String> checks) {
        sandbox.protect(
                name, "main", new Protection(false, false, List.of(), approvals > 0, approvals, false, false, true));
        sandbox.change(name, repo -> repo.pipelinesMustSucceed = !checks.isEmpty());
    }

    @Override
    public void judge(PullRef pull, String check, boolean success) {
        URI uri = URI.create(sandbox.httpUrl() + "/api/v4/projects/" + name.replace("/", "%2F") + "/statuses/"
                + sandbox.pull(id(pull)).headSha());
        send(HttpRequest.newBuilder(uri)
                .header("PRIVATE-TOKEN", sandbox.token("alice"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"" + check + "\",\"state\":\"" + (success ? "success" : "failed") + "\"}"))
                .build());
    }

    @Override
    public String join(String login) {
        sandbox.user(login);
        sandbox.gitlab().member("umbrella", login, 30);
        return GROUP;
    }

    @Override
    public String above(String team) {
        return team.substring(0, team.lastIndexOf('/'));
    }

    @Override
    public boolean hasBranch(String branch) {
        return sandbox.branch(name, branch) != null;
    }

    @Override
    public RepoRef repo() {
        return new RepoRef(gitlab.host(), name);
    }

    @Override
    public String self() {
        return SELF;
    }

    @Override
    public PullRef open(String title, boolean draft) {
        String branch = "change-" + ++changes;
        commit(name, branch, "alice");
        return ref(sandbox.openPull(name, title, null, branch, "main", "alice", draft));
    }

    @Override
    public PullRef openFromFork(String title) {
        String fork = sandbox.fork(name, "alice");
        String branch = "change-" + ++changes;
        commit(fork, branch, "alice");
        sandbox.permit(fork, SELF, io.tidelock.sandbox.model.Permission.READ);
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
        return commit(name, sandbox.pull(id(pull)).headRef(), "alice");
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
        commit(name, base, "alice");
        sandbox.retarget(id(pull), base, "alice");
    }

    @Override
    public void label(PullRef pull, String label) {
        sandbox.label(id(pull), label, "alice");
    }

    @Override
    public CommitSha pushBranch(String branch) {
        return commit(name, branch, "alice");
    }

    @Override
    public CommentRef comment(PullRef pull, String login, String body) {
        sandbox.user(login);
        return new CommentRef(
                pull, Long.toString(sandbox.comment(id(pull), login, body).id()));
    }

    @Override
    public void edit(CommentRef comment, String body) {
        send(ofOwner(comment)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"body\":\"" + body + "\"}"))
                .build());
    }

    @Override
    public void delete(CommentRef comment) {
        send(ofOwner(comment).DELETE().build());
    }

    private HttpRequest.Builder ofOwner(CommentRef comment) {
        URI uri = URI.create(sandbox.httpUrl() + "/api/v4/projects/" + name.replace("/", "%2F") + "/merge_requests/"
                + comment.pull().number() + "/notes/" + comment.id());
        return HttpRequest.newBuilder(uri).header("PRIVATE-TOKEN", sandbox.token(Box.OWNER));
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
        return sandbox.gitlab().statuses(name, commit.hex()).values().stream()
                .map(it -> new CommitStatus(
                        repo(),
                        commit,
                        it.name,
                        switch (it.state) {
                            case "pending", "running" -> StatusState.PENDING;
                            case "success" -> StatusState.SUCCESS;
                            case "failed" -> StatusState.FAILURE;
                            case "canceled" -> StatusState.CANCELLED;
                            default -> throw new AssertionError("an odd state: " + it.state);
                        },
                        Optional.ofNullable(it.description).orElse(""),
                        Optional.ofNullable(it.targetUrl)))
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
        return sandbox.deliveries(hook).stream().map(GitLabStage::asSent).toList();
    }

    @Override
    public Delivery again(Delivery delivery) {
        List<io.tidelock.sandbox.hook.Delivery> before = sandbox.deliveries(hook);
        io.tidelock.sandbox.hook.Delivery first = before.stream()
                .filter(it -> delivery.header("Idempotency-Key").equals(Optional.of(it.guid())))
                .findFirst()
                .orElseThrow();
        sandbox.redeliver(name, first);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> sandbox.deliveries(hook).size() > before.size());
        return asSent(sandbox.deliveries(hook).getLast());
    }

    private static Delivery asSent(io.tidelock.sandbox.hook.Delivery it) {
        return new Delivery(it.requestHeaders(), it.payload());
    }

    @Override
    public Delivery withBody(Delivery delivery, byte[] body) {
        return new Delivery(delivery.headers(), body);
    }

    /** Who does not know the token can only guess it. */
    @Override
    public List<Delivery> forgeries(Delivery delivery) {
        Map<String, String> without = new HashMap<>(delivery.headers());
        String token = delivery.header("X-Gitlab-Token").orElseThrow();
        without.remove("x-gitlab-token");
        return List.of(
                new Delivery(without, delivery.body()),
                withToken(delivery, ""),
                withToken(delivery, token + " "),
                withToken(delivery, token.toUpperCase(Locale.ROOT)),
                withToken(delivery, token.substring(1)));
    }

    private static Delivery withToken(Delivery delivery, String token) {
        Map<String, String> headers = new HashMap<>(delivery.headers());
        headers.put("x-gitlab-token", token);
        return new Delivery(headers, delivery.body());
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
