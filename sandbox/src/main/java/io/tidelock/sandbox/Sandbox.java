package io.tidelock.sandbox;

import io.tidelock.sandbox.app.App;
import io.tidelock.sandbox.fault.Faults;
import io.tidelock.sandbox.forge.Merging;
import io.tidelock.sandbox.git.FileEdit;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Trees;
import io.tidelock.sandbox.gitlab.GitLabSide;
import io.tidelock.sandbox.hook.Delivery;
import io.tidelock.sandbox.http.Call;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Hook;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Protection;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.Review;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A forge in a box, running from {@link #start} to {@link #close}. What people would do on it by browser, git or API can also be done by the
 * methods here, with the same effects and webhooks. Repositories are named in full, {@code owner/name}; users by login. What the forge
 * refuses comes as {@link io.tidelock.sandbox.forge.Refused}. All methods may be called by any thread.
 */
public final class Sandbox implements AutoCloseable {
    private final House house;

    private Sandbox(House house) {
        this.house = house;
    }

    /** Opens the ports. The first user exists already, see {@link #token}. */
    public static Sandbox start(SandboxSettings settings) {
        return new Sandbox(House.open(settings));
    }

    /** The address without TLS, such as {@code http://127.0.0.1:8080}. */
    public String httpUrl() {
        return house.httpUrl();
    }

    /** The address with TLS; its certificate is signed by {@link #caCertificate}. */
    public String httpsUrl() {
        return house.httpsUrl();
    }

    /** The one of both addresses that webhooks speak of. */
    public String url() {
        return house.url();
    }

    /** The file, in PEM, to be trusted by those who come by https. */
    public Path caCertificate() {
        return house.authority().pem();
    }

    /** What is where, in words. */
    public String describe() {
        return house.describe();
    }

    /** A user with a token, made now if there is none of that login. */
    public String user(String login) {
        Account account = house.forge().accounts.ensure(login, Account.Kind.USER);
        String token = house.forge().world.locked(() -> house.forge().world.tokenOf(account));
        return token != null
                ? token
                : house.forge().world.locked(() -> house.forge().world.newToken("ghp_", account));
    }

    /** The token of a user. */
    public String token(String login) {
        Account account = house.forge().account(login);
        return Objects.requireNonNull(
                house.forge().world.locked(() -> house.forge().world.tokenOf(account)), "no token: " + login);
    }

    /** A new token of the App's installation, which alone may write check runs. */
    public String appToken() {
        return house.forge()
                .world
                .locked(() -> house.forge()
                        .world
                        .newToken("ghs_", house.forge().accounts.app()));
    }

    /** An organization; the user becomes an admin of it. */
    public void organization(String login, String admin) {
        Account organization = house.forge().accounts.ensure(login, Account.Kind.ORGANIZATION);
        house.forge().world.locked(() -> {
            organization.members.put(house.forge().account(admin).login, "admin");
        });
    }

    /** A team with members, below the parent if there is one (by slug). The slug is the name in small letters. */
    public void team(String organization, String name, @Nullable String parent, Collection<String> members) {
        Account owner = house.forge().account(organization);
        house.forge().world.locked(() -> {
            var above = parent == null ? null : house.forge().accounts.team(owner, parent);
            var team = house.forge().accounts.newTeam(owner, name, above);
            members.forEach(login -> {
                team.members.put(login, "member");
                owner.members.putIfAbsent(login, "member");
            });
        });
    }

    /** Makes an empty public repository and gives its full name. Owner and users must exist. */
    public String createRepository(String owner, String name) {
        return house.forge()
                .repositories
                .create(house.forge().account(owner), name, false, null)
                .fullName();
    }

    /** Makes a repository with all files of a folder as its first commit on main. */
    public String createRepository(String owner, String name, Path filesToCommit) {
        String repo = createRepository(owner, name);
        String committer =
                house.forge().account(owner).isOrganization() ? house.settings().owner() : owner;
        house.commit(repo(repo), "main", Folder.edits(filesToCommit), "Initial commit", committer);
        return repo;
    }

    /** Full names of all repositories. */
    public List<String> repositories() {
        return house.forge()
                .world
                .locked(() ->
                        house.forge().world.repos().stream().map(Repo::fullName).toList());
    }

    /** Makes it private, or public again. */
    public void setPrivate(String repo, boolean isPrivate) {
        change(repo, it -> it.isPrivate = isPrivate);
    }

    /** Lets a user do that much in a repository. */
    public void permit(String repo, String user, Permission permission) {
        change(repo, it -> it.collaborators.put(house.forge().account(user).login, permission));
    }

    /** Protects a branch, or not any more when null. */
    public void protect(String repo, String branch, @Nullable Protection protection) {
        change(repo, it -> {
            if (protection == null) {
                it.protections.remove(branch);
            } else {
                it.protections.put(branch, protection);
            }
        });
    }

    /** Begins a conversation on a pull request, or resolves all of them. */
    public void converse(PullId pull, boolean resolved) {
        change(pull.repo(), it -> {
            List<Boolean> threads = find(pull).threads;
            if (resolved) {
                threads.replaceAll(open -> true);
            } else {
                threads.add(false);
            }
        });
    }

    /** Changes any setting of a repository under the lock. */
    public void change(String repo, java.util.function.Consumer<Repo> change) {
        house.forge().world.locked(() -> change.accept(repo(repo)));
    }

    /** Commits as if pushed. A branch that is not there starts at the default branch. A null content deletes the file. Gives the commit. */
    public String commitFiles(
            String repo, String branch, Map<String, @Nullable String> files, String message, String author) {
        List<FileEdit> edits = new TreeMap<>(files)
                .entrySet().stream()
                        .map(file -> {
                            String content = files.get(file.getKey());
                            byte[] bytes = content == null ? null : content.getBytes(StandardCharsets.UTF_8);
                            return new FileEdit(file.getKey(), bytes, false);
                        })
                        .toList();
        return house.commit(repo(repo), branch, edits, message, author);
    }

    /** The commit a branch is at, or null. */
    public @Nullable String branch(String repo, String branch) {
        return new History(house.forge().git(repo(repo))).tip(branch);
    }

    /** Moves a branch to a commit, fast-forward or not, as a forced push does. */
    public void moveBranch(String repo, String branch, String sha, String user) {
        house.forge()
                .repositories
                .moveRef(repo(repo), "refs/heads/" + branch, sha, house.forge().account(user));
    }

    /** The text of a file at a branch, tag or commit, or null. */
    public @Nullable String file(String repo, String ref, String path) {
        var git = house.forge().git(repo(repo));
        History history = new History(git);
        String sha = history.resolve(ref);
        Trees.Entry entry =
                sha == null ? null : new Trees(git).find(history.commit(sha).tree(), path);
        byte[] bytes = entry == null ? null : new Trees(git).blob(entry.sha());
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** A copy of a repository under another owner; pull requests from it have the head {@code owner:branch}. */
    public String fork(String repo, String owner) {
        Repo parent = repo(repo);
        return house.forge()
                .repositories
                .fork(parent, house.forge().account(owner), parent.name)
                .fullName();
    }

    public PullId openPull(String repo, String title, String head, String base, String author) {
        return openPull(repo, title, null, head, base, author, false);
    }

    public PullId openPull(
            String repo, String title, @Nullable String body, String head, String base, String author, boolean draft) {
        Pull pull = house.forge().pulls.open(repo(repo), house.forge().account(author), title, body, head, base, draft);
        return new PullId(pull.repo.fullName(), pull.number);
    }

    public CommentView comment(PullId pull, String user, String body) {
        return house.view(house.forge().talk.comment(find(pull), house.forge().account(user), body));
    }

    public void approve(PullId pull, String user) {
        house.forge().talk.review(find(pull), house.forge().account(user), Review.State.APPROVED, "");
    }

    public void requestChanges(PullId pull, String user, String body) {
        house.forge().talk.review(find(pull), house.forge().account(user), Review.State.CHANGES_REQUESTED, body);
    }

    /** Merges by merge, squash or rebase and gives the new tip of the base branch. */
    public String merge(PullId pull, String method, String user) {
        return house.forge()
                .merging
                .merge(
                        find(pull),
                        new Merging.Order(method, null, null, null),
                        house.forge().account(user));
    }

    public void close(PullId pull, String user) {
        house.forge().pulls.close(find(pull), house.forge().account(user));
    }

    public void reopen(PullId pull, String user) {
        house.forge().pulls.reopen(find(pull), house.forge().account(user));
    }

    public void setDraft(PullId pull, boolean draft, String user) {
        house.forge().pulls.setDraft(find(pull), draft, house.forge().account(user));
    }

    public void retarget(PullId pull, String base, String user) {
        house.forge().pulls.edit(find(pull), null, null, base, house.forge().account(user));
    }

    public void label(PullId pull, String label, String user) {
        house.forge().pulls.label(find(pull), label, house.forge().account(user));
    }

    /** Posts a status on a commit, as another service would. */
    public void status(String repo, String sha, String state, String context, String user) {
        house.forge()
                .verdicts
                .post(repo(repo), sha, state, context, null, null, house.forge().account(user));
    }

    public PullView pull(PullId pull) {
        return house.view(find(pull));
    }

    /** The comments, oldest first. */
    public List<CommentView> comments(PullId pull) {
        return house.forge()
                .world
                .locked(() -> repo(pull.repo()).commentsOf(pull.number()).stream()
                        .map(house::view)
                        .toList());
    }

    /** All statuses of a commit, oldest first. */
    public List<StatusView> statuses(String repo, String sha) {
        return house.forge()
                .world
                .locked(() ->
                        repo(repo).statusesOf(sha).stream().map(House::view).toList());
    }

    /** The last status of each context. */
    public Map<String, StatusView> latestStatuses(String repo, String sha) {
        Map<String, StatusView> latest = new TreeMap<>();
        statuses(repo, sha).forEach(status -> latest.put(status.context(), status));
        return latest;
    }

    /**
     * A webhook for all events; gives its id. Content type is json or form. No ping is sent.
     *
     * @param secret to sign with, or null
     */
    public long addWebhook(String repo, String url, @Nullable String secret, String contentType) {
        return house.forge().world.locked(() -> {
            Repo it = repo(repo);
            Hook hook = new Hook(
                    house.forge().world.nextId(),
                    it,
                    url,
                    secret,
                    contentType,
                    Set.of("*"),
                    house.forge().world.now());
            it.hooks.put(hook.id, hook);
            return hook.id;
        });
    }

    /** What was sent to a webhook, oldest first. */
    public List<Delivery> deliveries(long hook) {
        return house.courier().deliveries(hook);
    }

    /** Sends a delivery again, under the same guid. */
    public void redeliver(String repo, Delivery delivery) {
        house.forge().world.locked(() -> {
            Hook hook = Objects.requireNonNull(repo(repo).hooks.get(delivery.hookId()), "no such hook");
            house.courier().again(hook, delivery);
        });
    }

    /** Whether every webhook so far has been sent and answered. */
    public boolean webhooksDelivered() {
        return house.courier().isIdle();
    }

    /** Every request served so far, oldest first, up to 100,000. */
    public List<Call> calls() {
        return house.log().all();
    }

    public void clearCalls() {
        house.log().clear();
    }

    /** The Terraform state of that name, or null. */
    public @Nullable String state(String name) {
        byte[] state = house.states().get(name);
        return state == null ? null : new String(state, StandardCharsets.UTF_8);
    }

    /** Who holds the lock of a state, as Terraform described itself in JSON; null when it is free. */
    public @Nullable String stateLock(String name) {
        return house.states().holder(name);
    }

    /** The address of a state for Terraform's settings address, lock_address and unlock_address. */
    public String stateUrl(String name) {
        return httpUrl() + "/_terraform/state/" + name;
    }

    /** The sandbox's GitHub App, for those who come as one. */
    public App app() {
        return house.app();
    }

    /** What only GitLab has; a project made there is GitLab's in everything. */
    public GitLabSide gitlab() {
        return house.gitlab();
    }

    /** Where to order misfortune. */
    public Faults faults() {
        return house.faults();
    }

    /** Changes how long mergeability stays unknown after a change. */
    public void setMergeabilityDelay(Duration delay) {
        house.forge().mergeability.setDelay(delay);
    }

    /** Changes the requests allowed per hour and token, and begins to count anew. */
    public void setRateLimit(int perHour) {
        house.limits().set(perHour);
    }

    private Repo repo(String fullName) {
        int slash = fullName.lastIndexOf('/');
        Repo repo = house.forge()
                .world
                .locked(() -> house.forge().world.repo(fullName.substring(0, slash), fullName.substring(slash + 1)));
        return Objects.requireNonNull(repo, "no such repository: " + fullName);
    }

    private Pull find(PullId id) {
        return house.forge().pulls.find(repo(id.repo()), id.number());
    }

    @Override
    public void close() {
        house.close();
    }
}
