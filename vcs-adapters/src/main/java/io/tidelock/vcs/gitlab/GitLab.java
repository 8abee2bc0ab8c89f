package io.tidelock.vcs.gitlab;

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
import java.util.List;

/** A GitLab by its roles. Connecting sends nothing: the first request is the first question. Any thread. */
public final class GitLab {
    private final String host;
    private final Library library;
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

    private GitLab(GitLabSettings settings, Network network) {
        GitLabAddress address = GitLabAddress.of(settings.hostname());
        Token token = new Token(settings.token());
        GitLabApi api = new GitLabApi(address, token, new Wire(network), network.clock());
        this.host = address.host();
        this.library = new Library(api);
        this.webhookReader = new GitLabWebhooks(host, settings.webhookSecret());
        People people = new People();
        this.pullReader = new GitLabPulls(api, people);
        this.pullWriter = new GitLabWords(api, library, new GitLabStatuses(api, library), settings.user());
        this.cloneAccess = new GitLabClones(address, token);
        this.standingReader = new GitLabStandings(api);
        this.teamReader = new GitLabTeams(api, people);
        this.statusReader = new GitLabSaid(api);
        this.pullMerger = new GitLabMerges(api);
        this.repoReader = new GitLabRepos(api);
        this.inspector = new GitLabInspector(api, settings.user(), network.clock());
    }

    /** Gets ready to speak to the GitLab of the settings, over that network. */
    public static GitLab connect(GitLabSettings settings, Network network) {
        return new GitLab(settings, network);
    }

    /** Does now what would make the first words wait, for about two seconds; sends nothing. */
    public void warmUp() {
        library.rehearse();
    }

    /** The name that every {@code RepoRef} of this GitLab carries. */
    public String host() {
        return host;
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

    /** Its merge trains make merge requests of their own pipelines, and ask nobody for statuses. */
    public QueueReader queueReader() {
        return (repo, branch, commit) -> List.of();
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
                queueReader(),
                statusReader);
    }
}
