package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.sandbox.CommentView;
import io.tidelock.sandbox.fault.Effect;
import io.tidelock.sandbox.hook.Delivery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

/**
 * What may go wrong at one host, line by line, and what must be true in the end. All lines are played side by side, each in a repository
 * of its own, and are looked at when everything is quiet.
 */
final class FaultTable implements AutoCloseable {
    /** So often as good as always. */
    static final int FOR_GOOD = 10_000;

    /** Longer than a call may take. */
    static final Duration HANG = Trial.CALL.plusSeconds(1);

    private static final int AT_ONCE = 10;

    /** @param host true for faults that make the server hold back from the host altogether */
    record Line(String name, boolean host, Consumer<Place> story, Consumer<Place> end) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final Manners manners;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Future<Place>> played = new LinkedHashMap<>();
    private final List<Trial> trials = new ArrayList<>();

    FaultTable(Manners manners) {
        this.manners = manners;
    }

    Stream<Line> lines() {
        return lines.stream();
    }

    // ---- how lines are told

    void line(String name, Consumer<Place> story, Consumer<Place> end) {
        lines.add(new Line(name, false, story, end));
    }

    void limited(Line line) {
        lines.add(new Line(line.name(), true, line.story(), line.end()));
    }

    /** It goes wrong from the beginning, and the pull request is planned all the same. */
    void planned(String name, Consumer<Place> fault) {
        lines.add(planning(name, fault));
    }

    static Line planning(String name, Consumer<Place> fault) {
        return new Line(
                name,
                false,
                place -> {
                    fault.accept(place);
                    place.open();
                    place.await("end", place::waitsForApply);
                },
                FaultTable::assertPlanned);
    }

    /** It goes wrong when somebody asks for the apply, which is carried out all the same. */
    void applied(String name, Consumer<Place> fault) {
        line(
                name,
                place -> {
                    place.open();
                    place.await("plan", place::waitsForApply);
                    fault.accept(place);
                    place.comment("tidelock apply");
                    place.await("end", place::applied);
                },
                FaultTable::assertApplied);
    }

    void duringApply(String name, Consumer<Place> event, Consumer<Place> then) {
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

    static Effect page(int status) {
        return new Effect.Instead(status, Map.of("Content-Type", "text/html"), "<html>We'll be back soon");
    }

    static Effect notFound() {
        return new Effect.Instead(404, Map.of(), "{\"message\":\"Not Found\"}");
    }

    /** The first request to this address asks for the refs, the second for the objects. */
    static void afterRefs(Place place, Effect effect) {
        place.next(1, "POST", "/git-upload-pack$", new Effect.Delay(Duration.ZERO))
                .next(1, "POST", "/git-upload-pack$", effect);
    }

    /** Every delivery twice, the last first. */
    static void reversed(Place place) {
        place.await("webhooks", () -> place.trial.sandbox.webhooksDelivered());
        for (Delivery delivery : place.deliveries().reversed()) {
            place.deliver(delivery, delivery.guid());
            place.deliver(delivery, UUID.randomUUID().toString());
        }
    }

    // ---- what must be true in the end

    static void assertOneComment(Place place, String words) {
        assertThat(place.said()).as(place.account()).hasSize(1);
        CommentView only = place.said().getFirst();
        assertThat(only.body())
                .as(place.account())
                .contains("<!-- tidelock:summary")
                .contains(words);
    }

    static void assertPlanned(Place place) {
        assertOneComment(place, "Plan: 1 to add");
        assertThat(place.waitsForApply()).as(place.account()).isTrue();
        assertThat(place.calls("plan")).as(place.account()).isOne();
    }

    static void assertApplied(Place place) {
        assertOneComment(place, "is applied");
        assertThat(place.applied()).as(place.account()).isTrue();
        assertThat(place.calls("apply")).as(place.account()).isOne();
        assertThat(place.written()).containsExactly("made");
    }

    static void assertNothingPending(Place place) {
        assertThat(place.is("plan", "pending")).as(place.account()).isFalse();
    }

    static void assertNothingApplied(Place place) {
        assertThat(place.calls("apply")).as(place.account()).isZero();
        assertNothingPending(place);
    }

    /** Merged before anybody could read a plan: it was planned then, and waits for a person, who was told so. */
    static void assertHeld(Place place, int plans) {
        assertNothingApplied(place);
        assertThat(place.said()).as(place.account()).hasSize(2);
        assertThat(place.summarised("Merged, and nothing was applied by that"))
                .as(place.account())
                .isTrue();
        assertThat(place.calls("plan")).as(place.account()).isLessThanOrEqualTo(plans);
        assertThat(place.is("apply", "success")).as(place.account()).isFalse();
    }

    static void assertNothingDone(Place place) {
        assertThat(place.calls("plan")).as(place.account()).isZero();
        assertNothingApplied(place);
    }

    // ---- the play

    void play(Path folder) throws IOException {
        trials.add(new Trial(folder.resolve("lines"), manners, List.of()));
        trials.add(new Trial(folder.resolve("limits"), manners, List.of()));
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

    /** The end of one line. */
    void check(Line line) throws InterruptedException {
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

    @Override
    public void close() {
        trials.forEach(Trial::close);
    }
}
