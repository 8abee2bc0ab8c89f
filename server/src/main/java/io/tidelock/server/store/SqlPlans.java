package io.tidelock.server.store;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.port.store.Plans;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.project.ProjectKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Plans in the database, sealed under their row and all they were made from. */
final class SqlPlans implements Plans {
    /**
     * All of a plan but its file, in a fixed order, since it is part of the seal.
     *
     * @param fingerprint absent from plans that were stored before there were any
     */
    private record MadeFrom(
            Heads heads,
            CommitSha commit,
            TreeMap<String, String> inputs,
            List<String> extraArgs,
            Optional<PlanFingerprint> fingerprint) {}

    private record Row(PullRef pull, ProjectKey key, String madeFrom, byte[] sealed) {}

    private final Database database;
    private final Vault vault;
    private final InstantSource clock;

    SqlPlans(Database database, Vault vault, InstantSource clock) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public void keep(Lease lease, StoredPlan plan) {
        String madeFrom = Json.write(new MadeFrom(
                plan.heads(),
                plan.commit(),
                new TreeMap<>(plan.inputs()),
                plan.extraArgs(),
                Optional.of(plan.fingerprint())));
        byte[] sealed = vault.seal(label(plan.id(), plan.pull(), plan.key(), madeFrom), plan.file());
        long now = clock.instant().toEpochMilli();
        database.write(lease, handle -> {
            remove(handle, plan.pull(), plan.key());
            handle.execute(
                    "INSERT INTO plan_file (host, repo, number, dir, workspace, name, id, made_from, kept_at, sealed)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    plan.pull().repo().host(),
                    plan.pull().repo().path(),
                    plan.pull().number(),
                    plan.key().dir(),
                    plan.key().workspace(),
                    plan.key().name(),
                    plan.id().value(),
                    madeFrom,
                    now,
                    sealed);
        });
    }

    @Override
    public Optional<StoredPlan> plan(PlanId id) {
        Optional<Row> found = database.read(handle -> handle.select("SELECT * FROM plan_file WHERE id = ?", id.value())
                .map((row, context) -> new Row(
                        Columns.pull(row), Columns.key(row), row.getString("made_from"), row.getBytes("sealed")))
                .findOne());
        return found.map(row -> {
            byte[] file = vault.open(
                    label(id, row.pull, row.key, row.madeFrom),
                    row.sealed,
                    "the stored plan of " + row.key.label() + " in " + row.pull);
            MadeFrom madeFrom = Json.read(row.madeFrom, MadeFrom.class);
            return new StoredPlan(
                    id,
                    row.pull,
                    row.key,
                    madeFrom.heads,
                    madeFrom.commit,
                    Map.copyOf(madeFrom.inputs),
                    madeFrom.extraArgs,
                    madeFrom.fingerprint.orElseGet(
                            () -> PlanFingerprint.unknown("it was planned by an older version of Tidelock")),
                    file);
        });
    }

    private static byte[] label(PlanId id, PullRef pull, ProjectKey key, String madeFrom) {
        return Vault.label(
                "plan",
                id.value(),
                pull.repo().host(),
                pull.repo().path(),
                Integer.toString(pull.number()),
                key.dir(),
                key.workspace(),
                key.name(),
                madeFrom);
    }

    @Override
    public void drop(Lease lease, PullRef pull, ProjectKey key) {
        database.write(lease, handle -> remove(handle, pull, key));
    }

    @Override
    public void drop(Lease lease, PullRef pull) {
        database.write(
                lease,
                handle -> handle.execute(
                        "DELETE FROM plan_file WHERE host = ? AND repo = ? AND number = ?",
                        pull.repo().host(),
                        pull.repo().path(),
                        pull.number()));
    }

    private static void remove(Handle handle, PullRef pull, ProjectKey key) {
        handle.execute(
                "DELETE FROM plan_file WHERE host = ? AND repo = ? AND number = ? AND dir = ? AND workspace = ?"
                        + " AND name = ?",
                pull.repo().host(),
                pull.repo().path(),
                pull.number(),
                key.dir(),
                key.workspace(),
                key.name());
    }
}
