package io.tidelock.server;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.event.Event;
import io.tidelock.core.event.Reading;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Deliveries;
import io.tidelock.core.port.store.Jobs;
import io.tidelock.server.decide.Decision;
import io.tidelock.server.decide.Rules;
import io.tidelock.server.enqueue.Promises;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Promises what a webhook would have led to that never came; of a comment, only if it has not led to work by any way. */
final class Retriever {
    private final Rules rules;
    private final Promises promises;
    private final Jobs jobs;
    private final Deliveries deliveries;
    private final Consumer<Deliveries.Receipt> bell;
    private final InstantSource clock;

    Retriever(
            Rules rules,
            Promises promises,
            Jobs jobs,
            Deliveries deliveries,
            Consumer<Deliveries.Receipt> bell,
            InstantSource clock) {
        this.rules = rules;
        this.promises = promises;
        this.jobs = jobs;
        this.deliveries = deliveries;
        this.bell = bell;
        this.clock = clock;
    }

    /** Whether this comment asks for something that was not done yet. */
    boolean isCalledFor(Event.Commented comment) {
        return switch (rules.decide(comment)) {
            case Decision.Ignore ignore -> false;
            case Decision.Promise promise -> !deliveries.heard(comment.comment());
        };
    }

    /** Treats a comment as if its webhook had come. True when that led to work. */
    boolean retrieve(Event.Commented comment) {
        return switch (rules.decide(comment)) {
            case Decision.Ignore ignore -> false;
            case Decision.Promise promise -> {
                Deliveries.Receipt receipt =
                        promises.keep(fact(comment), promise.verdict(), promise.work(), promise.again());
                bell.accept(receipt);
                yield receipt.job().isPresent();
            }
        };
    }

    void retrieve(Work work) {
        JobId job = jobs.add(work, clock.instant());
        bell.accept(new Deliveries.Receipt(false, Optional.of(job), List.of(), List.of()));
    }

    /** No host gives its deliveries such ids. */
    private static Reading.Fact fact(Event.Commented event) {
        CommentRef comment = event.comment();
        String id = "found " + comment.pull().repo().path() + " comment " + comment.id();
        return new Reading.Fact(new DeliveryId(comment.pull().repo().host(), id), "found.comment", event);
    }
}
