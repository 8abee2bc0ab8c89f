package io.tidelock.testkit.fake.host;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.Standing.Mergeability;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.StatusState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the fake host asks for before a merge, who is in which team, and its merge button. */
final class FakeRules implements StandingReader, TeamReader, PullMerger {
    private final FakeHost host;
    private final Misfortune misfortune;
    int approvals = 0;
    final Set<String> checks = new TreeSet<>();
    /** Team to members, and team to the one above. */
    final Map<String, Set<String>> members = new TreeMap<>();

    final Map<String, String> above = new TreeMap<>();
    boolean undecided = false;

    /** Whether the branches of pull requests are protected. */
    boolean spared = false;

    Optional<Problem> approvalsStay = Optional.empty();

    FakeRules(FakeHost host, Misfortune misfortune) {
        this.host = host;
        this.misfortune = misfortune;
    }

    @Override
    public Standing standing(PullRequest pull, Question question) {
        return misfortune.around("standing " + pull.ref() + " " + new TreeSet<>(question.wanted()), () -> {
            synchronized (host) {
                FakePull known = host.find(pull.ref());
                return new Standing(
                        question.approval() ? unapproved(known, question.asOf()) : List.of(),
                        question.mergeability() ? mergeability(known, question) : Standing.FREE);
            }
        });
    }

    private List<String> unapproved(FakePull pull, Optional<Instant> asOf) {
        long count = pull.approvals.values().stream()
                .filter(at -> asOf.isEmpty() || !at.isAfter(asOf.get()))
                .count();
        long needed = Math.max(1, approvals);
        return count >= needed ? List.of() : List.of((needed - count) + " more approvals are needed");
    }

    private Mergeability mergeability(FakePull pull, Question question) {
        if (undecided) {
            return new Mergeability.Unsettled();
        }
        List<String> why = new ArrayList<>();
        if (pull.draft) {
            why.add("it is a draft");
        }
        if (approvals > 0) {
            why.addAll(unapproved(pull, Optional.empty()));
        }
        for (String check : checks) {
            boolean passed = host.statuses(pull.head).stream()
                    .anyMatch(status -> status.context().equals(check) && status.state() == StatusState.SUCCESS);
            if (!passed && !question.ours().test(check)) {
                why.add("the required check `" + check + "` did not succeed");
            }
        }
        return why.isEmpty() ? Standing.FREE : new Mergeability.Blocked(why);
    }

    @Override
    public List<Team> teams(RepoRef repo, Actor actor, Set<String> wanted) {
        return misfortune.around("teams " + actor.login(), () -> {
            synchronized (host) {
                Map<String, Team> teams = new LinkedHashMap<>();
                members.forEach((team, logins) -> {
                    if (logins.contains(actor.login())) {
                        for (String one = team; one != null; one = above.get(one)) {
                            teams.put(one, new Team(one, one));
                        }
                    }
                });
                return List.copyOf(teams.values());
            }
        });
    }

    @Override
    public Set<MergeMethod> methods(RepoRef repo) {
        return EnumSet.of(MergeMethod.MERGE, MergeMethod.SQUASH);
    }

    @Override
    public Optional<Problem> merge(PullRequest pull, CommitSha head, Order order) {
        return misfortune.around(
                "merge " + pull.ref() + " "
                        + order.method().map(MergeMethod::name).orElse("as usual"),
                () -> {
                    synchronized (host) {
                        FakePull known = host.find(pull.ref());
                        Question strict = new Question(Set.of(), Optional.empty(), name -> false);
                        Mergeability now = mergeability(known, strict);
                        if (!known.head.equals(head) || !now.equals(Standing.FREE)) {
                            throw new Refused(
                                    Refused.Kind.NOT_ACCEPTABLE,
                                    Problem.of("not mergeable: " + now, "a mergeable head", ""));
                        }
                        host.merge(pull.ref());
                        return order.deletesBranch() ? delete(known) : Optional.empty();
                    }
                });
    }

    @Override
    public Optional<Problem> deleteBranch(PullRequest pull) {
        return misfortune.around("delete the branch of " + pull.ref(), () -> {
            synchronized (host) {
                return delete(host.find(pull.ref()));
            }
        });
    }

    private Optional<Problem> delete(FakePull pull) {
        if (host.read(pull.ref).fromFork()) {
            return Optional.empty();
        }
        if (spared) {
            return Optional.of(
                    Problem.of("the branch '" + pull.branch() + "' is still there: it is protected", "", ""));
        }
        host.deleted.add(pull.branch());
        return Optional.empty();
    }

    @Override
    public Dropped dropApprovals(PullRequest pull) {
        return misfortune.around("drop approvals " + pull.ref(), () -> {
            synchronized (host) {
                if (approvalsStay.isPresent()) {
                    return new Dropped(List.of(), List.of(approvalsStay.get()));
                }
                Map<String, Instant> given = host.find(pull.ref()).approvals;
                Dropped dropped = new Dropped(List.copyOf(given.keySet()), List.of());
                given.clear();
                return dropped;
            }
        });
    }

    void judge(FakePull pull, String check, boolean success) {
        host.set(new CommitStatus(
                pull.ref.repo(),
                pull.head,
                check,
                success ? StatusState.SUCCESS : StatusState.FAILURE,
                "",
                Optional.empty()));
    }
}
