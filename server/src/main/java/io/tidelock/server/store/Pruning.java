package io.tidelock.server.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Removes what nobody asks for any more, a little at a time, so that nobody waits for it. */
final class Pruning {
    /** Hosts let a delivery be sent again for this long; until then its id must be known, and the comment it is about. */
    private static final Duration REDELIVERY = Duration.ofDays(30);

    private static final int AT_ONCE = 500;

    private final Database database;
    private final InstantSource clock;

    Pruning(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    int prune(Instant before) {
        Instant redelivery = clock.instant().minus(REDELIVERY);
        return remove(
                        "DELETE FROM delivery WHERE (host, id) IN"
                                + " (SELECT host, id FROM delivery WHERE last_seen < ? LIMIT ?)",
                        before.isBefore(redelivery) ? before : redelivery)
                + remove(
                        "DELETE FROM heard_comment WHERE (host, repo, id) IN"
                                + " (SELECT host, repo, id FROM heard_comment WHERE heard_at < ? LIMIT ?)",
                        before.isBefore(redelivery) ? before : redelivery)
                + remove(
                        "DELETE FROM letter WHERE id IN"
                                + " (SELECT id FROM letter WHERE ended_at IS NOT NULL AND ended_at < ? LIMIT ?)",
                        before)
                + remove(
                        "DELETE FROM run WHERE seq IN (SELECT seq FROM run WHERE ended_at < ?"
                                + " AND NOT EXISTS (SELECT 1 FROM board_result WHERE board_result.run = run.id)"
                                + " AND NOT EXISTS"
                                + " (SELECT 1 FROM job WHERE job.id = run.job AND job.ended_at IS NULL) LIMIT ?)",
                        before)
                + remove(
                        "DELETE FROM job WHERE id IN"
                                + " (SELECT id FROM job WHERE ended_at IS NOT NULL AND ended_at < ? LIMIT ?)",
                        before);
    }

    private int remove(String sql, Instant before) {
        int removed = 0;
        int some;
        do {
            some = database.write(handle -> handle.execute(sql, before.toEpochMilli(), AT_ONCE));
            removed += some;
        } while (some == AT_ONCE);
        return removed;
    }
}
