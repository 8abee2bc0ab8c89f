package io.tidelock.testkit.fake.host;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.core.project.MergeMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Hosts with one fault each in what they say of rules and teams, and in how they merge. */
final class BrokenRules {
    private BrokenRules() {}

    /** Asks something else than it is asked. */
    static StandingReader asking(StandingReader host, UnaryOperator<StandingReader.Question> other) {
        return (pull, question) -> host.standing(pull, other.apply(question));
    }

    /** Tells something else than it hears. */
    static StandingReader telling(StandingReader host, UnaryOperator<Standing> other) {
        return (pull, question) -> other.apply(host.standing(pull, question));
    }

    record OverlooksDrafts(StandingReader host) implements StandingReader {
        @Override
        public Standing standing(PullRequest pull, Question question) {
            Standing told = host.standing(pull, question);
            return pull.draft() ? new Standing(told.unapproved(), Standing.FREE) : told;
        }
    }

    record HasNoTeamsAbove(TeamReader host) implements TeamReader {
        @Override
        public List<Team> teams(RepoRef repo, Actor actor, Set<String> wanted) {
            return host.teams(repo, actor, wanted).stream().limit(1).toList();
        }
    }

    record LetsEverybodyIn(TeamReader host) implements TeamReader {
        @Override
        public List<Team> teams(RepoRef repo, Actor actor, Set<String> wanted) {
            return wanted.stream().map(slug -> new Team(slug, slug)).toList();
        }
    }

    /** One that merges as it likes. */
    record Merges(PullMerger host, UnaryOperator<Order> order, boolean anyHead, boolean forgetsApprovals)
            implements PullMerger {
        @Override
        public Set<MergeMethod> methods(RepoRef repo) {
            return host.methods(repo);
        }

        @Override
        public Optional<Problem> merge(PullRequest pull, CommitSha head, Order asked) {
            return host.merge(pull, anyHead ? pull.head().sha() : head, order.apply(asked));
        }

        @Override
        public Optional<Problem> deleteBranch(PullRequest pull) {
            return host.deleteBranch(pull);
        }

        @Override
        public Dropped dropApprovals(PullRequest pull) {
            return forgetsApprovals ? new Dropped(List.of(), List.of()) : host.dropApprovals(pull);
        }
    }
}
