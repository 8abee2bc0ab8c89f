package io.tidelock.server.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.store.Outbox;
import io.tidelock.core.words.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Words on their way, in the database. A letter is marked as being sent before it is handed out. */
final class SqlOutbox implements Outbox {
    private static final Logger log = LoggerFactory.getLogger(SqlOutbox.class);

    /** How long a letter that this version cannot read is left alone before it is looked at again. */
    private static final Duration UNREADABLE = Duration.ofHours(1);

    private static final String NOT_HELD_UP =
            " NOT EXISTS (SELECT 1 FROM letter AS held WHERE held.letter_key = letter.letter_key"
                    + " AND held.state = 'sending' AND held.ended_at IS NULL)";

    private record Row(
            long id, PullRef pull, String message, int attempt, boolean uncertain, Optional<String> summary) {}

    private final Database database;
    private final InstantSource clock;

    SqlOutbox(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void put(List<Message> words, Instant at) {
        List<Letters.Draft> drafts = Letters.drafts(words);
        database.write(handle -> {
            Letters.post(handle, drafts, at);
            return true;
        });
    }

    @Override
    public List<Letter> due(Instant now, int limit) {
        return database.write(handle -> {
            List<Letter> letters = new ArrayList<>();
            for (Row row : rows(handle, now, limit)) {
                try {
                    Message message = Json.read(row.message, Message.class);
                    handle.execute("UPDATE letter SET state = 'sending', attempt = attempt + 1 WHERE id = ?", row.id);
                    Optional<String> summary = message instanceof Message.Summary ? row.summary : Optional.empty();
                    letters.add(new Letter(row.id, message, row.attempt + 1, row.uncertain, summary));
                } catch (Json.Unreadable newer) {
                    log.error("letter {} waits for a version of Tidelock that can read it", row.id, newer);
                    handle.execute(
                            "UPDATE letter SET not_before = ? WHERE id = ?",
                            now.plus(UNREADABLE).toEpochMilli(),
                            row.id);
                }
            }
            return List.copyOf(letters);
        });
    }

    private static List<Row> rows(Handle handle, Instant now, int limit) {
        return handle.select(
                        "SELECT id, host, repo, number, message, attempt, uncertain, (SELECT summary_id FROM board WHERE"
                                + " board.host = letter.host AND board.repo = letter.repo"
                                + " AND board.number = letter.number) AS summary_id"
                                + " FROM letter WHERE ended_at IS NULL AND state = 'waiting' AND not_before <= ? AND"
                                + NOT_HELD_UP
                                + " ORDER BY id LIMIT ?",
                        now.toEpochMilli(),
                        limit)
                .map((row, context) -> new Row(
                        row.getLong("id"),
                        Columns.pull(row),
                        row.getString("message"),
                        row.getInt("attempt"),
                        row.getInt("uncertain") == 1,
                        Columns.maybeText(row, "summary_id")))
                .list();
    }

    @Override
    public void sent(Letter letter, Optional<Posted> posted) {
        Instant now = clock.instant();
        database.write(handle -> {
            if (letter.message() instanceof Message.Summary summary && posted.isPresent()) {
                publish(handle, summary, posted.get(), now);
            }
            return end(handle, letter, "sent", "", now);
        });
    }

    private static void publish(Handle handle, Message.Summary summary, Posted posted, Instant now) {
        PullRef pull = summary.pull();
        SqlBoards.ensure(handle, pull);
        handle.execute(
                "UPDATE board SET summary_id = ? WHERE host = ? AND repo = ? AND number = ?",
                posted.comment().id(),
                pull.repo().host(),
                pull.repo().path(),
                pull.number());
        for (PlanId plan : summary.publishes()) {
            handle.execute(
                    "UPDATE board_result SET host_time = ?, our_time = ?"
                            + " WHERE host = ? AND repo = ? AND number = ? AND plan = ? AND our_time IS NULL",
                    posted.at().toEpochMilli(),
                    now.toEpochMilli(),
                    pull.repo().host(),
                    pull.repo().path(),
                    pull.number(),
                    plan.value());
        }
    }

    @Override
    public void later(Letter letter, Instant notBefore, boolean uncertain, String why) {
        database.write(handle -> {
            if (!beingSent(handle, letter)) {
                return false;
            }
            if (uncertain) {
                handle.execute("UPDATE letter SET uncertain = 1 WHERE id = ?", letter.id());
            }
            if (bequeath(handle, letter)) {
                handle.execute("DELETE FROM letter WHERE id = ?", letter.id());
            } else {
                handle.execute(
                        "UPDATE letter SET state = 'waiting', not_before = ?, why = ? WHERE id = ?",
                        notBefore.toEpochMilli(),
                        why,
                        letter.id());
            }
            return true;
        });
    }

    @Override
    public void dead(Letter letter, String why) {
        Instant now = clock.instant();
        database.write(handle -> {
            if (beingSent(handle, letter)) {
                bequeath(handle, letter);
            }
            return end(handle, letter, "dead", why, now);
        });
    }

    /** Hands the doubt over to the letter of the same key that waits; false when none does. */
    private static boolean bequeath(Handle handle, Letter letter) {
        return handle.execute(
                        "UPDATE letter SET uncertain = MAX(uncertain, (SELECT uncertain FROM letter WHERE id = ?))"
                                + " WHERE letter_key = ? AND state = 'waiting' AND ended_at IS NULL",
                        letter.id(),
                        letter.message().key())
                > 0;
    }

    private static boolean end(Handle handle, Letter letter, String state, String why, Instant now) {
        return handle.execute(
                        "UPDATE letter SET state = ?, why = ?, ended_at = ? WHERE id = ? AND attempt = ?"
                                + " AND state = 'sending'",
                        state,
                        why,
                        now.toEpochMilli(),
                        letter.id(),
                        letter.attempt())
                > 0;
    }

    private static boolean beingSent(Handle handle, Letter letter) {
        return handle.select(
                        "SELECT 1 FROM letter WHERE id = ? AND attempt = ? AND state = 'sending'",
                        letter.id(),
                        letter.attempt())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    @Override
    public boolean delivered(PullRef pull) {
        return database.read(handle -> handle.select(
                                "SELECT COUNT(*) FROM letter WHERE ended_at IS NULL AND host = ? AND repo = ? AND number = ?",
                                pull.repo().host(),
                                pull.repo().path(),
                                pull.number())
                        .mapTo(Integer.class)
                        .one())
                == 0;
    }

    @Override
    public boolean empty() {
        return database.read(handle -> handle.select("SELECT COUNT(*) FROM letter WHERE ended_at IS NULL")
                        .mapTo(Integer.class)
                        .one())
                == 0;
    }

    @Override
    public Optional<Instant> next() {
        return database.read(handle -> handle.select(
                        "SELECT MIN(not_before) AS next FROM letter WHERE ended_at IS NULL AND state = 'waiting' AND"
                                + NOT_HELD_UP)
                .map((row, context) -> Columns.maybeInstant(row, "next"))
                .one());
    }

    /** What was being sent when the server went down may have arrived. */
    void recover() {
        long now = clock.instant().toEpochMilli();
        database.write(handle -> {
            handle.execute(
                    "UPDATE letter SET uncertain = 1 WHERE ended_at IS NULL AND state = 'waiting'"
                            + " AND letter_key IN (SELECT letter_key FROM letter WHERE ended_at IS NULL AND state = 'sending')");
            handle.execute(
                    "DELETE FROM letter WHERE ended_at IS NULL AND state = 'sending'"
                            + " AND letter_key IN (SELECT letter_key FROM letter WHERE ended_at IS NULL AND state = 'waiting')");
            return handle.execute(
                    "UPDATE letter SET state = 'waiting', uncertain = 1, not_before = ?"
                            + " WHERE ended_at IS NULL AND state = 'sending'",
                    now);
        });
    }
}
