package io.tidelock.vcs;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.Reading;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.CloneAccess;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.port.host.QueueReader;
import io.tidelock.core.port.host.Remark;
import io.tidelock.core.port.host.RepoReader;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.core.port.host.StatusReader;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.core.port.host.WebhookReader;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one door to all hosts: finds the host by the name in a {@link RepoRef} and hands the call on. Asked for a host that is
 * not set up, it throws {@link Refused} with NOT_FOUND before anything is sent.
 */
public final class Forges {
    private final Map<String, Forge> byHost;

    /** @param byHost every host that is set up, by its name as {@link RepoRef#host()} has it; at least one */
    public Forges(Map<String, Forge> byHost) {
        if (byHost.isEmpty()) {
            throw new IllegalArgumentException("no host is set up, expected at least one");
        }
        this.byHost = new LinkedHashMap<>(byHost);
    }

    /** The host of that name. */
    public Forge at(String host) {
        Forge forge = byHost.get(host);
        if (forge == null) {
            throw new Refused(
                    Refused.Kind.NOT_FOUND,
                    Problem.of(
                            "the host '" + host + "' is not set up here",
                            "one of " + String.join(", ", byHost.keySet()),
                            "Set the host up, or remove what refers to it"));
        }
        return forge;
    }

    /** A repository by the name that a person typed: with its host, or without where there is one host only. */
    public RepoRef named(String typed) {
        for (String host : byHost.keySet()) {
            for (String name : List.of(host, host.replaceFirst(":[0-9]+$", ""))) {
                if (typed.regionMatches(true, 0, name + "/", 0, name.length() + 1)) {
                    return repo(host, typed.substring(name.length() + 1), typed);
                }
            }
        }
        if (byHost.size() > 1) {
            throw new Refused(
                    Refused.Kind.NOT_FOUND,
                    Problem.of(
                            "'" + typed + "' does not say on which host",
                            "HOST/OWNER/NAME, with a host of " + String.join(", ", byHost.keySet()),
                            "Put the host in front"));
        }
        return repo(byHost.keySet().iterator().next(), typed, typed);
    }

    private static RepoRef repo(String host, String path, String typed) {
        if (!path.matches("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+") || path.contains("..")) {
            throw new Refused(
                    Refused.Kind.NOT_FOUND,
                    Problem.of("'" + typed + "' is not the name of a repository", "OWNER/NAME", "Correct it"));
        }
        return new RepoRef(host, path);
    }

    /**
     * Reads what any of the hosts sends. When several hosts speak the same dialect, the one whose secret fits is the sender;
     * when none fits, the first one that knew the dialect says why it refused.
     */
    public WebhookReader webhookReader() {
        return this::read;
    }

    /** Asks the host that the question is about. */
    public PullReader pullReader() {
        return new PullReader() {
            @Override
            public PullRequest pull(PullRef ref) {
                return at(ref.repo().host()).pullReader().pull(ref);
            }

            @Override
            public String reference(PullRef ref) {
                return at(ref.repo().host()).pullReader().reference(ref);
            }

            @Override
            public Permission permission(RepoRef repo, Actor actor) {
                return at(repo.host()).pullReader().permission(repo, actor);
            }
        };
    }

    /** Looks at the host that the repository is on. */
    public RepoReader repoReader() {
        return new RepoReader() {
            @Override
            public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
                return at(repo.host()).repoReader().openPulls(repo, tag);
            }

            @Override
            public Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag) {
                return at(repo.host()).repoReader().comments(repo, since, tag);
            }
        };
    }

    /** Asks the host that the pull request is on. */
    public StandingReader standingReader() {
        return (pull, question) -> at(pull.ref().repo().host()).standingReader().standing(pull, question);
    }

    /** Asks the host that the repository is on. */
    public TeamReader teamReader() {
        return (repo, actor, wanted) -> at(repo.host()).teamReader().teams(repo, actor, wanted);
    }

    /** Asks the host that the repository is on. */
    public QueueReader queueReader() {
        return (repo, branch, commit) -> at(repo.host()).queueReader().queued(repo, branch, commit);
    }

    /** Asks the host that the repository is on. */
    public StatusReader statusReader() {
        return (repo, commit, since) -> at(repo.host()).statusReader().names(repo, commit, since);
    }

    /** Merges on the host that the pull request is on. */
    public PullMerger pullMerger() {
        return new PullMerger() {
            @Override
            public Set<MergeMethod> methods(RepoRef repo) {
                return at(repo.host()).pullMerger().methods(repo);
            }

            @Override
            public Optional<Problem> merge(PullRequest pull, CommitSha head, Order order) {
                return at(pull.ref().repo().host()).pullMerger().merge(pull, head, order);
            }

            @Override
            public Optional<Problem> deleteBranch(PullRequest pull) {
                return at(pull.ref().repo().host()).pullMerger().deleteBranch(pull);
            }

            @Override
            public Dropped dropApprovals(PullRequest pull) {
                return at(pull.ref().repo().host()).pullMerger().dropApprovals(pull);
            }
        };
    }

    /** Speaks to the host that the words are about. */
    public PullWriter pullWriter() {
        return new RoutedWriter();
    }

    /** Opens the repository of the host that the pull request is on. */
    public CloneAccess cloneAccess() {
        return pull -> at(pull.ref().repo().host()).cloneAccess().remote(pull);
    }

    private Reading read(Delivery delivery) {
        Reading answer = new Reading.Refused(
                Reading.Fault.NOT_FOR_US,
                "no host that is set up here sends such requests; expected a webhook of "
                        + String.join(" or ", byHost.keySet()));
        for (Forge forge : byHost.values()) {
            Reading reading = forge.webhookReader().read(delivery);
            switch (reading) {
                case Reading.Fact fact -> {
                    return fact;
                }
                case Reading.Refused refused -> answer = telling(answer, refused);
            }
        }
        return answer;
    }

    /** "Signed but malformed" tells more than "not signed by me", and that more than "not for me". */
    private static Reading telling(Reading before, Reading.Refused now) {
        return switch (now.fault()) {
            case MALFORMED -> now;
            case NOT_SIGNED -> isNotForUs(before) ? now : before;
            case NOT_FOR_US -> before;
        };
    }

    private static boolean isNotForUs(Reading reading) {
        return reading instanceof Reading.Refused refused && refused.fault() == Reading.Fault.NOT_FOR_US;
    }

    private final class RoutedWriter implements PullWriter {
        @Override
        public void status(CommitStatus status) {
            at(status.repo().host()).pullWriter().status(status);
        }

        @Override
        public Posted post(PullRef pull, String body) {
            return at(pull.repo().host()).pullWriter().post(pull, body);
        }

        @Override
        public Posted edit(CommentRef comment, String body) {
            return at(comment.pull().repo().host()).pullWriter().edit(comment, body);
        }

        @Override
        public Optional<Posted> find(PullRef pull, String marker) {
            return at(pull.repo().host()).pullWriter().find(pull, marker);
        }

        @Override
        public void react(CommentRef comment, Reaction reaction) {
            at(comment.pull().repo().host()).pullWriter().react(comment, reaction);
        }

        /** What every one of the hosts takes. */
        @Override
        public int maxBody() {
            return byHost.values().stream()
                    .mapToInt(forge -> forge.pullWriter().maxBody())
                    .min()
                    .orElseThrow();
        }
    }
}
