package io.tidelock.sandbox.gitlab.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.Pull;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened in a project, as its list of events tells it. */
public final class EventJson {
    private EventJson() {}

    /** Somebody commented; the note is in it as it is now. */
    public static ObjectNode commented(Urls urls, Pull pull, Comment note) {
        return Json.add(
                event(urls, note.id, "commented on", pull, note.author, note.createdAt),
                "target_id",
                note.id,
                "target_iid",
                note.id,
                "target_type",
                "Note",
                "note",
                NoteJson.note(urls, pull, note));
    }

    /**
     * Something happened to a merge request.
     *
     * @param did e.g. {@code opened}
     */
    public static ObjectNode happened(Urls urls, long id, String did, Pull pull, @Nullable Account by, Instant at) {
        return Json.add(
                event(urls, id, did, pull, by == null ? pull.author : by, at),
                "target_id",
                pull.id,
                "target_iid",
                pull.number,
                "target_type",
                "MergeRequest");
    }

    private static ObjectNode event(Urls urls, long id, String did, Pull pull, Account by, Instant at) {
        return Json.object(
                "id",
                id,
                "project_id",
                pull.repo.id,
                "action_name",
                did,
                "author_id",
                by.id,
                "target_title",
                MergeRequestJson.title(pull),
                "created_at",
                NoteJson.millis(at),
                "author",
                PersonJson.basic(urls, by),
                "imported",
                false,
                "imported_from",
                "none",
                "author_username",
                by.login);
    }
}
