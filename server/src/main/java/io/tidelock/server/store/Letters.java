package io.tidelock.server.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.words.Message;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Puts words into the outbox: of one key, only the newest waits. */
final class Letters {
    /** A message, already written down. */
    record Draft(PullRef pull, String key, String json, boolean status) {}

    private Letters() {}

    static List<Draft> drafts(List<Message> words) {
        return words.stream()
                .map(message -> new Draft(
                        message.pull(), message.key(), Json.write(message), message instanceof Message.Status))
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
        if (draft.status && uncertain == 0 && isThere(handle, draft)) {
            return;
        }
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

    /** True when the newest of its key has arrived and said the same. */
    private static boolean isThere(Handle handle, Draft draft) {
        return handle.select(
                        "SELECT state = 'sent' AND message = ? FROM letter WHERE letter_key = ? ORDER BY id DESC LIMIT 1",
                        draft.json,
                        draft.key)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }
}
