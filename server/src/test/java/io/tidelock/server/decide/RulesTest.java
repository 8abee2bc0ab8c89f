package io.tidelock.server.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.PullRequest.State;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.change.Side;
import io.tidelock.core.command.Target;
import io.tidelock.core.event.Event;
import io.tidelock.core.event.Event.Change;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Work;
import io.tidelock.server.decide.Decision.Ignore;
import io.tidelock.server.decide.Decision.Promise;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesTest {
    private static final RepoRef OURS = new RepoRef("github.com", "acme/infra");
    private static final RepoRef STRANGE = new RepoRef("github.com", "acme/infra-prod");
    private static final CommitSha HEAD = new CommitSha("a".repeat(40));
    private static final CommitSha BASE = new CommitSha("b".repeat(40));
    private static final Actor ANN = Actor.person("ann");
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    private final Rules rules = new Rules(
            OURS::equals, new CommandWords(true, Set.of("tidelock"), Optional.of("tide")), List.of("Renovate[bot]"));

    @ParameterizedTest
    @EnumSource
    void plansWhatChanged(Change change) {
        Decision decision = rules.decide(new Event.PullChanged(pull(OURS, State.OPEN, false, OURS), change, ANN));

        PullRef pull = new PullRef(OURS, 7);
        assertThat(decision).isInstanceOfSatisfying(Promise.class, promise -> {
            assertThat(promise.work()).isEqualTo(new Work.AutoPlan(pull, HEAD, false));
            assertThat(promise.again()).contains(new Work.AutoPlan(pull, HEAD, true));
            assertThat(promise.verdict()).contains("github.com/acme/infra#7", "aaaaaaa");
        });
    }

    @Test
    void draftsAndForksAreLookedAtWhenTheWorkIsDone() {
        RepoRef fork = new RepoRef("github.com", "eve/infra");
        assertThat(rules.decide(new Event.PullChanged(pull(OURS, State.OPEN, true, fork), Change.OPENED, ANN)))
                .isInstanceOf(Promise.class);
    }

    @Test
    void ignoresAChangeOfWhatIsNotOpen() {
        assertThat(rules.decide(new Event.PullChanged(pull(OURS, State.CLOSED, false, OURS), Change.RETARGETED, ANN)))
                .isInstanceOf(Ignore.class);
    }

    @ParameterizedTest
    @CsvSource({"CLOSED,false", "MERGED,true"})
    void clearsUpAfterAClosedPullRequest(State state, boolean merged) {
        Decision decision = rules.decide(new Event.PullClosed(pull(OURS, state, false, OURS), ANN));

        PullRef ref = new PullRef(OURS, 7);
        Work close = merged ? new Work.Land(ref, HEAD) : new Work.Close(ref, HEAD);
        assertThat(decision).isInstanceOfSatisfying(Promise.class, promise -> {
            assertThat(promise.work()).isEqualTo(close);
            assertThat(promise.again()).contains(close);
        });
    }

    @Test
    void looksAgainWhenABaseMoved() {
        Decision decision = rules.decide(new Event.BranchPushed(OURS, "main", BASE));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Promise.class,
                        promise -> assertThat(promise.work()).isEqualTo(new Work.BaseMoved(OURS, "main", BASE)));
    }

    @Test
    void looksAgainAtWhatIsMissingWhenPeopleOrChecksSaySomething() {
        Rules attentive = new Rules(
                repo -> true,
                new CommandWords(true, Set.of(), Optional.empty()),
                Allowed.EVERYTHING,
                List.of(),
                name -> name.startsWith("tidelock/"));
        PullRef pull = new PullRef(OURS, 7);

        assertThat(attentive.decide(new Event.Reviewed(pull)))
                .isInstanceOfSatisfying(
                        Promise.class, promise -> assertThat(promise.work()).isEqualTo(new Work.Reassess(pull)));
        assertThat(attentive.decide(new Event.Checked(OURS, BASE, Optional.of("ci/test"))))
                .isInstanceOfSatisfying(
                        Promise.class, promise -> assertThat(promise.work()).isEqualTo(new Work.Checked(OURS, BASE)));
        assertThat(attentive.decide(new Event.Checked(OURS, BASE, Optional.of("tidelock/plan"))))
                .isEqualTo(new Ignore("a status of our own"));
    }

    @Test
    void aButtonIsObeyedAsACommentWouldBe() {
        CommentRef button = CommentRef.button(new PullRef(OURS, 7), "5.1");
        Event.Wished wished = new Event.Wished(button, Actor.person("alice"), Instant.EPOCH);

        assertThat(rules.decide(wished))
                .isInstanceOfSatisfying(
                        Promise.class,
                        promise -> assertThat(promise.work()).isInstanceOfSatisfying(Work.Plan.class, plan -> {
                            assertThat(plan.order().author()).isEqualTo(Actor.person("alice"));
                            assertThat(plan.order().comment().written()).isFalse();
                        }));
        Rules noPlans = new Rules(
                repo -> true,
                new CommandWords(true, Set.of(), Optional.empty()),
                new Allowed(Set.of("apply"), true, List.of(), List.of()),
                List.of());
        assertThat(noPlans.decide(wished)).isInstanceOf(Ignore.class);
        assertThat(rules.decide(new Event.Wished(button, new Actor("x[bot]", Actor.Kind.BOT), Instant.EPOCH)))
                .isInstanceOf(Ignore.class);
    }

    @Test
    void keepsTheReasonOfWhatLeadsNowhere() {
        assertThat(rules.decide(new Event.Uninteresting(Optional.empty(), "a star")))
                .isEqualTo(new Ignore("a star"));
        assertThat(rules.decide(new Event.Uninteresting(Optional.of(OURS), "a star")))
                .isEqualTo(new Ignore("a star"));
    }

    @Test
    void isSilentAboutOtherRepositories() {
        List<Event> events = List.of(
                new Event.PullChanged(pull(STRANGE, State.OPEN, false, STRANGE), Change.OPENED, ANN),
                new Event.PullClosed(pull(STRANGE, State.MERGED, false, STRANGE), ANN),
                new Event.BranchPushed(STRANGE, "main", BASE),
                comment(STRANGE, ANN, "tidelock nonsense"),
                comment(STRANGE, ANN, "apply"));

        assertThat(events)
                .allSatisfy(event -> assertThat(rules.decide(event))
                        .isInstanceOfSatisfying(
                                Ignore.class,
                                ignore -> assertThat(ignore.reason()).contains("not on the repository allowlist")));
    }

    @Test
    void obeysAComment() {
        CommentOrder order = order(ANN);
        assertThat(promised("plan -d net -- -destroy"))
                .isEqualTo(new Work.Plan(order, new Target.InDirectory("net", "default"), List.of("-destroy"), false));
        assertThat(promised("apply -p web --verbose")).isEqualTo(new Work.Apply(order, new Target.Named("web"), true));
        assertThat(promised("unlock")).isEqualTo(new Work.Unlock(order));
        assertThat(promised("version")).isEqualTo(new Work.Version(order));
        assertThat(promised("help"))
                .isInstanceOfSatisfying(
                        Work.Reply.class,
                        reply -> assertThat(reply.text())
                                .contains("tidelock plan", "tidelock apply", "tidelock unlock"));
        assertThat(promised("plan -h")).isInstanceOf(Work.Reply.class);
        assertThat(promised("tidelock aply"))
                .isInstanceOfSatisfying(
                        Work.Reply.class, reply -> assertThat(reply.text()).contains("Did you mean `tidelock apply`?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "apply", "unlock", "version", "help", "tidelock aply", "plan -h"})
    void neverObeysACommentTwice(String body) {
        assertThat(rules.decide(comment(OURS, ANN, body)))
                .isInstanceOfSatisfying(
                        Promise.class, promise -> assertThat(promise.again()).isEmpty());
    }

    @Test
    void ignoresWhatItSaidItself() {
        assertThat(rules.decide(comment(OURS, ANN, "tidelock nonsense <!-- tidelock:reply 1 -->")))
                .isEqualTo(new Ignore("our own comment"));
    }

    @ParameterizedTest
    @CsvSource({
        "ann,           PERSON,  true",
        "renovate[bot], BOT,     true",
        "RENOVATE[bot], BOT,     true",
        "renovate[bot], UNKNOWN, true",
        "renovate,      BOT,     false",
        "other[bot],    BOT,     false",
        "other[bot],    PERSON,  false",
        "someone,       BOT,     false",
        "someone,       UNKNOWN, false"
    })
    void botsOnlyByList(String login, Actor.Kind kind, boolean counts) {
        Decision decision = rules.decide(comment(OURS, new Actor(login, kind), "apply"));

        assertThat(decision instanceof Promise).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({
        "tidelock apply,           `apply` is not allowed here; --allow-commands",
        "unlock,                   `unlock` is not allowed here",
        "plan -- -target=a.b,      `-target=a.b` is not allowed here; --blocked-extra-args",
        "plan -- --target a.b,     `-target=a.b` is not allowed here",
        "tidelock help,            tidelock plan"
    })
    void whatTheOperatorDoesNotAllowIsAnsweredAndNotDone(String body, String said) {
        Rules strict = new Rules(
                OURS::equals,
                new CommandWords(true, Set.of("tidelock"), Optional.empty()),
                new Allowed(Set.of("plan", "version"), true, List.of("--target", "-chdir"), List.of()),
                List.of());

        assertThat(strict.decide(comment(OURS, ANN, body)))
                .isInstanceOfSatisfying(
                        Promise.class,
                        promise -> assertThat(promise.work())
                                .isInstanceOfSatisfying(
                                        Work.Reply.class,
                                        reply -> assertThat(reply.text())
                                                .contains(said.split("; "))
                                                .doesNotContain("tidelock apply", "tidelock unlock")));
        assertThat(strict.decide(comment(OURS, ANN, "plan -- -var a=b")))
                .isInstanceOfSatisfying(
                        Promise.class, promise -> assertThat(promise.work()).isInstanceOf(Work.Plan.class));
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/vars/prod.tfvars,          true",
        "/etc/vars/eu/prod.tfvars,       true",
        "eu/prod.tfvars,                 true",
        "/etc/vars,                      false",
        "/etc/vars/,                     false",
        "/etc/varsity/prod.tfvars,       false",
        "/etc/vars/../passwd,            false",
        "/etc/vars/./prod.tfvars,        false",
        "/etc/vars//prod.tfvars,         false",
        "/etc/passwd,                    false",
        "//etc/vars/prod.tfvars,         false",
        "../etc/vars/prod.tfvars,        false"
    })
    void aCommentNamesFilesOfTheProjectAndOfFoldersThatTheOperatorNames(String file, boolean good) {
        Rules generous = new Rules(
                OURS::equals,
                new CommandWords(true, Set.of("tidelock"), Optional.empty()),
                new Allowed(Allowed.EVERYTHING.commands(), true, List.of(), List.of("/etc/vars")),
                List.of());

        assertThat(generous.decide(comment(OURS, ANN, "plan -- -var-file=" + file)))
                .isInstanceOfSatisfying(Promise.class, promise -> {
                    if (good) {
                        assertThat(promise.work())
                                .isInstanceOfSatisfying(
                                        Work.Plan.class,
                                        plan -> assertThat(plan.extraArgs()).containsExactly("-var-file=" + file));
                    } else {
                        assertThat(promise.work())
                                .isInstanceOfSatisfying(
                                        Work.Reply.class,
                                        reply -> assertThat(reply.text()).contains("or one of `/etc/vars`"));
                    }
                });
    }

    @Test
    void everythingAtOnceMayBeForbidden() {
        Rules strict = new Rules(
                OURS::equals,
                new CommandWords(true, Set.of("tidelock"), Optional.empty()),
                new Allowed(Allowed.EVERYTHING.commands(), false, List.of(), List.of()),
                List.of());

        assertThat(strict.decide(comment(OURS, ANN, "apply")))
                .isInstanceOfSatisfying(
                        Promise.class,
                        promise -> assertThat(promise.work())
                                .isInstanceOfSatisfying(
                                        Work.Reply.class,
                                        reply -> assertThat(reply.text()).contains("tidelock apply -d DIR")));
        assertThat(strict.decide(comment(OURS, ANN, "apply -d net")))
                .isInstanceOfSatisfying(
                        Promise.class, promise -> assertThat(promise.work()).isInstanceOf(Work.Apply.class));
    }

    @Test
    void givesNoAnswerToABotsMistake() {
        Actor bot = new Actor("other[bot]", Actor.Kind.BOT);
        assertThat(rules.decide(comment(OURS, bot, "tidelock nonsense"))).isInstanceOf(Ignore.class);
    }

    private Work promised(String body) {
        Decision decision = rules.decide(comment(OURS, ANN, body));
        assertThat(decision).isInstanceOf(Promise.class);
        return ((Promise) decision).work();
    }

    private static Event comment(RepoRef repo, Actor author, String body) {
        return new Event.Commented(new CommentRef(new PullRef(repo, 7), "1"), author, NOON, body);
    }

    private static CommentOrder order(Actor author) {
        return new CommentOrder(new CommentRef(new PullRef(OURS, 7), "1"), author, NOON);
    }

    private static PullRequest pull(RepoRef repo, State state, boolean draft, RepoRef headRepo) {
        return new PullRequest(
                new PullRef(repo, 7),
                "Add a network",
                "https://github.com/" + repo.path() + "/pull/7",
                "https://github.com/" + repo.path() + ".git",
                state,
                draft,
                ANN,
                new Side(Optional.of(headRepo), "net", HEAD),
                new Side(Optional.of(repo), "main", BASE),
                Set.of(),
                Optional.empty());
    }
}
