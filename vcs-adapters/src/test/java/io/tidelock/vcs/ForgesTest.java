package io.tidelock.vcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.Reading;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Permission;
import io.tidelock.testkit.contract.host.HostStage;
import io.tidelock.testkit.fake.host.FakeHost;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForgesTest {
    private final FakeHost one = host("one.example.com");
    private final FakeHost two = host("two.example.com");
    private final Forges forges = new Forges(byHost(one, two));

    private static FakeHost host(String name) {
        return new FakeHost(new RepoRef(name, "acme/infra"), InstantSource.fixed(Instant.EPOCH));
    }

    private static Map<String, Forge> byHost(HostStage... hosts) {
        Map<String, Forge> map = new LinkedHashMap<>();
        for (HostStage host : hosts) {
            map.put(
                    host.repo().host(),
                    new Forge(
                            host.webhookReader(),
                            host.pullReader(),
                            host.pullWriter(),
                            host.cloneAccess(),
                            host.repoReader(),
                            host.standingReader(),
                            host.teamReader(),
                            host.pullMerger(),
                            host.queueReader(),
                            host.statusReader()));
        }
        return map;
    }

    @Test
    void eachCallGoesToTheHostItIsAbout() {
        PullRef here = one.open("One", false);
        PullRef there = two.open("Two", false);
        two.permit("ada", Permission.ADMIN);
        assertThat(forges.pullReader().pull(here).title()).isEqualTo("One");
        assertThat(forges.pullReader().pull(there).title()).isEqualTo("Two");
        assertThat(forges.pullReader().permission(two.repo(), io.tidelock.core.change.Actor.person("ada")))
                .isEqualTo(Permission.ADMIN);
        var posted = forges.pullWriter().post(there, "hello").comment();
        forges.pullWriter().edit(posted, "bye");
        forges.pullWriter().react(posted, io.tidelock.core.words.Reaction.EYES);
        assertThat(forges.pullWriter().find(there, "bye")).isPresent();
        assertThat(one.comments(here)).isEmpty();
        assertThat(two.comments(there)).hasSize(1);
        assertThat(forges.cloneAccess().remote(two.pullReader().pull(there)).url())
                .contains("two.example.com");
        assertThat(forges.repoReader().openPulls(two.repo(), Optional.empty()))
                .isEqualTo(two.repoReader().openPulls(two.repo(), Optional.empty()));
        assertThat(forges.repoReader().comments(one.repo(), Instant.EPOCH, Optional.empty()))
                .isEqualTo(one.repoReader().comments(one.repo(), Instant.EPOCH, Optional.empty()));
        assertThat(forges.pullWriter().maxBody()).isEqualTo(one.pullWriter().maxBody());
    }

    @Test
    void anUnknownHostIsRefusedByName() {
        PullRef elsewhere = new PullRef(new RepoRef("three.example.com", "acme/infra"), 1);
        assertThatThrownBy(() -> forges.pullReader().pull(elsewhere))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("three.example.com")
                .hasMessageContaining("one.example.com, two.example.com");
    }

    @Test
    void theHostWhoseSignatureFitsIsTheSender() {
        Delivery fromOne = delivery("one");
        Delivery fromTwo = delivery("two");
        Forges dialects = new Forges(Map.of("one", forge("one"), "two", forge("two")));
        assertThat(dialects.webhookReader().read(fromOne)).isInstanceOf(Reading.Fact.class);
        assertThat(dialects.webhookReader().read(fromTwo)).isInstanceOf(Reading.Fact.class);
        assertThat(fault(dialects, delivery("three"))).isEqualTo(Reading.Fault.NOT_SIGNED);
        assertThat(fault(dialects, new Delivery(Map.of(), new byte[0]))).isEqualTo(Reading.Fault.NOT_FOR_US);
        assertThat(fault(dialects, new Delivery(Map.of("to", "two", "bad", "yes"), new byte[0])))
                .isEqualTo(Reading.Fault.MALFORMED);
    }

    @Test
    void withoutAnyHostThereIsNoDoor() {
        assertThatThrownBy(() -> new Forges(Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Reading.Fault fault(Forges forges, Delivery delivery) {
        return ((Reading.Refused) forges.webhookReader().read(delivery)).fault();
    }

    private static Delivery delivery(String to) {
        return new Delivery(Map.of("to", to), new byte[0]);
    }

    private static Forge forge(String name) {
        FakeHost host = host(name);
        host.open("x", false);
        Reading fact = host.webhookReader().read(host.deliveries().getFirst());
        return new Forge(
                delivery -> {
                    if (delivery.header("to").isEmpty()) {
                        return new Reading.Refused(Reading.Fault.NOT_FOR_US, "not for me");
                    }
                    if (!delivery.headers().containsValue(name)) {
                        return new Reading.Refused(Reading.Fault.NOT_SIGNED, "not signed");
                    }
                    return delivery.header("bad").isPresent()
                            ? new Reading.Refused(Reading.Fault.MALFORMED, "bad")
                            : fact;
                },
                host.pullReader(),
                host.pullWriter(),
                host.cloneAccess(),
                host.repoReader(),
                host.standingReader(),
                host.teamReader(),
                host.pullMerger(),
                host.queueReader(),
                host.statusReader());
    }
}
