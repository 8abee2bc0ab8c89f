package io.tidelock.testkit.contract;

import static io.tidelock.testkit.contract.Sample.INFRA;
import static io.tidelock.testkit.contract.Sample.INFRA_ELSEWHERE;
import static io.tidelock.testkit.contract.Sample.INFRA_PROD;
import static io.tidelock.testkit.contract.Sample.NETWORK;
import static io.tidelock.testkit.contract.Sample.NETWORKS;
import static io.tidelock.testkit.contract.Sample.NETWORK_STAGING;
import static io.tidelock.testkit.contract.Sample.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.project.ProjectKey;
import org.junit.jupiter.api.Test;

/** What {@code States} promises. */
public abstract class StatesContract extends StoreContract {
    private void keep(Lease lease, RepoRef repo, ProjectKey key, String state) {
        store().states().keep(lease, repo, key, bytes(state));
    }

    private void assertState(RepoRef repo, ProjectKey key, String state) {
        assertThat(store().states().state(repo, key))
                .hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes(state)));
    }

    @Test
    void aProjectThatWasNeverAppliedHasNoState() {
        keep(lease(), INFRA, NETWORK, "state");

        assertThat(store().states().state(INFRA, NETWORKS)).isEmpty();
    }

    @Test
    void theNewestStateCounts() {
        Lease lease = lease();
        keep(lease, INFRA, NETWORK, "old");

        keep(lease, INFRA, NETWORK, "new");

        assertState(INFRA, NETWORK, "new");
    }

    @Test
    void stateIsByDirectoryAndWorkspaceWhateverTheProjectIsCalled() {
        keep(lease(), INFRA, new ProjectKey("network", "default", "net"), "state");

        assertState(INFRA, NETWORK, "state");
        assertState(INFRA, new ProjectKey("network", "default", "renamed"), "state");
        assertThat(store().states().state(INFRA, NETWORK_STAGING)).isEmpty();
    }

    @Test
    void statesOfStrangersAreNotMixed() {
        Lease lease = lease();
        keep(lease, INFRA, NETWORK, "one");
        keep(lease, INFRA_PROD, NETWORK, "two");
        keep(lease, INFRA_ELSEWHERE, NETWORK, "three");
        keep(lease, INFRA, NETWORK_STAGING, "four");

        assertState(INFRA, NETWORK, "one");
        assertState(INFRA_PROD, NETWORK, "two");
        assertState(INFRA_ELSEWHERE, NETWORK, "three");
        assertState(INFRA, NETWORK_STAGING, "four");
    }

    @Test
    void aLostLeaseKeepsNothing() {
        keep(lease(), INFRA, NETWORK, "good");

        refusedWhenLost(lost -> keep(lost, INFRA, NETWORK, "stale"));

        assertState(INFRA, NETWORK, "good");
    }
}
