package io.tidelock.server.journey;

import static io.tidelock.server.journey.FaultTable.FOR_GOOD;
import static io.tidelock.server.journey.FaultTable.HANG;
import static io.tidelock.server.journey.FaultTable.assertNothingDone;
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

/** What {@link FaultTableTest} shows, on GitLab: the lines in which its answers, or the way to ask, are others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledOnOs(OS.LINUX)
class GitLabFaultTableTest {
    private static final String REQUEST = "/merge_requests/1$";
    private static final String MEMBER = "/members/all/[0-9]+$";
    private static final String STATUS = "/statuses/";
    private static final String NOTES = "/merge_requests/1/notes";
    private static final String NOTE = "/merge_requests/1/notes/[0-9]+$";
    private static final String EMOJI = "/merge_requests/1/notes/[0-9]+/award_emoji$";
    private static final String REFS = "/info/refs";
    private static final String PACK = "/git-upload-pack$";

    private final FaultTable table = new FaultTable(Manners.GITLAB);

    GitLabFaultTableTest() {
        readsOfTheMergeRequest();
        statuses();
        notes();
        editsAndReactions();
        limits();
        git();
        webhooks();
    }

    private void readsOfTheMergeRequest() {
        table.planned(
                "the merge request cannot be read: 500, once",
                place -> place.next(1, "GET", REQUEST, Effect.status(500)));
        table.planned(
                "the merge request cannot be read: 502, a page, for a while",
                place -> place.next(8, "GET", REQUEST, page(502)));
        table.planned(
                "reading the merge request, the answer is cut",
                place -> place.next(4, "GET", REQUEST, new Effect.Cut(40)));
        table.planned(
                "reading the merge request, the connection is dropped",
                place -> place.next(4, "GET", REQUEST, new Effect.Drop()));
        table.planned("reading the merge request hangs", place -> place.next(1, "GET", REQUEST, new Effect.Hang(HANG)));
        table.planned(
                "the token is not accepted for a while",
                place -> place.next(8, "GET", REQUEST, said(401, "401 Unauthorized")));
        table.planned("the merge request is not there yet", place -> place.next(2, "GET", REQUEST, notFound()));
        table.planned(
                "the merge request is forbidden for a moment",
                place -> place.next(2, "GET", REQUEST, said(403, "403 Forbidden")));
        table.planned(
                "the project has moved",
                place -> place.next(
                        1,
                        "GET",
                        REQUEST,
                        new Effect.Instead(
                                301, Map.of("Location", Manners.GITLAB.pull(place.repo, 1) + "?moved=1"), "")));
        table.line(
                "the API still shows the old head",
                place -> {
                    place.open();
                    place.await("first plan", place::waitsForApply);
                    place.next(2, "GET", REQUEST, new Effect.Instead(200, Map.of(), place.json()));
                    place.commit("more");
                    place.await("plan of the new head", place::waitsForApply);
                },
                place -> {
                    assertOneComment(place, "Plan: 1 to add");
                    assertThat(place.waitsForApply()).as(place.account()).isTrue();
                    assertThat(place.calls("plan")).as(place.account()).isEqualTo(2);
                });
        table.applied(
                "the role of a member cannot be read: 500, for a while",
                place -> place.next(6, "GET", MEMBER, Effect.status(500)));
    }

    private void statuses() {
        table.planned(
                "a status is answered 500, for a while", place -> place.next(6, "POST", STATUS, Effect.status(500)));
        table.planned("a status is set and answered 502", place -> place.next(3, "POST", STATUS, Effect.doneBut(502)));
        table.planned(
                "a status is set and the connection is dropped",
                place -> place.next(3, "POST", STATUS, new Effect.DoneThenDrop()));
        table.planned(
                "a status is said to be there already",
                place -> place.next(
                        1,
                        "POST",
                        STATUS,
                        said(400, "Cannot transition status via :run from :running (Reason(s): Status cannot)")));
        table.planned(
                "two begin a pipeline at once",
                place -> place.next(2, "POST", STATUS, said(409, "Lease for create commit status is taken")));
        table.planned(
                "the commit is not known yet",
                place -> place.next(3, "POST", STATUS, said(404, "404 Commit Not Found")));
        table.planned("the first sign hangs", place -> place.next(1, "POST", STATUS, new Effect.Hang(HANG)));
        table.line(
                "statuses are refused for good, and the comment comes all the same",
                place -> {
                    place.next(FOR_GOOD, "POST", STATUS, said(403, "403 Forbidden"))
                            .open();
                    place.await("comment", () -> place.summarised("Plan: 1 to add"));
                },
                place -> {
                    assertOneComment(place, "Plan: 1 to add");
                    assertThat(place.trial.sandbox.statuses(place.repo, place.head()))
                            .isEmpty();
                });
        table.applied(
                "statuses are set and answered 504 during an apply",
                place -> place.next(4, "POST", STATUS, Effect.doneBut(504)));
    }

    private void notes() {
        table.planned("a note is answered 502, for a while", place -> place.next(6, "POST", NOTES, page(502)));
        table.planned("a note is created and answered 500, and cannot be read back at first", place -> {
            place.next(1, "POST", NOTES, Effect.doneBut(500));
            place.next(6, "GET", NOTES, Effect.status(500));
        });
        table.planned(
                "a note is created and the connection is dropped",
                place -> place.next(1, "POST", NOTES, new Effect.DoneThenDrop()));
        table.planned(
                "a note is created and then it hangs",
                place -> place.next(1, "POST", NOTES, new Effect.DoneThenHang(HANG)));
        table.planned(
                "a note is created and the answer is cut", place -> place.next(1, "POST", NOTES, new Effect.Cut(30)));
        table.planned("a note is answered 404 at first", place -> place.next(2, "POST", NOTES, notFound()));
    }

    private void editsAndReactions() {
        table.applied("an edit is answered 500, for a while", place -> place.next(6, "PUT", NOTE, Effect.status(500)));
        table.applied("an edit is made and answered 502", place -> place.next(1, "PUT", NOTE, Effect.doneBut(502)));
        table.applied("a note to be edited is not found for a moment", place -> place.next(2, "PUT", NOTE, notFound()));
        table.applied(
                "an emoji is answered 500, for a while", place -> place.next(4, "POST", EMOJI, Effect.status(500)));
        table.applied("an emoji is set and answered 502", place -> place.next(1, "POST", EMOJI, Effect.doneBut(502)));
        table.applied("a host without emoji", place -> place.next(FOR_GOOD, "POST", EMOJI, notFound()));
    }

    private void limits() {
        Effect retry = new Effect.Instead(429, Map.of("Retry-After", "1"), "Retry later\n");
        table.limited(
                planning("a limit on reads: 429 with Retry-After", place -> place.next(2, "GET", REQUEST, retry)));
        table.limited(
                planning("a limit on statuses: 429 with Retry-After", place -> place.next(2, "POST", STATUS, retry)));
        table.limited(planning("a limit on notes: 429 until a time", place -> place.next(1, "POST", NOTES, until())));
        table.limited(planning(
                "a limit on notes: 429 without a word",
                place -> place.next(1, "POST", NOTES, new Effect.Instead(429, Map.of(), ""))));
        table.limited(planning(
                "maintenance: 503 with Retry-After",
                place -> place.next(
                        2, "POST", NOTES, new Effect.Instead(503, Map.of("Retry-After", "1"), "<html>Deploying"))));
    }

    private static Effect until() {
        String reset = Long.toString(Instant.now().plusSeconds(2).getEpochSecond());
        return new Effect.Instead(429, Map.of("RateLimit-Remaining", "0", "RateLimit-Reset", reset), "Retry later\n");
    }

    private void git() {
        table.planned("git answers 503, for a while", place -> place.next(3, "GET", REFS, Effect.status(503)));
        table.planned("git hangs at the fetch", place -> place.next(1, "POST", PACK, new Effect.Hang(HANG)));
        table.planned("the pack is cut", place -> FaultTable.afterRefs(place, new Effect.Cut(300)));
        table.planned("git does not have the project yet", place -> place.next(2, "GET", REFS, notFound()));
        table.line(
                "the merge request's ref is not there yet",
                place -> {
                    place.next(1, "GET", REQUEST, new Effect.Delay(Duration.ofSeconds(1)))
                            .open();
                    String head = place.head();
                    place.ref("-d", "refs/merge-requests/1/head");
                    Realm.sleep(Duration.ofSeconds(2));
                    place.ref("refs/merge-requests/1/head", head);
                    place.await("end", place::waitsForApply);
                },
                FaultTable::assertPlanned);
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
                "the end comes before the beginning",
                place -> {
                    place.open();
                    place.trial.sandbox.close(place.pull, "dev");
                    reversed(place);
                },
                place -> assertNothingDone(place));
    }

    private static Effect said(int status, String message) {
        return new Effect.Instead(status, Map.of(), "{\"message\":\"" + message + "\"}");
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
