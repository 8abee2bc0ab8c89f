package io.tidelock.server.journey;

import static io.tidelock.server.journey.FaultTable.FOR_GOOD;
import static io.tidelock.server.journey.FaultTable.HANG;
import static io.tidelock.server.journey.FaultTable.assertHeld;
import static io.tidelock.server.journey.FaultTable.assertNothingApplied;
import static io.tidelock.server.journey.FaultTable.assertOneComment;
import static io.tidelock.server.journey.FaultTable.notFound;
import static io.tidelock.server.journey.FaultTable.page;
import static io.tidelock.server.journey.FaultTable.planning;
import static io.tidelock.server.journey.FaultTable.reversed;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.fault.Effect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the host does, and whatever comes at the same time: the pull request ends up showing the truth, once. Real git, real
 * terraform, and faults that the forge itself commits. All lines are played side by side, each in a repository of its own, and are
 * looked at again when everything is quiet. What SIGTERM and {@code kill -9} do is in {@link GracefulStopTest} and {@link CrashTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledOnOs(OS.LINUX)
class FaultTableTest {
    private static final String PULL = "/pulls/1$";
    private static final String PERMISSION = "/collaborators/dev/permission";
    private static final String STATUS = "/statuses/";
    private static final String COMMENTS = "/issues/1/comments";
    private static final String COMMENT = "/issues/comments/[0-9]+$";
    private static final String REACTION = "/issues/comments/[0-9]+/reactions$";
    private static final String REFS = "/info/refs";
    private static final String PACK = "/git-upload-pack$";

    private final FaultTable table = new FaultTable(Manners.GITHUB);

    FaultTableTest() {
        readsOfThePullRequest();
        answersThatLag();
        readsOfAPermission();
        statuses();
        newComments();
        editsAndReactions();
        limits();
        git();
        webhooks();
        races();
    }

    // ---- the table

    private void readsOfThePullRequest() {
        table.planned(
                "the pull request cannot be read: 500, once", place -> place.next(1, "GET", PULL, Effect.status(500)));
        table.planned(
                "the pull request cannot be read: 502, for a while",
                place -> place.next(12, "GET", PULL, Effect.status(502)));
        table.planned(
                "the pull request cannot be read: 504, for a while",
                place -> place.next(8, "GET", PULL, Effect.status(504)));
        table.planned(
                "reading the pull request, the connection is dropped",
                place -> place.next(8, "GET", PULL, new Effect.Drop()));
        table.planned(
                "reading the pull request, the answer is cut", place -> place.next(4, "GET", PULL, new Effect.Cut(40)));
        table.planned(
                "reading the pull request, the answer stalls",
                place -> place.next(1, "GET", PULL, new Effect.Stall(40, HANG)));
        table.planned("reading the pull request hangs", place -> place.next(2, "GET", PULL, new Effect.Hang(HANG)));
        table.planned(
                "reading the pull request is slow",
                place -> place.next(2, "GET", PULL, new Effect.Delay(Trial.CALL.dividedBy(2))));
        table.planned("instead of the pull request comes a page", place -> place.next(4, "GET", PULL, page(200)));
        table.planned(
                "instead of the pull request comes an empty answer",
                place -> place.next(4, "GET", PULL, new Effect.Instead(200, Map.of(), "")));
        table.planned(
                "the token is not accepted for a while",
                place -> place.next(
                        12, "GET", PULL, new Effect.Instead(401, Map.of(), "{\"message\":\"Bad credentials\"}")));
        table.planned("the pull request is not there yet", place -> place.next(4, "GET", PULL, notFound()));
        table.planned("the pull request has moved, 301", place -> moved(place, "GET", "/pulls/1", 301));
        table.planned("the pull request has moved, 307", place -> moved(place, "GET", "/pulls/1", 307));
    }

    private void answersThatLag() {
        table.line(
                "the API still shows the old head",
                place -> {
                    place.open();
                    place.await("first plan", place::waitsForApply);
                    place.next(2, "GET", PULL, new Effect.Instead(200, Map.of(), place.json()));
                    place.commit("more");
                    place.await("plan of the new head", place::waitsForApply);
                },
                place -> {
                    assertOneComment(place, "Plan: 1 to add");
                    assertThat(place.waitsForApply()).as(place.account()).isTrue();
                    assertThat(place.calls("plan")).as(place.account()).isEqualTo(2);
                });
        table.line(
                "the API still shows a closed pull request as open",
                place -> {
                    place.open();
                    place.await("plan", place::waitsForApply);
                    place.next(2, "GET", PULL, new Effect.Instead(200, Map.of(), place.json()));
                    place.trial.sandbox.close(place.pull, "dev");
                    place.await("end", () -> !place.is("apply", "pending"));
                },
                place -> {
                    assertNothingApplied(place);
                    assertThat(place.said()).hasSize(1);
                    assertThat(place.is("apply", "pending")).as(place.account()).isFalse();
                });
    }

    private void readsOfAPermission() {
        table.applied(
                "a permission cannot be read: 500, for a while",
                place -> place.next(8, "GET", PERMISSION, Effect.status(500)));
        table.applied("reading a permission hangs", place -> place.next(1, "GET", PERMISSION, new Effect.Hang(HANG)));
        table.applied(
                "reading a permission, the token is not accepted",
                place -> place.next(4, "GET", PERMISSION, Effect.status(401)));
        table.applied(
                "reading a permission, the answer is cut",
                place -> place.next(4, "GET", PERMISSION, new Effect.Cut(10)));
    }

    private void statuses() {
        table.planned(
                "a status is answered 500, for a while", place -> place.next(6, "POST", STATUS, Effect.status(500)));
        table.planned("a status is set and answered 502", place -> place.next(3, "POST", STATUS, Effect.doneBut(502)));
        table.planned(
                "setting a status, the connection is dropped",
                place -> place.next(4, "POST", STATUS, new Effect.Drop()));
        table.planned(
                "a status is set and the connection is dropped",
                place -> place.next(3, "POST", STATUS, new Effect.DoneThenDrop()));
        table.planned(
                "setting a status, the token is not accepted",
                place -> place.next(8, "POST", STATUS, Effect.status(401)));
        table.planned(
                "a commit is not known yet, 422",
                place -> place.next(
                        3, "POST", STATUS, new Effect.Instead(422, Map.of(), "{\"message\":\"No commit found\"}")));
        table.planned("a commit is not known yet, 404", place -> place.next(3, "POST", STATUS, notFound()));
        table.planned("statuses have moved, 301", place -> moved(place, "POST", STATUS, 301));
        table.planned("statuses have moved, 307", place -> moved(place, "POST", STATUS, 307));
        table.planned("the first sign hangs", place -> place.next(1, "POST", STATUS, new Effect.Hang(HANG)));
        table.line(
                "statuses hang, and the comment comes all the same",
                place -> {
                    place.next(4, "POST", STATUS, new Effect.Hang(HANG)).open();
                    place.await("comment", () -> place.summarised("Plan: 1 to add"));
                    place.await("end", place::waitsForApply);
                },
                FaultTable::assertPlanned);
        table.line(
                "statuses are refused for good, and the comment comes all the same",
                place -> {
                    place.next(FOR_GOOD, "POST", STATUS, Effect.status(422)).open();
                    place.await("comment", () -> place.summarised("Plan: 1 to add"));
                },
                place -> {
                    assertOneComment(place, "Plan: 1 to add");
                    assertThat(place.trial.sandbox.statuses(place.repo, place.head()))
                            .isEmpty();
                });
    }

    private void newComments() {
        table.planned(
                "a comment is answered 502, for a while", place -> place.next(6, "POST", COMMENTS, Effect.status(502)));
        table.planned(
                "a comment is created and answered 502", place -> place.next(1, "POST", COMMENTS, Effect.doneBut(502)));
        table.planned("a comment is created and answered 500, and cannot be read back at first", place -> {
            place.next(1, "POST", COMMENTS, Effect.doneBut(500));
            place.next(8, "GET", COMMENTS, Effect.status(500));
        });
        table.planned("a comment is created and answered 504, and reading it back hangs", place -> {
            place.next(1, "POST", COMMENTS, Effect.doneBut(504));
            place.next(1, "GET", COMMENTS, new Effect.Hang(HANG));
        });
        table.planned(
                "creating a comment, the connection is dropped",
                place -> place.next(3, "POST", COMMENTS, new Effect.Drop()));
        table.planned(
                "a comment is created and the connection is dropped",
                place -> place.next(1, "POST", COMMENTS, new Effect.DoneThenDrop()));
        table.planned("creating a comment hangs", place -> place.next(1, "POST", COMMENTS, new Effect.Hang(HANG)));
        table.planned(
                "a comment is created and then it hangs",
                place -> place.next(1, "POST", COMMENTS, new Effect.DoneThenHang(HANG)));
        table.planned(
                "a comment is created and the answer is cut",
                place -> place.next(1, "POST", COMMENTS, new Effect.Cut(30)));
        table.planned(
                "a comment is created and answered by a page",
                place -> place.next(1, "POST", COMMENTS, new Effect.DoneBut(201, Map.of(), "<html>Created")));
        table.planned(
                "creating a comment, the token is not accepted",
                place -> place.next(6, "POST", COMMENTS, Effect.status(401)));
        table.planned("a comment is answered 404 at first", place -> place.next(2, "POST", COMMENTS, notFound()));
    }

    private void editsAndReactions() {
        table.applied(
                "an edit is answered 500, for a while", place -> place.next(6, "PATCH", COMMENT, Effect.status(500)));
        table.applied(
                "an edit is made and answered 502", place -> place.next(1, "PATCH", COMMENT, Effect.doneBut(502)));
        table.applied("an edit hangs", place -> place.next(1, "PATCH", COMMENT, new Effect.Hang(HANG)));
        table.applied(
                "a comment to be edited is not found for a moment",
                place -> place.next(2, "PATCH", COMMENT, notFound()));
        table.applied(
                "a reaction is answered 500, for a while",
                place -> place.next(6, "POST", REACTION, Effect.status(500)));
        table.applied("a reaction hangs", place -> place.next(1, "POST", REACTION, new Effect.Hang(HANG)));
        table.applied("a host without reactions", place -> place.next(FOR_GOOD, "POST", REACTION, notFound()));
        table.applied(
                "statuses are answered 502 during an apply",
                place -> place.next(6, "POST", STATUS, Effect.status(502)));
    }

    private void limits() {
        table.limited(planning("a limit on reads: 403, until a time", place -> place.next(2, "GET", PULL, primary())));
        table.limited(
                planning("a limit on statuses: 403, until a time", place -> place.next(2, "POST", STATUS, primary())));
        table.limited(planning(
                "a limit on reads: 403 with Retry-After",
                place -> place.next(2, "GET", PULL, Effect.secondaryRateLimit(1))));
        table.limited(planning(
                "a limit on comments: 403 with Retry-After",
                place -> place.next(2, "POST", COMMENTS, Effect.secondaryRateLimit(1))));
        table.limited(planning(
                "a limit on comments: 429 with Retry-After",
                place -> place.next(2, "POST", COMMENTS, new Effect.Instead(429, Map.of("Retry-After", "1"), ""))));
        table.limited(planning(
                "a limit on comments: 403 in words only",
                place -> place.next(1, "POST", COMMENTS, Effect.secondaryRateLimit(-1))));
        table.limited(planning(
                "a limit on reads: 403 in words only",
                place -> place.next(1, "GET", PULL, Effect.secondaryRateLimit(-1))));
        table.limited(planning("maintenance: 503 with Retry-After", place -> {
            Effect maintenance = new Effect.Instead(503, Map.of("Retry-After", "1"), "");
            place.next(1, "GET", PULL, maintenance).next(2, "POST", STATUS, maintenance);
        }));
        table.limited(new FaultTable.Line(
                "nobody listens for a while",
                true,
                place -> {
                    place.hold("plan");
                    place.open();
                    place.awaitCall("plan");
                    place.trial.turnstile.close();
                    place.release("plan");
                    Realm.sleep(Duration.ofSeconds(3));
                    place.trial.turnstile.open();
                    place.await("end", place::waitsForApply);
                },
                FaultTable::assertPlanned));
    }

    private void git() {
        table.planned("git answers 503, for a while", place -> place.next(4, "GET", REFS, Effect.status(503)));
        table.planned("git answers 500 to the fetch", place -> place.next(3, "POST", PACK, Effect.status(500)));
        table.planned("git hangs", place -> place.next(1, "GET", REFS, new Effect.Hang(HANG)));
        table.planned("git hangs at the fetch", place -> place.next(1, "POST", PACK, new Effect.Hang(HANG)));
        table.planned("git drops the connection", place -> place.next(2, "POST", PACK, new Effect.Drop()));
        table.planned("the pack is cut", place -> FaultTable.afterRefs(place, new Effect.Cut(300)));
        table.planned("the pack stalls", place -> FaultTable.afterRefs(place, new Effect.Stall(300, HANG)));
        table.planned(
                "git does not accept the token for a moment",
                place -> place.next(
                        1,
                        "GET",
                        REFS,
                        new Effect.Instead(401, Map.of("WWW-Authenticate", "Basic realm=\"git\""), "")));
        table.planned("git forbids for a moment", place -> place.next(1, "GET", REFS, Effect.status(403)));
        table.planned("git does not have the repository yet", place -> place.next(2, "GET", REFS, notFound()));
        table.planned("git answers with a page", place -> place.next(2, "GET", REFS, page(200)));
        table.line(
                "the pull request's ref is not there yet",
                place -> {
                    place.next(1, "GET", PULL, new Effect.Delay(Duration.ofSeconds(1)))
                            .open();
                    String head = place.head();
                    place.ref("-d", "refs/pull/1/head");
                    Realm.sleep(Duration.ofSeconds(2));
                    place.ref("refs/pull/1/head", head);
                    place.await("end", place::waitsForApply);
                },
                FaultTable::assertPlanned);
        table.line(
                "the pull request's ref still shows the old head",
                place -> {
                    place.open();
                    place.await("first plan", place::waitsForApply);
                    String old = place.head();
                    place.next(1, "GET", PULL, new Effect.Delay(Duration.ofSeconds(1)));
                    String fresh = place.commit("more");
                    place.ref("refs/pull/1/head", old);
                    place.await("plan of the new head", place::waitsForApply);
                    place.ref("refs/pull/1/head", fresh);
                },
                place -> {
                    assertOneComment(place, "Plan: 1 to add");
                    assertThat(place.waitsForApply()).as(place.account()).isTrue();
                    assertThat(place.calls("plan")).as(place.account()).isEqualTo(2);
                });
    }

    private void webhooks() {
        table.line(
                "webhooks come twice",
                place -> {
                    place.open();
                    place.await("end", place::waitsForApply);
                    place.comment("tidelock apply");
                    place.await("apply", place::applied);
                    List.copyOf(place.deliveries()).forEach(delivery -> place.deliver(delivery, delivery.guid()));
                    List.copyOf(place.deliveries())
                            .forEach(delivery -> place.trial.sandbox.redeliver(place.repo, delivery));
                },
                FaultTable::assertApplied);
        table.line(
                "webhooks come in the wrong order",
                place -> {
                    place.open();
                    place.commit("more");
                    reversed(place);
                    place.await("end", place::waitsForApply);
                },
                place -> {
                    assertOneComment(place, "Plan: 1 to add");
                    assertThat(place.waitsForApply()).as(place.account()).isTrue();
                });
        table.line(
                "the end comes before the beginning",
                place -> {
                    place.open();
                    place.trial.sandbox.close(place.pull, "dev");
                    reversed(place);
                },
                FaultTable::assertNothingDone);
        table.line(
                "the beginning comes after the merge",
                place -> {
                    place.open();
                    place.trial.sandbox.merge(place.pull, "merge", "dev");
                    place.await("webhooks", () -> place.trial.sandbox.webhooksDelivered());
                    place.deliveries().forEach(delivery -> place.deliver(delivery, delivery.guid()));
                    place.await("plan of what was merged", () -> place.summarised("Plan: 1 to add"));
                },
                place -> assertHeld(place, 1));
    }

    private void races() {
        table.line(
                "a push during a plan",
                place -> {
                    place.hold("plan");
                    place.open();
                    place.awaitCall("plan");
                    place.commit("more");
                    place.release("plan");
                    place.await("end", place::waitsForApply);
                },
                place -> {
                    assertOneComment(place, "Plan: 1 to add");
                    assertThat(place.waitsForApply()).as(place.account()).isTrue();
                    assertThat(place.calls("plan")).as(place.account()).isEqualTo(2);
                });
        table.line(
                "five pushes in a row",
                place -> {
                    place.open();
                    for (int i = 0; i < 5; i++) {
                        place.commit("push-" + i);
                        Realm.sleep(Duration.ofMillis(100));
                    }
                    place.await("end", place::waitsForApply);
                },
                place -> {
                    assertOneComment(place, "Plan: 1 to add");
                    assertThat(place.said().getFirst().body()).contains("push-4");
                    assertThat(place.waitsForApply()).as(place.account()).isTrue();
                });
        table.duringApply("a push during an apply", place -> place.commit("more"), place -> {
            place.await("plan of the new head", () -> place.is("plan", "success"));
            assertThat(place.calls("plan")).as(place.account()).isEqualTo(2);
        });
        table.duringApply(
                "apply is asked for again during an apply", place -> place.comment("tidelock apply"), place -> {});
        table.duringApply(
                "unlock is asked for during an apply", place -> place.comment("tidelock unlock"), place -> {});
        table.duringApply(
                "the pull request is closed during an apply",
                place -> place.trial.sandbox.close(place.pull, "dev"),
                place -> assertOneComment(place, "Closed, 1 applied"));
        table.duringApply(
                "the pull request is merged during an apply",
                place -> place.trial.sandbox.merge(place.pull, "merge", "dev"),
                place -> assertOneComment(place, "### ✅ Merged, 1 applied"));
        table.line(
                "apply is asked for twice at once",
                place -> {
                    place.open();
                    place.await("plan", place::waitsForApply);
                    place.comment("tidelock apply");
                    place.comment("tidelock apply");
                    place.await("apply", place::applied);
                },
                place -> {
                    assertThat(place.applied()).as(place.account()).isTrue();
                    assertThat(place.calls("apply")).isOne();
                    assertThat(place.written()).containsExactly("made");
                });
        table.line(
                "the pull request is closed during a plan",
                place -> {
                    place.hold("plan");
                    place.open();
                    place.awaitCall("plan");
                    place.trial.sandbox.close(place.pull, "dev");
                    place.release("plan");
                    place.await("end", () -> !place.is("plan", "pending"));
                },
                FaultTable::assertNothingApplied);
        table.line(
                "the pull request is merged during a plan",
                place -> {
                    place.hold("plan");
                    place.open();
                    place.awaitCall("plan");
                    place.trial.sandbox.merge(place.pull, "squash", "dev");
                    place.release("plan");
                    place.await("plan of what was merged", () -> place.summarised("Plan: 1 to add"));
                },
                place -> assertHeld(place, 2));
    }

    private static void moved(Place place, String method, String path, int status) {
        String head = path.equals(STATUS) ? path + place.commit("made") : path;
        place.next(
                1,
                method,
                path + "[^?]*$",
                new Effect.Instead(status, Map.of("Location", "/api/v3/repos/" + place.repo + head + "?moved=1"), ""));
    }

    private static Effect primary() {
        return new Effect.Instead(
                403,
                Map.of(
                        "X-RateLimit-Remaining",
                        "0",
                        "X-RateLimit-Reset",
                        Long.toString(Instant.now().plusSeconds(2).getEpochSecond())),
                "{\"message\":\"API rate limit exceeded\"}");
    }

    @BeforeAll
    void play(@TempDir Path folder) throws IOException {
        table.play(folder);
    }

    @AfterAll
    void end() {
        table.close();
    }

    Stream<FaultTable.Line> lines() {
        return table.lines();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void endsRight(FaultTable.Line line) throws Exception {
        table.check(line);
    }
}
