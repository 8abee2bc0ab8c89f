package io.tidelock.core.port.host;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.project.Requirement;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Asks a host how a pull request stands with its rules. Throws {@code Unavailable} or {@code Refused}. */
public interface StandingReader {
    /** As it is now, in as few requests as the host allows. Who is in doubt says no. */
    Standing standing(PullRequest pull, Question question);

    /**
     * @param wanted what is to be found out; the rest comes back as good
     * @param asOf approvals count that were there at this time; all of them when it is empty
     * @param ours names of statuses and checks that are not looked at, so that nobody waits for itself
     */
    record Question(Set<Requirement> wanted, Optional<Instant> asOf, Predicate<String> ours) {
        public Question {
            wanted = Set.copyOf(wanted);
        }

        public boolean approval() {
            return wanted.contains(Requirement.APPROVED);
        }

        public boolean mergeability() {
            return wanted.contains(Requirement.MERGEABLE);
        }
    }
}
