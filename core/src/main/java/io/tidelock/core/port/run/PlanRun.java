package io.tidelock.core.port.run;

import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.outcome.Problem;
import java.util.List;

/** What came of planning one project. {@code text} is terraform's own words, without colours. */
public sealed interface PlanRun {
    String text();

    /**
     * @param changes false when terraform found nothing to do; then {@code planFile} is empty
     * @param inputs directories and files, relative to the repository, on which the plan depends; {@code .} for everything
     * @param localState true when the project keeps its state in a local file
     * @param fingerprint what the plan means; of a plan without changes it is unknown
     */
    record Done(
            boolean changes,
            PlanSummary summary,
            byte[] planFile,
            List<String> inputs,
            boolean localState,
            String text,
            PlanFingerprint fingerprint)
            implements PlanRun {
        public Done {
            inputs = List.copyOf(inputs);
        }
    }

    record Failed(Problem problem, String text) implements PlanRun {}
}
