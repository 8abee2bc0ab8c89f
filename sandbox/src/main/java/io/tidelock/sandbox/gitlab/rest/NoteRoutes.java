package io.tidelock.sandbox.gitlab.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.gitlab.QuickActions;
import io.tidelock.sandbox.gitlab.json.NoteJson;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Reaction;
import java.util.Comparator;
import java.util.List;

/** The conversation: notes, discussions, award emoji. What GitLab calls a quick action is carried out, and leaves the note. */
final class NoteRoutes {
    private static final String MR = "/projects/{project}/merge_requests/{iid}";
    private static final String NOTES = MR + "/notes";
    private static final String NOTE = NOTES + "/{note}";
    private static final String DISCUSSIONS = MR + "/discussions";

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", NOTES, this::list)
                .on("POST", NOTES, visit -> create(visit, false))
                .on("GET", NOTE, this::one)
                .on("PUT", NOTE, this::edit)
                .on("DELETE", NOTE, this::delete)
                .on("GET", NOTE + "/award_emoji", this::noteAwards)
                .on("POST", NOTE + "/award_emoji", this::awardNote)
                .on("DELETE", NOTE + "/award_emoji/{award}", this::unaward)
                .on("GET", MR + "/award_emoji", this::awards)
                .on("POST", MR + "/award_emoji", this::award)
                .on("GET", DISCUSSIONS, this::discussions)
                .on("POST", DISCUSSIONS, visit -> create(visit, true))
                .on("GET", DISCUSSIONS + "/{discussion}", this::discussion)
                .on("PUT", DISCUSSIONS + "/{discussion}", this::discussion)
                .on("PUT", DISCUSSIONS + "/{discussion}/notes/{note}", this::edit)
                .on("DELETE", DISCUSSIONS + "/{discussion}/notes/{note}", this::delete);
    }

    private Answer list(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        boolean byUpdate = "updated_at".equals(visit.parameters.text("order_by"));
        Comparator<Comment> order =
                byUpdate ? Comparator.comparing(note -> note.updatedAt) : Comparator.comparing(note -> note.createdAt);
        order = order.thenComparing(note -> note.id);
        List<Comment> notes = pull.repo.commentsOf(pull.number).stream()
                .sorted("asc".equals(visit.parameters.text("sort")) ? order : order.reversed())
                .toList();
        return visit.page(notes, note -> NoteJson.note(visit.urls, pull, note));
    }

    private Answer one(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        return Visit.ok(NoteJson.note(visit.urls, pull, visit.note(pull)));
    }

    private Answer create(Visit visit, boolean discussion) {
        Account author = visit.account();
        Pull pull = visit.mergeRequest(Permission.READ);
        String body = visit.parameters.required("body");
        QuickActions.Found found = QuickActions.in(body);
        List<String> done = found.carryOut(visit.forge, pull, author);
        if (found.rest().isBlank()) {
            if (done.isEmpty()) {
                throw GitLabError.of(400, "message", "400 Bad request - Note {:note=>[\"can't be blank\"]}");
            }
            return Visit.json(202, Json.object("commands_changes", Json.object(), "summary", done));
        }
        demandLength(found.rest());
        Comment note = visit.forge.talk.comment(pull, author, found.rest());
        ObjectNode json =
                discussion ? NoteJson.discussion(visit.urls, pull, note) : NoteJson.note(visit.urls, pull, note);
        return Visit.created(json).with("Location", visit.urls.api(pull.repo) + "/merge_requests/" + pull.number);
    }

    private static void demandLength(String body) {
        if (body.codePointCount(0, body.length()) > 1_000_000) {
            throw GitLabError.of(
                    400,
                    "message",
                    "400 Bad request - Note {:note=>[\"is too long (maximum is 1000000 characters)\"]}");
        }
    }

    /** Only who wrote a note, or a maintainer, may change it. */
    private static Comment own(Visit visit, Pull pull) {
        Account account = visit.account();
        Comment note = visit.note(pull);
        if (note.author != account
                && !visit.forge.world.permission(pull.repo, account).allows(Permission.MAINTAIN)) {
            throw GitLabError.forbidden();
        }
        return note;
    }

    private Answer edit(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        Comment note = own(visit, pull);
        QuickActions.Found found = QuickActions.in(visit.parameters.required("body"));
        found.carryOut(visit.forge, pull, visit.account());
        demandLength(found.rest());
        visit.forge.talk.edit(note, found.rest(), visit.account());
        return Visit.ok(NoteJson.note(visit.urls, pull, note));
    }

    private Answer delete(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        visit.forge.talk.delete(own(visit, pull), visit.account());
        return Visit.noContent();
    }

    private Answer discussions(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        return visit.page(pull.repo.commentsOf(pull.number), note -> NoteJson.discussion(visit.urls, pull, note));
    }

    private Answer discussion(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        return pull.repo.commentsOf(pull.number).stream()
                .filter(note -> NoteJson.discussionId(note).equals(visit.name("discussion")))
                .findFirst()
                .map(note -> Visit.ok(NoteJson.discussion(visit.urls, pull, note)))
                .orElseThrow(() -> GitLabError.notFound("Discussion"));
    }

    private Answer noteAwards(Visit visit) {
        Comment note = visit.note(visit.mergeRequest(Permission.READ));
        return visit.page(List.copyOf(note.reactions), it -> NoteJson.award(visit.urls, it, "Note", note.id));
    }

    private Answer awards(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        return visit.page(List.copyOf(pull.reactions), it -> NoteJson.award(visit.urls, it, "MergeRequest", pull.id));
    }

    private Answer awardNote(Visit visit) {
        Comment note = visit.note(visit.mergeRequest(Permission.READ));
        return Visit.created(NoteJson.award(visit.urls, awarded(visit, note.reactions), "Note", note.id));
    }

    private Answer award(Visit visit) {
        Pull pull = visit.mergeRequest(Permission.READ);
        return Visit.created(NoteJson.award(visit.urls, awarded(visit, pull.reactions), "MergeRequest", pull.id));
    }

    /** The same emoji of the same person a second time is 404, of all things. */
    private static Reaction awarded(Visit visit, List<Reaction> reactions) {
        Account account = visit.account();
        String content = NoteJson.content(visit.parameters.required("name"));
        boolean twice = reactions.stream()
                .anyMatch(it -> it.user() == account && it.content().equals(content));
        if (twice) {
            throw GitLabError.notFound("Award Emoji Name has already been taken");
        }
        if (!content.matches("[a-z0-9_+-]{1,64}")) {
            throw GitLabError.of(400, "message", Json.object("name", List.of("is not a valid emoji name")));
        }
        return visit.forge.talk.react(reactions, account, content);
    }

    private Answer unaward(Visit visit) {
        Account account = visit.account();
        Comment note = visit.note(visit.mergeRequest(Permission.READ));
        long id = visit.number("award");
        if (!note.reactions.removeIf(it -> it.id() == id && it.user() == account)) {
            throw GitLabError.notFound();
        }
        return Visit.noContent();
    }
}
