package io.tidelock.vcs;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Finding;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Looks whether we may do at a host what our work will need, for a person who sets it up. Asks only, and changes nothing. What cannot
 * be asked is a finding too, so that nothing is thrown.
 */
public interface Inspector {
    /** Its name, as {@link RepoRef#host()} has it. */
    String host();

    /** Whether the host is reached and believes us, whose clock it goes by, and what we may do everywhere. */
    List<Finding> access(Optional<URI> events);

    /** Repositories that we may work in, the first hundred. */
    List<RepoRef> repositories();

    /**
     * What we may do in one repository, and whether a webhook of it leads to us.
     *
     * @param events the address that webhooks are to lead to; empty when nobody said
     */
    List<Finding> repository(RepoRef repo, Optional<URI> events);
}
