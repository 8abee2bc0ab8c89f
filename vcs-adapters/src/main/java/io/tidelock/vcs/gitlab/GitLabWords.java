package io.tidelock.vcs.gitlab;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gitlab4j.api.models.Note;

/**
 * Says things on GitLab: one request each, never repeated here. gitlab4j posts and edits; emoji on notes and searches are our own,
 * because gitlab4j sends the former to issues and reads all pages of the latter.
 */
final class GitLabWords implements PullWriter {
    private static final int PAGE = 100;

    /** More notes than anybody reads; a host that gives the same page for ever ends here at the latest. */
    private static final int MAX_PAGES = 200;

    /** GitLab takes 1,000,000 characters; this leaves room for those that keep quoted lines from being orders. */
    private static final int MAX_BODY = 700_000;

    private final GitLabApi api;
    private final Library library;
    private final GitLabStatuses statuses;
    private final Optional<String> self;

    GitLabWords(GitLabApi api, Library library, GitLabStatuses statuses, Optional<String> self) {
        this.api = api;
        this.library = library;
        this.statuses = statuses;
        this.self = self;
    }

    @Override
    public void status(CommitStatus status) {
        statuses.set(status);
    }

    @Override
    public Posted post(PullRef pull, String body) {
        String text = fit(body);
        Note made = library.ask(
                "POST",
                notes(pull),
                gitlab -> gitlab.getNotesApi()
                        .createMergeRequestNote(api.project(pull.repo()), (long) pull.number(), text, null, null));
        return posted("POST", pull, made);
    }

    @Override
    public Posted edit(CommentRef comment, String body) {
        String text = fit(body);
        PullRef pull = comment.pull();
        Note edited = library.ask(
                "PUT",
                note(comment),
                gitlab -> gitlab.getNotesApi()
                        .updateMergeRequestNote(api.project(pull.repo()), (long) pull.number(), id(comment), text));
        return posted("PUT", pull, edited);
    }

    private Posted posted(String method, PullRef pull, Note note) {
        Date at = note.getUpdatedAt() == null ? note.getCreatedAt() : note.getUpdatedAt();
        if (note.getId() == null || note.getId() <= 0 || at == null) {
            throw api.unreadable(method, notes(pull), "a note was expected");
        }
        return new Posted(new CommentRef(pull, note.getId().toString()), at.toInstant());
    }

    /** Asked for oldest first, so the first that fits is the one, and the rest is not fetched. */
    @Override
    public Optional<Posted> find(PullRef pull, String marker) {
        String path = notes(pull);
        for (int page = 1; page <= MAX_PAGES; page++) {
            try {
                List<Tree> notes = api.get(path + "?order_by=created_at&sort=asc&per_page=" + PAGE + "&page=" + page)
                        .elements();
                for (Tree note : notes) {
                    if (isOurs(note)
                            && note.at("body").optionalText().orElse("").contains(marker)) {
                        Tree updated = note.at("updated_at");
                        return Optional.of(new Posted(
                                new CommentRef(pull, Long.toString(note.at("id").id())),
                                MergeRequestShape.time(updated.isPresent() ? updated : note.at("created_at"))));
                    }
                }
                if (notes.size() < PAGE) {
                    return Optional.empty();
                }
            } catch (Malformed e) {
                throw api.unreadable("GET", path, e.what());
            }
        }
        return Optional.empty();
    }

    /** What GitLab writes by itself is no comment. Not knowing our own name, we trust the marker. */
    private boolean isOurs(Tree note) {
        return !note.at("system").isTrue()
                && (self.isEmpty()
                        || note.at("author")
                                .at("username")
                                .optionalText()
                                .orElse("")
                                .equalsIgnoreCase(self.get()));
    }

    @Override
    public void react(CommentRef comment, Reaction reaction) {
        String emoji = switch (reaction) {
            case EYES -> "eyes";
            case CONFUSED -> "confused";
            case THUMBS_UP -> "thumbsup";
            case THUMBS_DOWN -> "thumbsdown";
            case LAUGH -> "laughing";
            case HOORAY -> "tada";
            case HEART -> "heart";
            case ROCKET -> "rocket";
        };
        try {
            api.post(note(comment) + "/award_emoji", Map.of("name", emoji));
        } catch (Refused refused) {
            // what is there already is not found, says GitLab
            if (!refused.problem().met().contains("already been taken")) {
                throw refused;
            }
        }
    }

    @Override
    public int maxBody() {
        return MAX_BODY;
    }

    private String notes(PullRef pull) {
        return api.path(pull) + "/notes";
    }

    private String note(CommentRef comment) {
        return notes(comment.pull()) + "/" + id(comment);
    }

    /** Our own note ids are numbers; anything else is a bug of the caller. */
    private static long id(CommentRef comment) {
        try {
            return Long.parseLong(comment.id());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not the id of a note on GitLab: '" + comment.id() + "'", e);
        }
    }

    private static String fit(String body) {
        if (body.isBlank() || body.length() > MAX_BODY) {
            throw new IllegalArgumentException(
                    "a comment of " + body.length() + " characters, expected 1 to " + MAX_BODY + ", not all blank");
        }
        return QuickActions.defused(Nouns.inComment(body));
    }
}
