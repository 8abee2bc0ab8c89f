package io.tidelock.testkit.fake.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.event.Event;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.CloneAccess;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.port.host.RepoReader;
import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.core.port.host.WebhookReader;
import io.tidelock.core.project.Requirement;
import io.tidelock.core.secret.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A contract that a broken host passes says nothing: each of these must fail, and in the fact that is about its fault. */
class BrokenHostsAreFoundOutTest {
    @TestFactory
    Stream<DynamicTest> theWriterContractFindsAWriterThat() {
        Map<String, Function<PullWriter, PullWriter>> broken = new LinkedHashMap<>();
        Map<String, String> fact = new HashMap<>();
        broken.put("finds the newest", BrokenWriters.FindsTheNewest::new);
        fact.put("finds the newest", "theOldestOfSeveralIsFound");
        broken.put("creates when asked to edit", BrokenWriters.EditCreates::new);
        fact.put("creates when asked to edit", "anEditReplacesTheTextOfTheSameComment");
        broken.put("revives deleted comments", BrokenWriters.EditRevives::new);
        fact.put("revives deleted comments", "aDeletedCommentCannotBeEdited");
        broken.put("drops statuses", BrokenWriters.DropsStatuses::new);
        fact.put("drops statuses", "aStatusAppearsOnTheCommit");
        broken.put("calls cancelled a success", BrokenWriters.CancelledIsSuccess::new);
        fact.put("calls cancelled a success", "everyStateIsToldApart");
        broken.put("cuts contexts bluntly", BrokenWriters.CutsContexts::new);
        fact.put("cuts contexts bluntly", "longContextsStayApart");
        broken.put("posts what is too long, shortened", BrokenWriters.Shortens::new);
        fact.put("posts what is too long, shortened", "aLongerBodyIsTheCallersMistake");
        broken.put("is always confused", BrokenWriters.AlwaysConfused::new);
        fact.put("is always confused", "reactingTwiceIsReactingOnce");
        broken.put("trims bodies", BrokenWriters.TrimsBodies::new);
        fact.put("trims bodies", "aCommentAppearsToTheLetter");
        return broken.entrySet().stream()
                .map(entry -> found(
                        entry.getKey(),
                        fact,
                        () -> OnStage.writer(() -> new FakeHost() {
                            @Override
                            public PullWriter pullWriter() {
                                return entry.getValue().apply(super.pullWriter());
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> theReaderContractFindsAReaderThat() {
        Map<String, Function<PullReader, PullReader>> broken = new LinkedHashMap<>();
        Map<String, String> fact = new HashMap<>();
        broken.put("lets everybody write", host -> BrokenReaders.permissions(host, permission -> Permission.WRITE));
        fact.put("lets everybody write", "whoIsUnknownMayNotWrite");
        broken.put(
                "takes admins for writers",
                host -> BrokenReaders.permissions(
                        host, permission -> permission == Permission.ADMIN ? Permission.WRITE : permission));
        fact.put("takes admins for writers", "eachPermissionIsToldApart");
        broken.put("remembers permissions", BrokenReaders.RemembersPermissions::new);
        fact.put("remembers permissions", "aPermissionThatWasTakenAwayIsGone");
        broken.put("remembers pull requests", BrokenReaders.RemembersPulls::new);
        fact.put("remembers pull requests", "aPushIsSeenAtOnce");
        broken.put(
                "takes merged for closed",
                host -> BrokenReaders.pulls(
                        host,
                        pull -> BrokenReaders.with(
                                pull,
                                pull.state() == PullRequest.State.MERGED ? PullRequest.State.CLOSED : pull.state(),
                                pull.draft())));
        fact.put("takes merged for closed", "mergedIsMerged");
        broken.put(
                "overlooks drafts",
                host -> BrokenReaders.pulls(host, pull -> BrokenReaders.with(pull, pull.state(), false)));
        fact.put("overlooks drafts", "aDraftIsADraftUntilItIsReady");
        return broken.entrySet().stream()
                .map(entry -> found(
                        entry.getKey(),
                        fact,
                        () -> OnStage.reader(() -> new FakeHost() {
                            private final PullReader reader = entry.getValue().apply(super.pullReader());

                            @Override
                            public PullReader pullReader() {
                                return reader;
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> theLookContractFindsAReaderThat() {
        Map<String, Function<RepoReader, RepoReader>> broken = new LinkedHashMap<>();
        Map<String, String> fact = new HashMap<>();
        broken.put("believes every tag", BrokenLooks.BelievesEveryTag::new);
        fact.put("believes every tag", "whateverHappensToAPullRequestIsAChange");
        broken.put("never believes a tag", BrokenLooks.NeverBelievesATag::new);
        fact.put("never believes a tag", "whileNothingChangesThatIsAllThatIsSaid");
        broken.put("reads one page", BrokenLooks.ReadsOnePage::new);
        fact.put("reads one page", "moreCommentsThanFitAPageAreAllFoundOnce");
        broken.put("leaves out the very moment", BrokenLooks.LeavesOutTheMoment::new);
        fact.put("leaves out the very moment", "commentsOfTheVeryMomentAreFound");
        broken.put("overlooks drafts", BrokenLooks.OverlooksDrafts::new);
        fact.put("overlooks drafts", "openPullRequestsAreListedAsTheyAre");
        return broken.entrySet().stream()
                .map(entry -> found(
                        entry.getKey(),
                        fact,
                        () -> OnStage.looks(() -> new FakeHost() {
                            @Override
                            public RepoReader repoReader() {
                                return entry.getValue().apply(super.repoReader());
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> theHookContractFindsAReaderThat() {
        Map<String, Function<FakeHost, WebhookReader>> broken = new LinkedHashMap<>();
        Map<String, String> fact = new HashMap<>();
        broken.put(
                "believes everything",
                host -> delivery -> host.webhooks().read(host.withBody(delivery, delivery.body())));
        fact.put("believes everything", "aForgeryIsNotBelieved");
        broken.put("throws on nonsense", BrokenReaders::throwsOnNonsense);
        fact.put("throws on nonsense", "signedNonsenseIsMalformed");
        broken.put("makes up ids", BrokenReaders::makesUpIds);
        fact.put("makes up ids", "aRedeliveryKeepsItsId");
        broken.put(
                "takes closing for nothing",
                host -> BrokenReaders.events(
                        host,
                        event -> event instanceof Event.PullClosed
                                ? new Event.Uninteresting(event.repo(), "closed")
                                : event));
        fact.put("takes closing for nothing", "mergingIsClosingAsMerged");
        broken.put("answers for every host", BrokenReaders::answersForEveryHost);
        fact.put("answers for every host", "aRequestOfNoHostIsNotForUs");
        return broken.entrySet().stream()
                .map(entry -> found(
                        entry.getKey(),
                        fact,
                        () -> OnStage.hooks(() -> new FakeHost() {
                            @Override
                            public WebhookReader webhookReader() {
                                return entry.getValue().apply(this);
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> theCloneContractFindsAnAccessThat() {
        Map<String, UnaryOperator<CloneAccess>> broken = new LinkedHashMap<>();
        Map<String, String> fact = new HashMap<>();
        broken.put("trusts every address", access -> pull -> {
            try {
                return access.remote(pull);
            } catch (Refused e) {
                return new GitRemote(
                        pull.cloneUrl(), Optional.of("x"), Optional.of(new Secret("t")), "refs/x/1", "refs/x/2");
            }
        });
        fact.put("trusts every address", "theCredentialIsForThisHostOnly");
        broken.put("puts the password into the address", access -> pull -> {
            GitRemote it = access.remote(pull);
            String password = it.password().orElseThrow().reveal();
            return new GitRemote(
                    it.url().replace("//", "//x:" + password + "@"),
                    it.user(),
                    it.password(),
                    it.headRef(),
                    it.mergeRef());
        });
        fact.put("puts the password into the address", "theCredentialIsNowhereInPrint");
        broken.put("has one ref for all", access -> pull -> {
            GitRemote it = access.remote(pull);
            return new GitRemote(it.url(), it.user(), it.password(), "refs/heads/main", it.mergeRef());
        });
        fact.put("has one ref for all", "refsAreFullNamesAndOfThisPullRequest");
        broken.put("forgets the user", access -> pull -> {
            GitRemote it = access.remote(pull);
            return new GitRemote(it.url(), Optional.empty(), it.password(), it.headRef(), it.mergeRef());
        });
        fact.put("forgets the user", "userAndPasswordComeTogetherOrNotAtAll");
        return broken.entrySet().stream()
                .map(entry -> found(
                        entry.getKey(),
                        fact,
                        () -> OnStage.clones(() -> new FakeHost() {
                            @Override
                            public CloneAccess cloneAccess() {
                                return entry.getValue().apply(super.cloneAccess());
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> theStandingContractFindsAReaderThat() {
        Map<String, UnaryOperator<StandingReader>> broken = new LinkedHashMap<>();
        Map<String, String> fact = new HashMap<>();
        broken.put(
                "approves everything",
                host -> BrokenRules.telling(host, told -> new Standing(List.of(), told.mergeability())));
        fact.put("approves everything", "nobodyHasApprovedWhatIsNew");
        broken.put(
                "approves nothing",
                host -> BrokenRules.telling(host, told -> new Standing(List.of("never"), told.mergeability())));
        fact.put("approves nothing", "oneApprovalIsEnoughWhereNoRuleAsksForMore");
        broken.put(
                "takes everything for mergeable",
                host -> BrokenRules.telling(host, told -> new Standing(told.unapproved(), Standing.FREE)));
        fact.put("takes everything for mergeable", "aRequiredCheckMustPass");
        broken.put(
                "waits for itself",
                host -> BrokenRules.asking(
                        host, asked -> new StandingReader.Question(asked.wanted(), asked.asOf(), name -> false)));
        fact.put("waits for itself", "nobodyWaitsForItself");
        broken.put(
                "takes every check for its own",
                host -> BrokenRules.asking(
                        host, asked -> new StandingReader.Question(asked.wanted(), asked.asOf(), name -> true)));
        fact.put("takes every check for its own", "besideOursTheOthersCount");
        broken.put(
                "counts approvals that came later",
                host -> BrokenRules.asking(
                        host, asked -> new StandingReader.Question(asked.wanted(), Optional.empty(), asked.ours())));
        fact.put("counts approvals that came later", "anApprovalAfterTheMomentAskedAboutDoesNotCount");
        broken.put("overlooks drafts", BrokenRules.OverlooksDrafts::new);
        fact.put("overlooks drafts", "aDraftIsNotMergeable");
        broken.put(
                "tells what it was not asked",
                host -> BrokenRules.asking(
                        host,
                        asked -> new StandingReader.Question(
                                EnumSet.allOf(Requirement.class), asked.asOf(), asked.ours())));
        fact.put("tells what it was not asked", "whatIsNotAskedForIsGood");
        return broken.entrySet().stream()
                .map(entry -> found(
                        entry.getKey(),
                        fact,
                        () -> OnStage.standings(() -> new FakeHost() {
                            @Override
                            public StandingReader standingReader() {
                                return entry.getValue().apply(super.standingReader());
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> theTeamContractFindsAReaderThat() {
        Map<String, UnaryOperator<TeamReader>> broken = new LinkedHashMap<>();
        Map<String, String> fact = new HashMap<>();
        broken.put("knows nobody", host -> (repo, actor, wanted) -> List.of());
        fact.put("knows nobody", "aMemberIsAMember");
        broken.put("has no teams above", BrokenRules.HasNoTeamsAbove::new);
        fact.put("has no teams above", "whoIsInATeamBelowIsInTheOneAbove");
        broken.put("lets everybody in", BrokenRules.LetsEverybodyIn::new);
        fact.put("lets everybody in", "othersAreNot");
        return broken.entrySet().stream()
                .map(entry -> found(
                        entry.getKey(),
                        fact,
                        () -> OnStage.teams(() -> new FakeHost() {
                            @Override
                            public TeamReader teamReader() {
                                return entry.getValue().apply(super.teamReader());
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> theMergerContractFindsAMergerThat() {
        Map<String, UnaryOperator<PullMerger>> broken = new LinkedHashMap<>();
        Map<String, String> fact = new HashMap<>();
        broken.put(
                "leaves every branch",
                host -> new BrokenRules.Merges(
                        host, order -> new PullMerger.Order(order.method(), false), false, false));
        fact.put("leaves every branch", "deletesTheBranchWhenItIsToldSo");
        broken.put("forgets approvals", host -> new BrokenRules.Merges(host, order -> order, false, true));
        fact.put("forgets approvals", "takesApprovalsBackAndSaysWhose");
        broken.put("merges what it was not told to", host -> new BrokenRules.Merges(host, order -> order, true, false));
        fact.put("merges what it was not told to", "leavesAlonePullRequestsThatHaveMovedOn");
        return broken.entrySet().stream()
                .map(entry -> found(
                        entry.getKey(),
                        fact,
                        () -> OnStage.mergers(() -> new FakeHost() {
                            @Override
                            public PullMerger pullMerger() {
                                return entry.getValue().apply(super.pullMerger());
                            }
                        })));
    }

    // ---- how they are found

    private static DynamicTest found(String fault, Map<String, String> facts, Supplier<Object> contract) {
        return dynamicTest(fault, () -> assertThat(brokenFacts(contract)).contains(facts.get(fault)));
    }

    /** Runs every fact of the contract, each on a stage of its own, and names those that do not hold. */
    private static List<String> brokenFacts(Supplier<Object> contract) throws ReflectiveOperationException {
        List<String> broken = new ArrayList<>();
        Class<?> facts = contract.get().getClass().getSuperclass();
        List<Method> tests = Arrays.stream(facts.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .toList();
        assertThat(tests).isNotEmpty();
        for (Method test : tests) {
            test.setAccessible(true);
            try {
                test.invoke(contract.get());
            } catch (InvocationTargetException e) {
                broken.add(test.getName());
            }
        }
        return broken;
    }
}
