package io.tidelock.server.execute;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.project.Project;
import java.util.List;

/** One try at planning some projects of a pull request. */
record Attempt(PullRef pull, Prospect.Merged prospect, Lease lease) {
    /**
     * A project to be planned.
     *
     * @param extraArgs the commenter's arguments, checked
     */
    record Task(Project project, List<String> extraArgs) {
        Task {
            extraArgs = List.copyOf(extraArgs);
        }
    }
}
