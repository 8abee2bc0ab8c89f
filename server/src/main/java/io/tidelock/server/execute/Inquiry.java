package io.tidelock.server.execute;

import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.Standing.Mergeability;
import io.tidelock.core.project.Requirement;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a host has said of a pull request in one try at planning it: who wants to know no more than that need not ask again. */
final class Inquiry {
    private Set<Requirement> about = EnumSet.noneOf(Requirement.class);
    private Optional<Standing> told = Optional.empty();

    /** Empty when it was not asked about all of this, or had not made up its mind. */
    Optional<Standing> told(Set<Requirement> wanted) {
        return told.filter(standing -> about.containsAll(wanted))
                .filter(standing -> !wanted.contains(Requirement.MERGEABLE)
                        || !(standing.mergeability() instanceof Mergeability.Unsettled));
    }

    /** As it was told, whatever that is; empty when it was not asked about all of this. */
    Optional<Standing> heard(Set<Requirement> wanted) {
        return told.filter(standing -> about.containsAll(wanted));
    }

    void remember(Set<Requirement> wanted, Standing standing) {
        about = wanted;
        told = Optional.of(standing);
    }
}
