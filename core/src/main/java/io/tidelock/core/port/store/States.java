package io.tidelock.core.port.store;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.project.ProjectKey;
import java.util.Optional;

/** Local state files of projects without a backend, encrypted. The project's name does not count: state is by directory and workspace. */
public interface States {
    Optional<byte[]> state(RepoRef repo, ProjectKey key);

    void keep(Lease lease, RepoRef repo, ProjectKey key, byte[] state);
}
