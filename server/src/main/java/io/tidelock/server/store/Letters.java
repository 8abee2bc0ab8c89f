package io.tidelock.server.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.words.Message;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Puts words into the outbox: of one key, only the newest waits. */
final class Letters {
    /** A message, already written down. */
    record Draft(PullRef pull, String key, String json) {}

    private Letters() {}

    static List<Draft> drafts(List<Message> words) {
        return words.stream()
                .map(message -> new Draft(message.pull(), message.key(), Json.write(message)))
                .toList();
    }

    static void post(Handle handle, List<Draft> drafts, Instant at) {
        drafts.forEach(draft -> post(handle, draft, at));
    }

    /** The doubt whether an earlier version arrived goes over to the newer one. */
    private static void post(Handle handle, Draft draft, Instant at) {
        int uncertain = handle.select(
                        "SELECT uncertain FROM letter WHERE letter_key = ? AND state = 'waiting' AND ended_at IS NULL",
                        draft.key)
                .mapTo(Integer.class)
                .findOne()
                .orElse(0);
        handle.execute("DELETE FROM letter WHERE letter_key = ? AND state = 'waiting' AND ended_at IS NULL", draft.key);
        handle.execute(
                "INSERT INTO letter (host, repo, number, letter_key, message, state, uncertain, not_before)"
                        + " VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?)",
                draft.pull.repo().host(),
                draft.pull.repo().path(),
                draft.pull.number(),
                draft.key,
                draft.json,
                uncertain,
                at.toEpochMilli());
    }
}
