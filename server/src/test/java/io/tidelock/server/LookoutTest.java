package io.tidelock.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Listing;
import io.tidelock.core.port.host.Remark;
import io.tidelock.core.port.host.RepoReader;
import io.tidelock.server.decide.CommandWords;
import io.tidelock.server.decide.Rules;
import io.tidelock.server.enqueue.Promises;
import io.tidelock.server.execute.Bench;
import io.tidelock.server.watch.Status;
import io.tidelock.testkit.fake.host.FakeHost;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no webhook told is found, once, and nothing else is. */
class LookoutTest {
    private static final Duration INTERVAL = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bench bench;

    @SuppressWarnings("NullAway.Init")
    private House house;

    @SuppressWarnings("NullAway.Init")
    private Lookout lookout;

    private Runnable grace = () -> {};
    private UnaryOperator<RepoReader> lens = reader -> reader;
    private Predicate<RepoRef> ours = repo -> true;

    @BeforeEach
    void begin() {
        bench = new Bench(folder);
        house = new House(bench);
        lookout = lookout();
    }

    /** As after a restart: what it remembers is in the store. */
    private Lookout lookout() {
        Rules rules = new Rules(
                repo -> ours.test(repo), new CommandWords(true, Set.of("tidelock"), Optional.empty()), List.of());
        Retriever retriever = new Retriever(
                rules,
                new Promises(bench.store.deliveries(), bench.clock),
                bench.store.jobs(),
                bench.store.deliveries(),
                receipt -> {},
                bench.clock);
        RepoReader reader = new Everywhere();
        Sweep sweep = new Sweep(
                reader,
                bench.reader(),
                new Knowledge(bench.store.boards(), bench.store.jobs()),
                retriever,
                () -> grace.run(),
                bench.clock);
        return new Lookout(sweep, bench.store.repositories(), repo -> ours.test(repo), INTERVAL, bench.clock);
    }

    private final class Everywhere implements RepoReader {
        @Override
        public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
            return lens.apply(bench.host(repo).repoReader()).openPulls(repo, tag);
        }

