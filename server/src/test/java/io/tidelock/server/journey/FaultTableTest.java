package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.CommentView;
import io.tidelock.sandbox.fault.Effect;
import io.tidelock.sandbox.hook.Delivery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
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
    private static final int AT_ONCE = 10;

    private static final int FOR_GOOD = 10_000;

    /** Longer than a call may take. */
    private static final Duration HANG = Trial.CALL.plusSeconds(1);

    private static final String PULL = "/pulls/1$";
    private static final String PERMISSION = "/collaborators/dev/permission";
    private static final String STATUS = "/statuses/";
    private static final String COMMENTS = "/issues/1/comments";
    private static final String COMMENT = "/issues/comments/[0-9]+$";
    private static final String REACTION = "/issues/comments/[0-9]+/reactions$";
    private static final String REFS = "/info/refs";
    private static final String PACK = "/git-upload-pack$";

    /** @param host true for faults that make the server hold back from the host altogether */
    record Line(String name, boolean host, Consumer<Place> story, Consumer<Place> end) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Future<Place>> played = new LinkedHashMap<>();
    private final List<Trial> trials = new ArrayList<>();

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
        planned("the pull request cannot be read: 500, once", place -> place.next(1, "GET", PULL, Effect.status(500)));
        planned(
                "the pull request cannot be read: 502, for a while",
                place -> place.next(12, "GET", PULL, Effect.status(502)));
        planned(
                "the pull request cannot be read: 504, for a while",
                place -> place.next(8, "GET", PULL, Effect.status(504)));
        planned(
                "reading the pull request, the connection is dropped",
                place -> place.next(8, "GET", PULL, new Effect.Drop()));
        planned("reading the pull request, the answer is cut", place -> place.next(4, "GET", PULL, new Effect.Cut(40)));
        planned(
                "reading the pull request, the answer stalls",
                place -> place.next(1, "GET", PULL, new Effect.Stall(40, HANG)));
        planned("reading the pull request hangs", place -> place.next(2, "GET", PULL, new Effect.Hang(HANG)));
        planned(
                "reading the pull request is slow",
                place -> place.next(2, "GET", PULL, new Effect.Delay(Trial.CALL.dividedBy(2))));
        planned("instead of the pull request comes a page", place -> place.next(4, "GET", PULL, page(200)));
        planned(
                "instead of the pull request comes an empty answer",
                place -> place.next(4, "GET", PULL, new Effect.Instead(200, Map.of(), "")));
        planned(
                "the token is not accepted for a while",
                place -> place.next(
                        12, "GET", PULL, new Effect.Instead(401, Map.of(), "{\"message\":\"Bad credentials\"}")));
        planned("the pull request is not there yet", place -> place.next(4, "GET", PULL, notFound()));
        planned("the pull request has moved, 301", place -> moved(place, "GET", "/pulls/1", 301));
        planned("the pull request has moved, 307", place -> moved(place, "GET", "/pulls/1", 307));
    }

    private void answersThatLag() {
        line(
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
        line(
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
        applied(
                "a permission cannot be read: 500, for a while",
                place -> place.next(8, "GET", PERMISSION, Effect.status(500)));
        applied("reading a permission hangs", place -> place.next(1, "GET", PERMISSION, new Effect.Hang(HANG)));
        applied(
                "reading a permission, the token is not accepted",
                place -> place.next(4, "GET", PERMISSION, Effect.status(401)));
        applied(
                "reading a permission, the answer is cut",
                place -> place.next(4, "GET", PERMISSION, new Effect.Cut(10)));
    }

    private void statuses() {
        planned("a status is answered 500, for a while", place -> place.next(6, "POST", STATUS, Effect.status(500)));
        planned("a status is set and answered 502", place -> place.next(3, "POST", STATUS, Effect.doneBut(502)));
        planned(
                "setting a status, the connection is dropped",
                place -> place.next(4, "POST", STATUS, new Effect.Drop()));
        planned(
                "a status is set and the connection is dropped",
                place -> place.next(3, "POST", STATUS, new Effect.DoneThenDrop()));
        planned(
                "setting a status, the token is not accepted",
                place -> place.next(8, "POST", STATUS, Effect.status(401)));
        planned(
                "a commit is not known yet, 422",
                place -> place.next(
                        3, "POST", STATUS, new Effect.Instead(422, Map.of(), "{\"message\":\"No commit found\"}")));
        planned("a commit is not known yet, 404", place -> place.next(3, "POST", STATUS, notFound()));
        planned("statuses have moved, 301", place -> moved(place, "POST", STATUS, 301));
        planned("statuses have moved, 307", place -> moved(place, "POST", STATUS, 307));
        planned("the first sign hangs", place -> place.next(1, "POST", STATUS, new Effect.Hang(HANG)));
        line(
                "statuses hang, and the comment comes all the same",
                place -> {
                    place.next(4, "POST", STATUS, new Effect.Hang(HANG)).open();
                    place.await("comment", () -> place.summarised("Plan: 1 to add"));
                    place.await("end", place::waitsForApply);
                },
                FaultTableTest::assertPlanned);
        line(
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
        planned("a comment is answered 502, for a while", place -> place.next(6, "POST", COMMENTS, Effect.status(502)));
        planned("a comment is created and answered 502", place -> place.next(1, "POST", COMMENTS, Effect.doneBut(502)));
        planned("a comment is created and answered 500, and cannot be read back at first", place -> {
            place.next(1, "POST", COMMENTS, Effect.doneBut(500));
            place.next(8, "GET", COMMENTS, Effect.status(500));
        });
        planned("a comment is created and answered 504, and reading it back hangs", place -> {
            place.next(1, "POST", COMMENTS, Effect.doneBut(504));
            place.next(1, "GET", COMMENTS, new Effect.Hang(HANG));
        });
        planned(
                "creating a comment, the connection is dropped",
                place -> place.next(3, "POST", COMMENTS, new Effect.Drop()));
        planned(
                "a comment is created and the connection is dropped",
                place -> place.next(1, "POST", COMMENTS, new Effect.DoneThenDrop()));
        planned("creating a comment hangs", place -> place.next(1, "POST", COMMENTS, new Effect.Hang(HANG)));
        planned(
                "a comment is created and then it hangs",
                place -> place.next(1, "POST", COMMENTS, new Effect.DoneThenHang(HANG)));
        planned(
                "a comment is created and the answer is cut",
                place -> place.next(1, "POST", COMMENTS, new Effect.Cut(30)));
        planned(
                "a comment is created and answered by a page",
                place -> place.next(1, "POST", COMMENTS, new Effect.DoneBut(201, Map.of(), "<html>Created")));
        planned(
                "creating a comment, the token is not accepted",
                place -> place.next(6, "POST", COMMENTS, Effect.status(401)));
        planned("a comment is answered 404 at first", place -> place.next(2, "POST", COMMENTS, notFound()));
    }

    private void editsAndReactions() {
        applied("an edit is answered 500, for a while", place -> place.next(6, "PATCH", COMMENT, Effect.status(500)));
        applied("an edit is made and answered 502", place -> place.next(1, "PATCH", COMMENT, Effect.doneBut(502)));
        applied("an edit hangs", place -> place.next(1, "PATCH", COMMENT, new Effect.Hang(HANG)));
        applied(
                "a comment to be edited is not found for a moment",
                place -> place.next(2, "PATCH", COMMENT, notFound()));
        applied(
                "a reaction is answered 500, for a while",
                place -> place.next(6, "POST", REACTION, Effect.status(500)));
        applied("a reaction hangs", place -> place.next(1, "POST", REACTION, new Effect.Hang(HANG)));
        applied("a host without reactions", place -> place.next(FOR_GOOD, "POST", REACTION, notFound()));
        applied(
                "statuses are answered 502 during an apply",
                place -> place.next(6, "POST", STATUS, Effect.status(502)));
    }

    private void limits() {
        limited(planning("a limit on reads: 403, until a time", place -> place.next(2, "GET", PULL, primary())));
        limited(planning("a limit on statuses: 403, until a time", place -> place.next(2, "POST", STATUS, primary())));
        limited(planning(
                "a limit on reads: 403 with Retry-After",
                place -> place.next(2, "GET", PULL, Effect.secondaryRateLimit(1))));
        limited(planning(
                "a limit on comments: 403 with Retry-After",
                place -> place.next(2, "POST", COMMENTS, Effect.secondaryRateLimit(1))));
        limited(planning(
                "a limit on comments: 429 with Retry-After",
                place -> place.next(2, "POST", COMMENTS, new Effect.Instead(429, Map.of("Retry-After", "1"), ""))));
        limited(planning(
                "a limit on comments: 403 in words only",
                place -> place.next(1, "POST", COMMENTS, Effect.secondaryRateLimit(-1))));
        limited(planning(
                "a limit on reads: 403 in words only",
                place -> place.next(1, "GET", PULL, Effect.secondaryRateLimit(-1))));
        limited(planning("maintenance: 503 with Retry-After", place -> {
            Effect maintenance = new Effect.Instead(503, Map.of("Retry-After", "1"), "");
            place.next(1, "GET", PULL, maintenance).next(2, "POST", STATUS, maintenance);
        }));
        limited(new Line(
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
                FaultTableTest::assertPlanned));
    }

    private void git() {
        planned("git answers 503, for a while", place -> place.next(4, "GET", REFS, Effect.status(503)));
        planned("git answers 500 to the fetch", place -> place.next(3, "POST", PACK, Effect.status(500)));
        planned("git hangs", place -> place.next(1, "GET", REFS, new Effect.Hang(HANG)));
        planned("git hangs at the fetch", place -> place.next(1, "POST", PACK, new Effect.Hang(HANG)));
        planned("git drops the connection", place -> place.next(2, "POST", PACK, new Effect.Drop()));
        planned("the pack is cut", place -> afterRefs(place, new Effect.Cut(300)));
        planned("the pack stalls", place -> afterRefs(place, new Effect.Stall(300, HANG)));
        planned(
                "git does not accept the token for a moment",
                place -> place.next(
                        1,
                        "GET",
                        REFS,
                        new Effect.Instead(401, Map.of("WWW-Authenticate", "Basic realm=\"git\""), "")));
        planned("git forbids for a moment", place -> place.next(1, "GET", REFS, Effect.status(403)));
        planned("git does not have the repository yet", place -> place.next(2, "GET", REFS, notFound()));
        planned("git answers with a page", place -> place.next(2, "GET", REFS, page(200)));
        line(
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
                FaultTableTest::assertPlanned);
        line(
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
        line(
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
                FaultTableTest::assertApplied);
        line(
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
        line(
                "the end comes before the beginning",
                place -> {
                    place.open();
                    place.trial.sandbox.close(place.pull, "dev");
                    reversed(place);
                },
                FaultTableTest::assertNothingDone);
        line(
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
        line(
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
        line(
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
        duringApply("a push during an apply", place -> place.commit("more"), place -> {
            place.await("plan of the new head", () -> place.is("plan", "success"));
            assertThat(place.calls("plan")).as(place.account()).isEqualTo(2);
        });
        duringApply("apply is asked for again during an apply", place -> place.comment("tidelock apply"), place -> {});
        duringApply("unlock is asked for during an apply", place -> place.comment("tidelock unlock"), place -> {});
        duringApply(
                "the pull request is closed during an apply",
                place -> place.trial.sandbox.close(place.pull, "dev"),
                place -> assertOneComment(place, "Closed, 1 applied"));
        duringApply(
                "the pull request is merged during an apply",
                place -> place.trial.sandbox.merge(place.pull, "merge", "dev"),
                place -> assertOneComment(place, "### ✅ Merged, 1 applied"));
        line(
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
        line(
                "the pull request is closed during a plan",
                place -> {
                    place.hold("plan");
                    place.open();
                    place.awaitCall("plan");
                    place.trial.sandbox.close(place.pull, "dev");
                    place.release("plan");
                    place.await("end", () -> !place.is("plan", "pending"));
                },
                FaultTableTest::assertNothingApplied);
        line(
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

    // ---- how lines are told

    private void line(String name, Consumer<Place> story, Consumer<Place> end) {
        lines.add(new Line(name, false, story, end));
    }

    private void limited(Line line) {
        lines.add(new Line(line.name(), true, line.story(), line.end()));
    }

    /** It goes wrong from the beginning, and the pull request is planned all the same. */
    private void planned(String name, Consumer<Place> fault) {
        lines.add(planning(name, fault));
    }

    private static Line planning(String name, Consumer<Place> fault) {
        return new Line(
                name,
                false,
                place -> {
                    fault.accept(place);
                    place.open();
                    place.await("end", place::waitsForApply);
                },
                FaultTableTest::assertPlanned);
    }

    /** It goes wrong when somebody asks for the apply, which is carried out all the same. */
    private void applied(String name, Consumer<Place> fault) {
        line(
                name,
                place -> {
                    place.open();
                    place.await("plan", place::waitsForApply);
                    fault.accept(place);
                    place.comment("tidelock apply");
                    place.await("end", place::applied);
                },
                FaultTableTest::assertApplied);
    }

    private void duringApply(String name, Consumer<Place> event, Consumer<Place> then) {
        line(
                name,
                place -> {
                    place.open();
                    place.await("plan", place::waitsForApply);
                    place.hold("apply");
                    place.comment("tidelock apply");
                    place.awaitCall("apply");
                    event.accept(place);
                    Realm.sleep(Duration.ofMillis(500));
                    place.release("apply");
                    place.await("end of the apply", () -> !place.written().isEmpty());
                },
                place -> {
                    then.accept(place);
                    assertThat(place.calls("apply")).as(place.account()).isOne();
                    assertThat(place.written()).containsExactly("made");
                    assertThat(place.summarised("applied")).as(place.account()).isTrue();
                    assertNothingPending(place);
                });
    }

    private static void moved(Place place, String method, String path, int status) {
        String head = path.equals(STATUS) ? path + place.commit("made") : path;
        place.next(
                1,
                method,
                path + "[^?]*$",
                new Effect.Instead(status, Map.of("Location", "/api/v3/repos/" + place.repo + head + "?moved=1"), ""));
    }

    /** The first request to this address asks for the refs, the second for the objects. */
    private static void afterRefs(Place place, Effect effect) {
        place.next(1, "POST", PACK, new Effect.Delay(Duration.ZERO)).next(1, "POST", PACK, effect);
    }

    private static void reversed(Place place) {
        place.await("webhooks", () -> place.trial.sandbox.webhooksDelivered());
        for (Delivery delivery : place.deliveries().reversed()) {
            place.deliver(delivery, delivery.guid());
            place.deliver(delivery, UUID.randomUUID().toString());
        }
    }

    private static Effect page(int status) {
        return new Effect.Instead(status, Map.of("Content-Type", "text/html"), "<html>We'll be back soon");
    }

    private static Effect notFound() {
        return new Effect.Instead(404, Map.of(), "{\"message\":\"Not Found\"}");
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

    // ---- what must be true in the end

    private static void assertOneComment(Place place, String words) {
        assertThat(place.said()).as(place.account()).hasSize(1);
        CommentView only = place.said().getFirst();
        assertThat(only.body())
                .as(place.account())
                .contains("<!-- tidelock:summary")
                .contains(words);
    }

    private static void assertPlanned(Place place) {
        assertOneComment(place, "Plan: 1 to add");
        assertThat(place.waitsForApply()).as(place.account()).isTrue();
        assertThat(place.calls("plan")).as(place.account()).isOne();
    }

    private static void assertApplied(Place place) {
        assertOneComment(place, "is applied");
        assertThat(place.applied()).as(place.account()).isTrue();
        assertThat(place.calls("apply")).as(place.account()).isOne();
        assertThat(place.written()).containsExactly("made");
    }

    private static void assertNothingPending(Place place) {
        assertThat(place.is("plan", "pending")).as(place.account()).isFalse();
    }

    private static void assertNothingApplied(Place place) {
        assertThat(place.calls("apply")).as(place.account()).isZero();
        assertNothingPending(place);
    }

    /** Merged before anybody could read a plan: it was planned then, and waits for a person, who was told so. */
    private static void assertHeld(Place place, int plans) {
        assertNothingApplied(place);
        assertThat(place.said()).as(place.account()).hasSize(2);
        assertThat(place.summarised("Merged, and nothing was applied by that"))
                .as(place.account())
                .isTrue();
        assertThat(place.calls("plan")).as(place.account()).isLessThanOrEqualTo(plans);
        assertThat(place.is("apply", "success")).as(place.account()).isFalse();
    }

    private static void assertNothingDone(Place place) {
        assertThat(place.calls("plan")).as(place.account()).isZero();
        assertNothingApplied(place);
    }

    // ---- the play

    @BeforeAll
    void play(@TempDir Path folder) throws IOException {
        trials.add(new Trial(folder.resolve("lines")));
        trials.add(new Trial(folder.resolve("limits")));
        ExecutorService hands = Executors.newFixedThreadPool(AT_ONCE);
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            String name = "line-" + (i + 1);
            played.put(line.name(), hands.submit(() -> {
                Place place = place(line, name);
                line.story().accept(place);
                return place;
            }));
        }
        hands.shutdown();
        for (Future<Place> one : played.values()) {
            try {
                one.get();
            } catch (ExecutionException told) {
                continue; // by the line's own test
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stop);
            }
        }
        trials.forEach(Trial::quiet);
    }

    /** Lines about webhooks that are lost at first have theirs sent by hand. */
    private Place place(Line line, String name) {
        Trial trial = trials.get(line.host() ? 1 : 0);
        return line.name().contains("wrong order")
                        || line.name().contains("before the beginning")
                        || line.name().contains("after the merge")
                ? trial.place(name, "http://127.0.0.1:9/nobody")
                : trial.place(name);
    }

    @AfterAll
    void end() {
        trials.forEach(Trial::close);
    }

    Stream<Line> lines() {
        return lines.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void endsRight(Line line) throws Exception {
        Place place;
        try {
            place = Objects.requireNonNull(played.get(line.name())).get();
        } catch (ExecutionException told) {
            throw new AssertionError(line.name(), told.getCause());
        }
        line.end().accept(place);
        assertThat(place.pending())
                .as("requests that were to suffer and did not come")
                .matches(left -> left == 0 || (left > FOR_GOOD / 2 && left < FOR_GOOD));
    }
}
