package io.tidelock.server.store;

import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.port.store.States;
import io.tidelock.core.project.ProjectKey;
import java.time.InstantSource;
import java.util.Optional;

/** State files in the database, sealed. */
final class SqlStates implements States {
    private final Database database;
    private final Vault vault;
    private final InstantSource clock;

    SqlStates(Database database, Vault vault, InstantSource clock) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public Optional<byte[]> state(RepoRef repo, ProjectKey key) {
        Optional<byte[]> sealed = database.read(handle -> handle.select(
                        "SELECT sealed FROM state_file WHERE host = ? AND repo = ? AND dir = ? AND workspace = ?",
                        repo.host(),
                        repo.path(),
                        key.dir(),
                        key.workspace())
                .map((row, context) -> row.getBytes("sealed"))
                .findOne());
        return sealed.map(bytes -> vault.open(
                label(repo, key), bytes, "the state of " + key.dir() + " (" + key.workspace() + ") in " + repo));
    }

    @Override
    public void keep(Lease lease, RepoRef repo, ProjectKey key, byte[] state) {
        byte[] sealed = vault.seal(label(repo, key), state);
        long now = clock.instant().toEpochMilli();
        database.write(
                lease,
                handle -> handle.execute(
                        "INSERT INTO state_file (host, repo, dir, workspace, kept_at, sealed) VALUES (?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (host, repo, dir, workspace)"
                                + " DO UPDATE SET kept_at = excluded.kept_at, sealed = excluded.sealed",
                        repo.host(),
                        repo.path(),
                        key.dir(),
                        key.workspace(),
                        now,
                        sealed));
    }

    private static byte[] label(RepoRef repo, ProjectKey key) {
        return Vault.label("state", repo.host(), repo.path(), key.dir(), key.workspace());
    }
}
