package io.tidelock.core.port.store;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.project.ProjectKey;
import java.util.List;
import java.util.Map;

/**
 * A plan that waits to be applied.
 *
 * @param commit the merge that was planned
 * @param inputs object id by path, of everything the plan depends on
 * @param extraArgs the commenter's arguments it was made with
 * @param fingerprint what it means, to be compared with a later plan
 * @param file the bytes terraform wrote
 */
public record StoredPlan(
        PlanId id,
        PullRef pull,
        ProjectKey key,
        Heads heads,
        CommitSha commit,
        Map<String, String> inputs,
        List<String> extraArgs,
        PlanFingerprint fingerprint,
        byte[] file) {
    public StoredPlan {
        inputs = Map.copyOf(inputs);
        extraArgs = List.copyOf(extraArgs);
    }
}
