package io.tidelock.server.execute;

import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.project.Project;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether a stored plan still says what applying would do, as far as the files tell. Terraform judges the state itself. */
final class Fit {
    private Fit() {}

    /**
     * Why the plan does not fit any more; empty when it does.
     *
     * @param project as the files mean it now
     */
    static Optional<String> misfit(StoredPlan plan, Project project, Prospect.Merged now) {
        if (!plan.heads().head().equals(now.heads().head())) {
            return Optional.of("it was made for " + plan.heads().head().abbreviated() + " and the head is now "
                    + now.heads().head().abbreviated());
        }
        for (Map.Entry<String, String> input : new TreeMap<>(plan.inputs()).entrySet()) {
            if (!now.source().id(input.getKey()).orElse("").equals(input.getValue())) {
                String what = input.getKey().equals(".") ? "the files it may depend on" : input.getKey();
                return Optional.of("the base branch has moved and changed " + what);
            }
        }
        return project.basis()
                .filter(file -> !plan.inputs().containsKey(file))
                .map(file -> file + " now says how it is run, and did not when it was planned");
    }
}
