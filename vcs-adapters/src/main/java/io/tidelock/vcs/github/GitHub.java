package io.tidelock.vcs.github;

import io.tidelock.core.port.host.CloneAccess;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.port.host.QueueReader;
import io.tidelock.core.port.host.RepoReader;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.core.port.host.StatusReader;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.core.port.host.WebhookReader;
import io.tidelock.vcs.Forge;
import io.tidelock.vcs.Inspector;
import io.tidelock.vcs.http.Network;
import io.tidelock.vcs.http.Wire;
import java.util.Optional;

/** A GitHub by its roles. Connecting sends nothing: the first request is the first question. Any thread. */
public final class GitHub {
    private final String host;
    private final Login login;
    private final WebhookReader webhookReader;
    private final PullReader pullReader;
    private final PullWriter pullWriter;
    private final CloneAccess cloneAccess;
    private final RepoReader repoReader;
    private final Inspector inspector;
    private final StandingReader standingReader;
    private final TeamReader teamReader;
    private final PullMerger pullMerger;
    private final StatusReader statusReader;
    private final QueueReader queueReader;

    private GitHub(GitHubSettings settings, Network network) {
        GitHubAddress address = GitHubAddress.of(settings.hostname());
        Wire wire = new Wire(network);
        this.login = login(address, settings.identity(), wire, network);
        GitHubApi api = new GitHubApi(address, login, wire, network.clock());
        this.host = address.host();
        this.webhookReader = new GitHubWebhooks(host, settings.webhookSecret(), app(settings.identity()));
        this.pullReader = new GitHubPulls(api);
        this.pullWriter = new GitHubWords(api, new Handles(api), login, checks(settings.identity(), api));
        this.repoReader = new GitHubRepos(api);
        this.standingReader = new GitHubStandings(api);
        this.teamReader = new GitHubTeams(api);
        this.queueReader = new GitHubQueues(api);
        this.statusReader = new GitHubStatuses(api);
        this.pullMerger = new GitHubMerges(api);
        this.cloneAccess = new GitHubClones(address, login);
        this.inspector = login instanceof AppLogin app
                ? new AppInspector(api, app, network.clock())
                : new GitHubInspector(api, login, network.clock());
    }

    private static Optional<GitHubChecks> checks(Identity identity, GitHubApi api) {
        return identity instanceof Identity.App app && app.checks()
                ? Optional.of(new GitHubChecks(api))
                : Optional.empty();
    }

    private static Optional<String> app(Identity identity) {
        return identity instanceof Identity.App app ? Optional.of(app.id()) : Optional.empty();
    }

    private static Login login(GitHubAddress address, Identity identity, Wire wire, Network network) {
        return switch (identity) {
            case Identity.User user -> new TokenLogin(user.login(), user.token());
            case Identity.App app -> new AppLogin(address, app, wire, network.clock());
        };
    }

    /** Gets ready to speak to the GitHub of the settings, over that network. */
    public static GitHub connect(GitHubSettings settings, Network network) {
        return new GitHub(settings, network);
    }

    /** The name that every {@code RepoRef} of this GitHub carries. */
    public String host() {
        return host;
    }

    /** The author of our comments; empty when nobody knows. An App that was not told its name asks for it. */
    public Optional<String> author() {
        return login.author();
    }

    public WebhookReader webhookReader() {
        return webhookReader;
    }

    public PullReader pullReader() {
        return pullReader;
    }

    public PullWriter pullWriter() {
        return pullWriter;
    }

    public CloneAccess cloneAccess() {
        return cloneAccess;
    }

    public RepoReader repoReader() {
        return repoReader;
    }

    /** For a person who sets it up. */
    public Inspector inspector() {
        return inspector;
    }

    public StandingReader standingReader() {
        return standingReader;
    }

    public TeamReader teamReader() {
        return teamReader;
    }

    public PullMerger pullMerger() {
        return pullMerger;
    }

    public QueueReader queueReader() {
        return queueReader;
    }

    public StatusReader statusReader() {
        return statusReader;
    }

    /** All roles, for {@code Forges}. */
    public Forge forge() {
        return new Forge(
                webhookReader,
                pullReader,
                pullWriter,
                cloneAccess,
                repoReader,
                standingReader,
                teamReader,
                pullMerger,
                queueReader,
                statusReader);
    }
}