        @Override
        public Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag) {
            return lens.apply(bench.host(repo).repoReader()).comments(repo, since, tag);
        }
    }

    /** The last webhook of the repository arrives. */
    private void arrives(RepoRef repo) {
        house.intake(house.webhooks(repo), receipt -> {})
                .take(bench.host(repo).deliveries().getLast());
    }

    /** A first webhook arrives, about nothing in particular. */
    private void hear(RepoRef repo) {
        bench.pushMain(repo, "README.md");
        arrives(repo);
        house.work();
    }

    private void later() {
        bench.clock.pass(INTERVAL);
    }

    /** A round, and all that follows from it. */
    private void round() {
        later();
        lookout.round();
        house.work();
    }

    private PullRef known(String... dirs) {
        hear(Bench.INFRA);
        PullRef pull = bench.open(Bench.INFRA, dirs);
        arrives(Bench.INFRA);
        house.work();
        round();
        return pull;
    }

    private List<Work> promisedByRound() {
        later();
        lookout.round();
        List<Work> work = bench.store.jobs().open().stream().map(Job::work).toList();
        house.work();
        return work;
    }

    private FakeHost infra() {
        return bench.host(Bench.INFRA);
    }

    private List<String> callsOfRound() {
        int before = infra().misfortune().calls().size();
        later();
        lookout.round();
        return infra().misfortune().calls().stream().skip(before).toList();
    }

    // ---- pull requests

    @Test
    void whatARoundCostsIsCounted() {
        hear(Bench.INFRA);
        Asked asked = new Asked(new Everywhere(), bench.clock);
        assertThat(asked.cost()).isEmpty();
        asked.begin();
        Optional<String> tag = ((Listing.Items<OpenPull>) asked.openPulls(Bench.INFRA, Optional.empty())).tag();
        asked.openPulls(Bench.INFRA, tag);
        assertThat(asked.cost()).contains("2 lists asked of hosts, 1 of them unchanged, in 0 ms");
        assertThat(asked.last()).as("the round is not over").isEmpty();
        asked.end();
        assertThat(asked.last()).contains(new Status.Looks(2, 1, 0));
        asked.begin();
        infra().misfortune().failNext(Unavailable.notDone("down", null));
        assertThatThrownBy(() -> asked.openPulls(Bench.INFRA, tag)).isInstanceOf(Unavailable.class);
        assertThat(asked.cost())
                .as("what fails costs too")
                .contains("1 lists asked of hosts, 0 of them unchanged, in 0 ms");
        asked.end();
        asked.begin();
        assertThat(asked.cost()).isEmpty();
    }

    @Test
    void aLostOpeningIsPlannedOnce() {
        hear(Bench.INFRA);
        PullRef pull = bench.open(Bench.INFRA, "a");

        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(pull, bench.head(pull), false));
        assertThat(bench.rows(pull)).containsExactly("a Planned");
        assertThat(promisedByRound()).isEmpty();
        assertThat(bench.planned()).containsExactly("a");
    }

    @Test
    void aLostOpeningAfterTheFirstLookIsPlannedToo() {
        hear(Bench.INFRA);
        round();
        PullRef pull = bench.open(Bench.INFRA, "a");

        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(pull, bench.head(pull), false));
    }

    @Test
    void whatWasOpenBeforeTheFirstWebhookIsLeftAloneUntilSomethingHappensToIt() {
        PullRef old = bench.open(Bench.INFRA, "a");
        bench.clock.pass(Duration.ofSeconds(3));
        hear(Bench.INFRA);

        assertThat(promisedByRound()).isEmpty();
        assertThat(promisedByRound()).isEmpty();
        bench.push(old, "b");
        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(old, bench.head(old), false));
    }

    @Test
    void anOpeningRightBeforeTheFirstWebhookArrivesIsFound() {
        bench.pushMain(Bench.INFRA, "README.md");
        io.tidelock.core.event.Delivery push = infra().deliveries().getLast();
        PullRef pull = bench.open(Bench.INFRA, "a");
        bench.tick();
        house.intake(house.webhooks(Bench.INFRA), receipt -> {}).take(push);
        house.work();

        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(pull, bench.head(pull), false));
    }

    @Test
    void aCommentThatIsNoPlanDoesNotMakeAnOldPullRequestOurBusiness() {
        PullRef old = bench.open(Bench.INFRA, "a");
        bench.clock.pass(Duration.ofSeconds(3));
        infra().comment(old, "wanda", "tidelock help");
        arrives(Bench.INFRA);
        house.work();

        assertThat(promisedByRound()).isEmpty();
    }

    @Test
    void whatArrivedIsNotPromisedAgain() {
        PullRef pull = known("a");
        bench.push(pull, "b");
        arrives(Bench.INFRA);

        later();
        lookout.round();
        assertThat(bench.store.jobs().open()).as("while it waits").hasSize(1);
        house.work();
        assertThat(promisedByRound()).isEmpty();
        assertThat(bench.planned()).containsExactly("a", "b");
    }

    @Test
    void aLostPushIsPlannedAndStopsThePlanOfTheOldHead() {
        PullRef pull = known("a");
        CommitSha old = bench.head(pull);
        bench.store.jobs().add(new Work.AutoPlan(pull, old, false), bench.clock.instant());
        CommitSha pushed = bench.push(pull, "b");

        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(pull, pushed, false));
        assertThat(bench.rows(pull)).containsExactly("b Planned");
        assertThat(promisedByRound()).isEmpty();
    }

    @Test
    void aLostCloseFreesTheLocks() {
        PullRef pull = known("a");
        assertThat(bench.locks()).isNotEmpty();
        infra().close(pull);

        assertThat(promisedByRound()).containsExactly(new Work.Close(pull, bench.head(pull)));
        assertThat(bench.locks()).isEmpty();
        assertThat(bench.board(pull).closed()).isTrue();
        assertThat(promisedByRound()).isEmpty();
    }

    @Test
    void aLostMergeIsToldAsAMerge() {
        PullRef pull = known("a");
        infra().merge(pull);

        assertThat(promisedByRound()).containsExactly(new Work.Land(pull, bench.head(pull)));
    }

    @Test
    void anEndThatWasToldIsNotToldAgainAlsoWhileTheBoardStaysOpen() {
        PullRef pull = known("a");
        infra().merge(pull);
        bench.store
                .jobs()
                .finish(
                        bench.store.lease(new Work.Land(pull, bench.head(pull))),
                        io.tidelock.core.job.Ending.done("held"),
                        List.of());

        assertThat(promisedByRound()).isEmpty();
        assertThat(bench.board(pull).closed()).isFalse();
    }

    @Test
    void aLostReopeningIsPlanned() {
        PullRef pull = known("a");
        infra().close(pull);
        arrives(Bench.INFRA);
        house.work();
        infra().reopen(pull);

        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(pull, bench.head(pull), false));
        assertThat(bench.board(pull).closed()).isFalse();
        assertThat(promisedByRound()).isEmpty();
    }

    @Test
    void aNewBaseThatNobodyToldOfIsPlanned() {
        PullRef pull = known("a");
        infra().retarget(pull, "release");
        bench.checkouts.point(
                Bench.INFRA, "refs/heads/release", bench.read(pull).base().sha());

        later();
        lookout.round();

        assertThat(bench.store.jobs().open())
                .extracting(Job::work)
                .containsExactly(new Work.AutoPlan(pull, bench.head(pull), false));
    }

    @Test
    void aDraftIsLookedAtOnceAndPlannedWhenItIsReady() {
        hear(Bench.INFRA);
        PullRef pull = bench.draft(Bench.INFRA, "a");

        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(pull, bench.head(pull), true));
        assertThat(promisedByRound()).isEmpty();
        assertThat(bench.planned()).isEmpty();
        infra().ready(pull);
        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(pull, bench.head(pull), false));
        assertThat(bench.planned()).containsExactly("a");
        assertThat(promisedByRound()).isEmpty();
    }

    @Test
    void aDraftWhoseWebhooksArriveIsNotLookedAtAgain() {
        hear(Bench.INFRA);
        PullRef pull = bench.draft(Bench.INFRA, "a");
        arrives(Bench.INFRA);
        house.work();

        assertThat(promisedByRound()).isEmpty();
        bench.push(pull, "b");
        arrives(Bench.INFRA);
        house.work();
        assertThat(promisedByRound()).isEmpty();
    }

    @Test
    void aWebhookThatComesALittleLateIsWaitedFor() {
        PullRef pull = known("a");
        bench.push(pull, "b");
        grace = () -> arrives(Bench.INFRA);

        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(pull, bench.head(pull), false));
        assertThat(bench.planned()).containsExactly("a", "b");
    }

    @Test
    void aWebhookThatComesMuchTooLateChangesNothing() {
        PullRef pull = known("a");
        bench.push(pull, "b");
        round();

        arrives(Bench.INFRA);
        house.work();

        assertThat(bench.planned()).containsExactly("a", "b");
        assertThat(promisedByRound()).isEmpty();
        assertThat(infra().comments(pull)).hasSize(1);
    }

    @Test
    void aListThatLagsBehindIsNotBelievedAndIsReadAgain() {
        PullRef pull = known("a");
        Listing<OpenPull> stale = infra().repoReader().openPulls(Bench.INFRA, Optional.empty());
        bench.push(pull, "b");
        arrives(Bench.INFRA);
        house.work();
        round();
        lens = reader -> new Lens(reader) {
            @Override
            public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
                return repo.equals(Bench.INFRA) ? stale : super.openPulls(repo, tag);
            }
        };

        assertThat(promisedByRound()).isEmpty();
        lens = reader -> reader;
        bench.push(pull, "c");
        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(pull, bench.head(pull), false));
    }

    @Test
    void aPullRequestThatIsMissingFromTheListAndOpenIsLeftAlone() {
        PullRef pull = known("a");
        lens = reader -> new Lens(reader) {
            @Override
            public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
                return new Listing.Items<>(List.of(), Optional.of("empty"), Optional.empty());
            }
        };

        assertThat(promisedByRound()).isEmpty();
        assertThat(bench.board(pull).closed()).isFalse();
    }

    // ---- comments

    @Test
    void aLostCommandIsObeyedOnce() {
        PullRef pull = known("a");
        infra().comment(pull, "wanda", "tidelock apply");

        round();

        assertThat(bench.applied()).containsExactly("a");
        round();
        lookout = lookout();
        round();
        arrives(Bench.INFRA);
        house.work();
        assertThat(bench.applied()).containsExactly("a");
    }

    @Test
    void aCommandThatArrivedIsNotObeyedAgain() {
        PullRef pull = known("a");
        infra().comment(pull, "wanda", "tidelock version");
        arrives(Bench.INFRA);

        later();
        lookout.round();
        assertThat(bench.store.jobs().open()).hasSize(1);
        house.work();
        assertThat(promisedByRound()).isEmpty();
    }

    @Test
    void commandsFromBeforeTheFirstWebhookAreNotObeyed() {
        PullRef pull = bench.open(Bench.INFRA, "a");
        infra().comment(pull, "wanda", "tidelock plan");
        bench.clock.pass(Duration.ofSeconds(3));
        hear(Bench.INFRA);

        assertThat(promisedByRound()).isEmpty();
    }

    @Test
    void anEditIsNoCommand() {
        PullRef pull = known("a");
        CommentRef comment = infra().comment(pull, "wanda", "hello");
        bench.clock.pass(Duration.ofSeconds(20));
        infra().edit(comment, "tidelock apply");

        assertThat(promisedByRound()).isEmpty();
        assertThat(bench.applied()).isEmpty();
    }

    @Test
    void talkAndOurOwnWordsAreNoCommands() {
        PullRef pull = known("a");
        infra().comment(pull, "wanda", "plan to have lunch");
        infra().comment(pull, infra().self(), "<!-- tidelock:summary --> apply");

        assertThat(promisedByRound()).isEmpty();
    }

    @Test
    void aCommandOfLongAgoIsNotObeyed() {
        PullRef pull = known("a");
        infra().comment(pull, "wanda", "tidelock apply");
        bench.clock.pass(Duration.ofDays(8));

        assertThat(promisedByRound()).isEmpty();
        infra().comment(pull, "wanda", "tidelock version");
        assertThat(promisedByRound()).hasSize(1);
    }

    @Test
    void commandsAreObeyedInTheirOrder() {
        PullRef pull = known("a");
        infra().comment(pull, "wanda", "tidelock version");
        bench.tick();
        infra().comment(pull, "wanda", "tidelock help");

        assertThat(promisedByRound()).hasExactlyElementsOfTypes(Work.Version.class, Work.Reply.class);
    }

    // ---- the host

    @Test
    void whileNothingChangesTwoQuestionsAreAsked() {
        known("a");
        round();
        round();

        assertThat(callsOfRound()).containsExactly("pulls " + Bench.INFRA, "comments " + Bench.INFRA);
    }

    @Test
    void aHostWithoutTagsAndTimeIsComparedAllTheSame() {
        lens = reader -> new Lens(reader) {
            @Override
            <T> Listing<T> seen(Listing<T> listing) {
                return new Listing.Items<>(((Listing.Items<T>) listing).items(), Optional.empty(), Optional.empty());
            }
        };
        PullRef pull = known("a");
        bench.push(pull, "b");
        round();
        infra().comment(pull, "wanda", "tidelock apply");
        round();
        round();
        infra().close(pull);
        round();

        assertThat(bench.planned()).containsExactly("a", "b");
        assertThat(bench.applied()).containsExactly("b");
        assertThat(bench.board(pull).closed()).isTrue();
        assertThat(promisedByRound()).isEmpty();
    }

    @Test
    void aHostWhoseClockIsAnHourBehindIsUnderstood() {
        Duration behind = Duration.ofHours(1);
        lens = reader -> new Lens(reader) {
            @Override
            public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
                Listing.Items<OpenPull> list = (Listing.Items<OpenPull>) super.openPulls(repo, Optional.empty());
                return new Listing.Items<>(
                        list.items().stream().map(this::shifted).toList(),
                        Optional.empty(),
                        Optional.of(bench.clock.instant().minus(behind)));
            }

            private OpenPull shifted(OpenPull pull) {
                return new OpenPull(
                        pull.ref(),
                        pull.head(),
                        pull.baseBranch(),
                        pull.draft(),
                        pull.openedAt().map(at -> at.minus(behind)));
            }
        };
        bench.open(Bench.INFRA, "a");
        bench.clock.pass(Duration.ofSeconds(10));
        hear(Bench.INFRA);
        PullRef fresh = bench.open(Bench.INFRA, "b");

        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(fresh, bench.head(fresh), false));
    }

    @Test
    void oneRepositorysTroubleIsNotAnothers() {
        hear(Bench.INFRA);
        hear(Bench.PROD);
        PullRef lost = bench.open(Bench.PROD, "a");
        infra().misfortune().failNext(new Refused(Refused.Kind.NOT_FOUND, Problem.of("gone", "", "")));

        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(lost, bench.head(lost), false));
        infra().misfortune().failNext(Unavailable.notDone("down", null));
        PullRef second = bench.open(Bench.PROD, "b");
        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(second, bench.head(second), false));
        infra().misfortune().failNext(new IllegalStateException("a bug"));
        PullRef third = bench.open(Bench.PROD, "c");
        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(third, bench.head(third), false));
    }

    @Test
    void aHostThatTellsOfNoCommentsStillTellsOfPullRequests() {
        PullRef pull = known("a");
        bench.push(pull, "b");
        infra().misfortune().spareNext();
        infra().misfortune().failNext(new Refused(Refused.Kind.NOT_FOUND, Problem.of("no such list", "", "")));

        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(pull, bench.head(pull), false));
        infra().comment(pull, "wanda", "tidelock version");
        infra().misfortune().spareNext();
        infra().misfortune().failNext(Unavailable.notDone("down", null));
        assertThat(promisedByRound()).isEmpty();
        assertThat(promisedByRound()).hasSize(1);
    }

    @Test
    void whatWasMissedWhileTheHostWasDownIsFoundAfterwards() {
        PullRef pull = known("a");
        bench.push(pull, "b");
        infra().misfortune().failNext(Unavailable.notDone("down", null));
        assertThat(promisedByRound()).isEmpty();
        infra().misfortune().spareNext();
        infra().misfortune().spareNext();
        infra().misfortune().failNext(Unavailable.notDone("down", null));
        assertThat(promisedByRound()).isEmpty();

        assertThat(promisedByRound()).containsExactly(new Work.AutoPlan(pull, bench.head(pull), false));
    }

    @Test
    void aHostThatAsksForPatienceIsLeftAloneForThatLong() {
        known("a");
        infra().misfortune().failNext(Unavailable.notBefore("too many requests", Duration.ofMinutes(10)));
        assertThat(callsOfRound()).hasSize(1);

        assertThat(callsOfRound()).isEmpty();
        bench.clock.pass(Duration.ofMinutes(10));
        assertThat(callsOfRound()).hasSize(2);
    }

    @Test
    void aRepositoryThatWeNoLongerWorkForIsNotAskedFor() {
        known("a");
        ours = repo -> false;

        assertThat(callsOfRound()).isEmpty();
    }

    @Test
    void nobodyIsAskedForAStrangerWhoSentAWebhook() {
        ours = repo -> false;
        bench.store.deliveries().keep(io.tidelock.testkit.contract.Sample.ignored("d", bench.clock.instant()));

        assertThat(callsOfRound()).isEmpty();
        assertThat(bench.store.repositories().all()).isEmpty();
    }

    /** A reader through which the world looks a little different. */
    private static class Lens implements RepoReader {
        private final RepoReader reader;

        Lens(RepoReader reader) {
            this.reader = reader;
        }

        <T> Listing<T> seen(Listing<T> listing) {
            return listing;
        }

        @Override
        public Listing<OpenPull> openPulls(RepoRef repo, Optional<String> tag) {
            return seen(reader.openPulls(repo, tag));
        }

        @Override
        public Listing<Remark> comments(RepoRef repo, Instant since, Optional<String> tag) {
            return seen(reader.comments(repo, since, tag));
        }
    }
}
