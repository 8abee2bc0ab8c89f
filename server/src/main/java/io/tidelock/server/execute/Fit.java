package io.tidelock.server.execute;

import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.Workflow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether a stored plan still says what applying would do, as far as the files tell. Terraform judges the state itself. */
final class Fit {
    /** Among the inputs of a plan, where no path can be: how the project was run. */
    static final String WORKFLOW = "//workflow";

    private Fit() {}

    /**
     * Why the plan does not fit any more; empty when it does.
     *
     * @param project as the files mean it now
     */
    static Optional<String> misfit(StoredPlan plan, Project project, Prospect.Merged now) {
        return misfit(plan, now)
                .or(() -> project.basis()
                        .filter(file -> !plan.inputs().containsKey(file))
                        .map(file -> file + " now says how it is run, and did not when it was planned"))
                .or(() -> Optional.ofNullable(plan.inputs().get(WORKFLOW))
                        .filter(then -> !then.equals(mark(project.workflow())))
                        .map(then -> "the way it is run has changed since it was planned"));
    }

    /** As far as the files tell, whatever they say about how it is run. */
    static Optional<String> misfit(StoredPlan plan, Prospect.Merged now) {
        if (!plan.heads().head().equals(now.heads().head())) {
            return Optional.of("it was made for " + plan.heads().head().abbreviated() + " and the head is now "
                    + now.heads().head().abbreviated());
        }
        for (Map.Entry<String, String> input : new TreeMap<>(plan.inputs()).entrySet()) {
            if (!input.getKey().equals(WORKFLOW)
                    && !now.source().id(input.getKey()).orElse("").equals(input.getValue())) {
                String what = input.getKey().equals(".") ? "the files it may depend on" : input.getKey();
                return Optional.of("the base branch has moved and changed " + what);
            }
        }
        return Optional.empty();
    }

    /** Tells workflows apart. */
    static String mark(Workflow workflow) {
        try {
            byte[] text = workflow.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
