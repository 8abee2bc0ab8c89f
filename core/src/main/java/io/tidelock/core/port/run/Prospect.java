package io.tidelock.core.port.run;

import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.outcome.Heads;
import java.util.List;

/** What the repository would be if the pull request were merged now. */
public sealed interface Prospect {
    Heads heads();

    /**
     * @param commit the merge of base and head; after the merge the tip of the base branch
     * @param changed what the pull request changes: from the merge base to the head
     */
    record Merged(Heads heads, CommitSha commit, SourceTree source, ChangedFiles changed) implements Prospect {}

    /** Base and head cannot be merged; {@code files} are in conflict. */
    record Conflict(Heads heads, List<String> files) implements Prospect {
        public Conflict {
            files = List.copyOf(files);
        }
    }
}
