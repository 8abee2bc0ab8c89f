package io.tidelock.vcs.gitlab;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Event;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What a payload says, in the language of core. Throws {@link Malformed}; what it does not know is uninteresting. */
final class GitLabEvents {
    private static final String BRANCHES = "refs/heads/";
    private static final Set<String> ENDED = Set.of("success", "failed", "canceled", "skipped");

    private final String host;

    GitLabEvents(String host) {
        this.host = host;
    }

    /** @param kind {@code object_kind} of the payload, or {@code event_name} where there is none */
    Event event(String kind, Tree body) {
        return switch (kind) {
            case "merge_request" -> mergeRequest(body);
            case "note" -> note(body);
            case "push" -> push(body);
            case "pipeline" -> hint(body, this::pipeline);
            case "tag_push" -> nothing(body, "a tag moved, not a branch");
            default -> nothing(body, "events of kind " + GitLabWebhooks.word(kind) + " are not read");
        };
    }

    private Event mergeRequest(Tree body) {
        Tree mr = body.at("object_attributes").object();
        Optional<String> action = mr.at("action").optionalText();
        if (action.isEmpty()) {
            return nothing(body, "a merge request's event without an action");
        }
        return switch (action.get()) {
            case "open" -> changed(body, Event.Change.OPENED);
            case "reopen" -> changed(body, Event.Change.REOPENED);
            case "update" -> updated(body, mr);
            case "merge", "close" -> closed(body, mr);
            case "approved", "approval", "unapproved", "unapproval" -> reviewed(body);
            default -> nothing(body, "merge_request." + GitLabWebhooks.word(action.get()) + " changes no plan");
        };
    }

    /** One action stands for everything that can change; of a push it says what was there before. */
    private Event updated(Tree body, Tree mr) {
        Tree changes = body.at("changes");
        if (mr.at("oldrev").isPresent()) {
            return changed(body, Event.Change.PUSHED);
        }
        if (changes.isPresent() && changes.at("target_branch").isPresent()) {
            return changed(body, Event.Change.RETARGETED);
        }
        if (changes.isPresent() && becameReady(changes)) {
            return changed(body, Event.Change.READY);
        }
        if (changes.isPresent() && changes.at("blocking_discussions_resolved").isPresent()) {
            return reviewed(body);
        }
        return nothing(body, "a merge request was updated, but neither its commits nor its target branch");
    }

    /** Such an event is a hint and no more: one that cannot be read is not worth refusing. */
    private Event hint(Tree body, Function<Tree, Event> reading) {
        try {
            return reading.apply(body);
        } catch (Malformed strange) {
            return nothing(body, "a hint that cannot be read: " + strange.what());
        }
    }

    private Event reviewed(Tree body) {
        return new Event.Reviewed(pull(body).ref());
    }

    /** One that runs for the merge request itself names it; that of a branch names its commit. */
    private Event pipeline(Tree body) {
        Tree pipeline = body.at("object_attributes").object();
        if (!ENDED.contains(pipeline.at("status").optionalText().orElse(""))) {
            return nothing(body, "a pipeline that has not ended lets nobody go on");
        }
        RepoRef repo = MergeRequestShape.project(host, body.at("project").object());
        Tree mr = body.at("merge_request");
        if (mr.isPresent() && mr.at("iid").isPresent()) {
            boolean here = !mr.at("target_project_id").isPresent()
                    || mr.at("target_project_id")
                            .node()
                            .equals(body.at("project").at("id").node());
            return here
                    ? new Event.Reviewed(new PullRef(repo, MergeRequestShape.number(mr.at("iid"))))
                    : nothing(body, "a pipeline of a fork");
        }
        return new Event.Checked(repo, MergeRequestShape.sha(pipeline.at("sha")), Optional.empty());
    }

    /** Servers that do not tell of the draft itself tell of the title that says so. */
    private static boolean becameReady(Tree changes) {
        for (String flag : new String[] {"draft", "work_in_progress"}) {
            Tree change = changes.at(flag);
            if (change.isPresent()) {
                return change.at("previous").isTrue() && !change.at("current").isTrue();
            }
        }
        Tree title = changes.at("title");
        return title.isPresent() && isDraft(title.at("previous")) && !isDraft(title.at("current"));
    }

    private static boolean isDraft(Tree title) {
        return MergeRequestShape.DRAFT.matcher(title.optionalText().orElse("")).find();
    }

    private PullRequest pull(Tree body) {
        return MergeRequestShape.told(host, body, body.at("object_attributes"), body.at("labels"));
    }

    private Event changed(Tree body, Event.Change change) {
        PullRequest pull = pull(body);
        if (!MergeRequestShape.hasCommit(pull)) {
            return nothing(body, "a merge request without a commit");
        }
        return pull.open()
                ? new Event.PullChanged(pull, change, MergeRequestShape.actor(body.at("user")))
                : nothing(body, "a merge request changed that is not open");
    }

    private Event closed(Tree body, Tree mr) {
        PullRequest pull = pull(body);
        if (pull.open()) {
            throw mr.at("state").expected("closed or merged, although the action is");
        }
        return new Event.PullClosed(pull, MergeRequestShape.actor(body.at("user")));
    }

    private Event note(Tree body) {
        Tree note = body.at("object_attributes").object();
        if (!note.at("noteable_type").text().equals("MergeRequest")) {
            return nothing(body, "a note, but not on a merge request");
        }
        if (note.at("system").isTrue()) {
            return nothing(body, "a note that GitLab wrote");
        }
        if (!isNew(note)) {
            return nothing(body, "a note was edited; only new notes are read");
        }
        RepoRef repo = MergeRequestShape.project(host, body.at("project").object());
        PullRef pull = new PullRef(
                repo, MergeRequestShape.number(body.at("merge_request").object().at("iid")));
        return new Event.Commented(
                new CommentRef(pull, Long.toString(note.at("id").id())),
                MergeRequestShape.actor(body.at("user")),
                MergeRequestShape.time(note.at("created_at")),
                note.at("note").optionalText().orElse(""));
    }

    /** Servers before 16.11 do not say; a note that was never edited is as old as its last change. */
    private static boolean isNew(Tree note) {
        Optional<String> action = note.at("action").optionalText();
        if (action.isPresent()) {
            return action.get().equals("create");
        }
        Tree updated = note.at("updated_at");
        return !updated.isPresent()
                || MergeRequestShape.time(updated).equals(MergeRequestShape.time(note.at("created_at")));
    }

    private Event push(Tree body) {
        String ref = body.at("ref").text();
        if (!ref.startsWith(BRANCHES) || ref.length() == BRANCHES.length()) {
            return nothing(body, "no branch moved");
        }
        if (body.at("after").text().matches("0+")) {
            return nothing(body, "a branch was deleted");
        }
        return new Event.BranchPushed(
                MergeRequestShape.project(host, body.at("project").object()),
                ref.substring(BRANCHES.length()),
                MergeRequestShape.sha(body.at("after")));
    }

    private Event nothing(Tree body, String reason) {
        Optional<RepoRef> repo;
        try {
            Tree project = body.at("project");
            repo = project.isPresent() ? Optional.of(MergeRequestShape.project(host, project)) : Optional.empty();
        } catch (Malformed e) {
            repo = Optional.empty(); // not worth refusing what is ignored anyway
        }
        return new Event.Uninteresting(repo, reason);
    }
}
