package io.tidelock.testkit.fake.host;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.event.Event;
import io.tidelock.core.event.Reading;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.WebhookReader;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Readers with one fault each. */
final class BrokenReaders {
    private BrokenReaders() {}

    static PullReader permissions(PullReader host, UnaryOperator<Permission> change) {
        return new PullReader() {
            @Override
            public PullRequest pull(PullRef ref) {
                return host.pull(ref);
            }

            @Override
            public String reference(PullRef ref) {
                return host.reference(ref);
            }

            @Override
            public Permission permission(RepoRef repo, Actor actor) {
                return change.apply(host.permission(repo, actor));
            }
        };
    }

    static PullReader pulls(PullReader host, UnaryOperator<PullRequest> change) {
        return new PullReader() {
            @Override
            public PullRequest pull(PullRef ref) {
                return change.apply(host.pull(ref));
            }

            @Override
            public String reference(PullRef ref) {
                return host.reference(ref);
            }

            @Override
            public Permission permission(RepoRef repo, Actor actor) {
                return host.permission(repo, actor);
            }
        };
    }

    static PullRequest with(PullRequest it, PullRequest.State state, boolean draft) {
        return new PullRequest(
                it.ref(),
                it.title(),
                it.webUrl(),
                it.cloneUrl(),
                state,
                draft,
                it.author(),
                it.head(),
                it.base(),
                it.labels(),
                it.testMerge());
    }

    record RemembersPermissions(PullReader host, Map<Actor, Permission> known) implements PullReader {
        RemembersPermissions(PullReader host) {
            this(host, new HashMap<>());
        }

        @Override
        public PullRequest pull(PullRef ref) {
            return host.pull(ref);
        }

        @Override
        public String reference(PullRef ref) {
            return host.reference(ref);
        }

        @Override
        public Permission permission(RepoRef repo, Actor actor) {
            return known.computeIfAbsent(actor, it -> host.permission(repo, it));
        }
    }

    record RemembersPulls(PullReader host, Map<PullRef, PullRequest> known) implements PullReader {
        RemembersPulls(PullReader host) {
            this(host, new HashMap<>());
        }

        @Override
        public PullRequest pull(PullRef ref) {
            return known.computeIfAbsent(ref, host::pull);
        }

        @Override
        public String reference(PullRef ref) {
            return host.reference(ref);
        }

        @Override
        public Permission permission(RepoRef repo, Actor actor) {
            return host.permission(repo, actor);
        }
    }

    static WebhookReader events(FakeHost host, UnaryOperator<Event> change) {
        return (Delivery delivery) -> switch (host.webhooks().read(delivery)) {
            case Reading.Fact it -> new Reading.Fact(it.id(), it.kind(), change.apply(it.event()));
            case Reading.Refused refused -> refused;
        };
    }

    static WebhookReader throwsOnNonsense(FakeHost host) {
        return delivery -> {
            Reading reading = host.webhooks().read(delivery);
            if (isRefusedAs(Reading.Fault.MALFORMED, reading)) {
                throw new IllegalStateException("nonsense");
            }
            return reading;
        };
    }

    static WebhookReader answersForEveryHost(FakeHost host) {
        return delivery -> {
            Reading reading = host.webhooks().read(delivery);
            return isRefusedAs(Reading.Fault.NOT_FOR_US, reading)
                    ? new Reading.Refused(Reading.Fault.NOT_SIGNED, "not signed")
                    : reading;
        };
    }

    static WebhookReader makesUpIds(FakeHost host) {
        return delivery -> switch (host.webhooks().read(delivery)) {
            case Reading.Fact it ->
                new Reading.Fact(new DeliveryId(it.id().host(), "id-" + System.nanoTime()), it.kind(), it.event());
            case Reading.Refused refused -> refused;
        };
    }

    private static boolean isRefusedAs(Reading.Fault fault, Reading reading) {
        return reading instanceof Reading.Refused refused && refused.fault() == fault;
    }
}
