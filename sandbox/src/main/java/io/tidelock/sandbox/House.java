package io.tidelock.sandbox;

import io.tidelock.sandbox.app.App;
import io.tidelock.sandbox.control.ControlDoor;
import io.tidelock.sandbox.fault.Faults;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.forge.Heralds;
import io.tidelock.sandbox.git.FileEdit;
import io.tidelock.sandbox.git.Vault;
import io.tidelock.sandbox.gitlab.GitLabSide;
import io.tidelock.sandbox.gitlab.ci.Pipelines;
import io.tidelock.sandbox.gitlab.hook.GitLabPayloads;
import io.tidelock.sandbox.gitlab.json.HookJson;
import io.tidelock.sandbox.gitlab.json.MergeRequestJson;
import io.tidelock.sandbox.gitlab.json.Urls;
import io.tidelock.sandbox.gitlab.rest.Api;
import io.tidelock.sandbox.graph.Graph;
import io.tidelock.sandbox.hook.Courier;
import io.tidelock.sandbox.hook.Payloads;
import io.tidelock.sandbox.http.Authority;
import io.tidelock.sandbox.http.CallLog;
import io.tidelock.sandbox.http.Front;
import io.tidelock.sandbox.json.Links;
import io.tidelock.sandbox.json.NodeIds;
import io.tidelock.sandbox.json.PullJson;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.CommitStatus;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Reaction;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.World;
import io.tidelock.sandbox.page.Pages;
import io.tidelock.sandbox.rest.Limits;
import io.tidelock.sandbox.rest.Rest;
import io.tidelock.sandbox.smart.GitDoor;
import io.tidelock.sandbox.state.StateDoor;
import io.tidelock.sandbox.state.States;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Everything behind the door, put together once. */
record House(
        SandboxSettings settings,
        Path run,
        Authority authority,
        Faults faults,
        CallLog log,
        Limits limits,
        Forge forge,
        App app,
        GitLabSide gitlab,
        Courier courier,
        Vault vault,
        States states,
        Front front,
        Links links,
        ScheduledExecutorService timer)
        implements AutoCloseable {

    static House open(SandboxSettings settings) {
        try {
            Files.createDirectories(settings.dataDir());
            Path run = Files.createTempDirectory(settings.dataDir(), "run-");
            try {
                return open(settings, run);
            } catch (RuntimeException e) {
                Folder.remove(run);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use the data folder " + settings.dataDir(), e);
        }
    }

    private static House open(SandboxSettings settings, Path run) {
        Authority authority = Authority.in(settings.dataDir());
        Faults faults = new Faults();
        CallLog log = new CallLog();
        Front front = new Front(
                settings.bind(),
                settings.httpPort(),
                settings.httpsPort(),
                authority,
                settings.hostNames(),
                faults,
                log);
        front.bind();
        String scheme = settings.advertiseHttps() ? "https" : "http";
        int port = settings.advertiseHttps() ? front.httpsPort() : front.httpPort();
        Links links = new Links(scheme + "://" + hostName(settings) + ":" + port);
        World world = new World(settings.clock());
        Courier courier = new Courier(world, faults, links, Rest.ENTERPRISE_VERSION, settings.clock());
        Payloads herald = new Payloads(links, courier);
        GitLabPayloads gitlabHerald = new GitLabPayloads(new Urls(links.base()), courier);
        Vault vault = new Vault(run);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sandbox-timer").factory());
        Forge forge = new Forge(
                world,
                vault,
                new Heralds(List.of(herald, gitlabHerald)),
                (delay, work) -> {
                    try {
                        var unused = timer.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
                    } catch (RejectedExecutionException e) {
                        // closed meanwhile: nobody will ask any more
                    }
                },
                settings.mergeabilityDelay());
        PullJson pulls = new PullJson(forge);
        herald.readFrom(forge, pulls);
        Pipelines pipelines = new Pipelines(forge);
        MergeRequestJson mergeRequests = new MergeRequestJson(forge, pulls, pipelines);
        gitlabHerald.readFrom(forge, new HookJson(mergeRequests));
        Account owner = forge.accounts.ensure(settings.owner(), Account.Kind.USER);
        world.locked(() -> {
            owner.siteAdmin = true;
            world.newToken("ghp_", owner);
        });
        Limits limits = new Limits(settings.clock(), settings.rateLimit());
        States states = new States();
        App app = new App(world, forge.accounts, settings.dataDir());
        front.open(List.of(
                new Rest(forge, app, pulls, courier, limits),
                new Api(forge, mergeRequests, pipelines, courier, limits),
                new Graph(forge, pulls),
                new StateDoor(forge, states),
                new ControlDoor(forge, faults, log, authority.pem()),
                new GitDoor(forge),
                new Pages(forge, pulls)));
        GitLabSide gitlab = new GitLabSide(forge, pipelines);
        return new House(
                settings, run, authority, faults, log, limits, forge, app, gitlab, courier, vault, states, front, links,
                timer);
    }

    private static String hostName(SandboxSettings settings) {
        return settings.hostNames().isEmpty()
                ? "localhost"
                : settings.hostNames().get(0);
    }

    String httpUrl() {
        return "http://" + hostName(settings) + ":" + front.httpPort();
    }

    String httpsUrl() {
        return "https://" + hostName(settings) + ":" + front.httpsPort();
    }

    String url() {
        return links.base();
    }

    String commit(Repo repo, String branch, List<FileEdit> edits, String message, String author) {
        Account account = forge.account(author);
        return forge.repositories.commit(
                repo, branch, null, edits, message, account, forge.repositories.signature(account));
    }

    PullView view(Pull pull) {
        return forge.world.locked(() -> new PullView(
                new PullId(pull.repo.fullName(), pull.number),
                pull.title,
                pull.author.login,
                pull.state(),
                pull.isMerged(),
                pull.draft,
                pull.headRef,
                pull.headSha,
                pull.baseRef,
                pull.baseSha,
                pull.mergeable,
                forge.gate.state(pull),
                pull.mergeCommitSha,
                new LinkedHashSet<>(pull.labels),
                pull.repo.gitlab ? new Urls(links.base()).web(pull) : links.html(pull)));
    }

    CommentView view(Comment comment) {
        return forge.world.locked(() -> new CommentView(
                comment.id,
                NodeIds.of(NodeIds.COMMENT, comment.id),
                comment.author.login,
                comment.body,
                comment.createdAt,
                comment.updatedAt,
                comment.edited,
                comment.minimizedReason,
                comment.reactions.stream().map(Reaction::content).toList()));
    }

    static StatusView view(CommitStatus status) {
        return new StatusView(
                status.context(),
                status.state(),
                status.description(),
                status.targetUrl(),
                status.creator().login,
                status.createdAt());
    }

    String describe() {
        return Description.of(this);
    }

    @Override
    public void close() {
        front.close();
        timer.shutdownNow();
        awaitTimer();
        courier.close();
        vault.close();
        Folder.remove(run);
    }

    /** What is being worked out may still write into the repositories, which are about to be removed. */
    private void awaitTimer() {
        try {
            timer.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
