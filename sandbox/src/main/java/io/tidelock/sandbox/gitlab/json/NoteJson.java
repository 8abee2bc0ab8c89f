package io.tidelock.sandbox.gitlab.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Reaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Notes, discussions of one note each, and award emoji. */
public final class NoteJson {
    /** GitHub's words for reactions, and GitLab's names of the same emoji. */
    private static final Map<String, String> EMOJI = Map.of(
            "+1", "thumbsup",
            "-1", "thumbsdown",
            "laugh", "laughing",
            "hooray", "tada");

    private NoteJson() {}

    public static ObjectNode note(Urls urls, Pull pull, Comment note) {
        return Json.object(
                "id",
                note.id,
                "type",
                null,
                "body",
                note.body,
                "author",
                PersonJson.basic(urls, note.author),
                "created_at",
                millis(note.createdAt),
                "updated_at",
                millis(note.updatedAt),
                "attachment",
                null,
                "system",
                false,
                "noteable_id",
                pull.id,
                "noteable_type",
                "MergeRequest",
                "project_id",
                pull.repo.id,
                "resolvable",
                false,
                "confidential",
                false,
                "internal",
                false,
                "imported",
                false,
                "imported_from",
                "none",
                "noteable_iid",
                pull.number,
                "commands_changes",
                Json.object());
    }

    /** Times of notes and merge requests have milliseconds. */
    public static String millis(java.time.Instant at) {
        return at.toString().replaceFirst("Z$", ".000Z");
    }

    /** A discussion has an id of its own, of 40 digits. */
    public static ObjectNode discussion(Urls urls, Pull pull, Comment note) {
        return Json.object("id", discussionId(note), "individual_note", true, "notes", List.of(note(urls, pull, note)));
    }

    public static String discussionId(Comment note) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest(("note " + note.id).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static ObjectNode award(Urls urls, Reaction reaction, String awardable, long awardableId) {
        return Json.object(
                "id",
                reaction.id(),
                "name",
                emoji(reaction.content()),
                "user",
                PersonJson.basic(urls, reaction.user()),
                "created_at",
                reaction.createdAt(),
                "updated_at",
                reaction.createdAt(),
                "awardable_id",
                awardableId,
                "awardable_type",
                awardable,
                "url",
                null);
    }

    public static String emoji(String content) {
        return EMOJI.getOrDefault(content, content);
    }

    /** The forge's word for an emoji's name; the name itself when it has none. */
    public static String content(String emoji) {
        return EMOJI.entrySet().stream()
                .filter(entry -> entry.getValue().equals(emoji))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(emoji);
    }
}
