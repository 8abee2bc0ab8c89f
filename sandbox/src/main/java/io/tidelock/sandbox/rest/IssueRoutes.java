package io.tidelock.sandbox.rest;

import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.PullJson;
import io.tidelock.sandbox.json.Repos;
import io.tidelock.sandbox.json.TalkJson;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.Label;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Reaction;
import io.tidelock.sandbox.model.Repo;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conversation: comments, reactions and labels. Issues are pull requests only. */
final class IssueRoutes {
    private static final String REPO = "/repos/{owner}/{repo}";
    private static final String ISSUES = REPO + "/issues";
    private static final String COMMENT = ISSUES + "/comments/{id}";
    private static final String ISSUE = ISSUES + "/{number}";

    private final PullJson json;

    IssueRoutes(PullJson json) {
        this.json = json;
    }

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", ISSUES, this::issues)
                .on("GET", ISSUES + "/comments", this::allComments)
                .on("GET", COMMENT, visit -> Visit.ok(TalkJson.comment(visit.links, comment(visit))))
                .on("PATCH", COMMENT, this::edit)
                .on("DELETE", COMMENT, this::delete)
                .on("GET", COMMENT + "/reactions", visit -> reactions(visit, comment(visit).reactions))
                .on("POST", COMMENT + "/reactions", visit -> react(visit, comment(visit).reactions))
                .on("DELETE", COMMENT + "/reactions/{reaction}", visit -> unreact(visit, comment(visit).reactions))
                .on("GET", ISSUE, visit -> Visit.ok(json.issue(visit.links, visit.pull(Permission.READ))))
                .on("PATCH", ISSUE, this::editIssue)
                .on("GET", ISSUE + "/comments", this::comments)
                .on("POST", ISSUE + "/comments", this::create)
                .on("GET", ISSUE + "/reactions", visit -> reactions(visit, visit.pull(Permission.READ).reactions))
                .on("POST", ISSUE + "/reactions", visit -> react(visit, visit.pull(Permission.READ).reactions))
                .on("GET", ISSUE + "/events", visit -> visit.page(List.<Pull>of(), none -> Json.object()))
                .on("GET", ISSUE + "/timeline", visit -> visit.page(List.<Pull>of(), none -> Json.object()))
                .on("GET", ISSUE + "/labels", visit -> labels(visit, visit.pull(Permission.READ)))
                .on("POST", ISSUE + "/labels", this::addLabels)
                .on("PUT", ISSUE + "/labels", this::setLabels)
                .on("DELETE", ISSUE + "/labels", this::clearLabels)
                .on("DELETE", ISSUE + "/labels/{name...}", this::removeLabel)
                .on("PUT", ISSUE + "/lock", visit -> lock(visit, true))
                .on("DELETE", ISSUE + "/lock", visit -> lock(visit, false));
    }

    private Answer issues(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        String state = visit.ask.query("state", "open");
        List<Pull> found = new ArrayList<>(repo.pulls.values().stream()
                .filter(pull -> state.equals("all") || pull.state().equals(state))
                .toList());
        return visit.page(found.reversed(), pull -> json.issue(visit.links, pull));
    }

    private Answer editIssue(Visit visit) {
        Account sender = visit.account();
        Pull pull = visit.pull(Permission.READ);
        if (pull.author != sender) {
            visit.forge.accounts.demand(pull.repo, sender, Permission.WRITE);
        }
        visit.forge.pulls.edit(pull, visit.text("title"), visit.text("body"), null, sender);
        if ("closed".equals(visit.text("state"))) {
            visit.forge.pulls.close(pull, sender);
        } else if ("open".equals(visit.text("state"))) {
            visit.forge.pulls.reopen(pull, sender);
        }
        if (visit.body().has("labels")) {
            replaceLabels(visit, pull, labelNames(visit));
        }
        return Visit.ok(json.issue(visit.links, pull));
    }

    private Answer comments(Visit visit) {
        Pull pull = visit.pull(Permission.READ);
        Instant since = since(visit.ask.query("since"));
        List<Comment> found = pull.repo.commentsOf(pull.number).stream()
                .filter(comment -> !comment.updatedAt.isBefore(since))
                .toList();
        return visit.page(found, comment -> TalkJson.comment(visit.links, comment));
    }

    private Answer allComments(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        Instant since = since(visit.ask.query("since"));
        Comparator<Comment> order = visit.ask.query("sort", "created").equals("updated")
                ? Comparator.<Comment, Instant>comparing(comment -> comment.updatedAt)
                        .thenComparing(comment -> comment.id)
                : Comparator.comparing(comment -> comment.id);
        List<Comment> found = repo.comments.values().stream()
                .filter(comment -> !comment.updatedAt.isBefore(since))
                .sorted(order)
                .toList();
        boolean newestFirst = visit.ask.query("direction", "asc").equals("desc");
        return visit.page(newestFirst ? found.reversed() : found, comment -> TalkJson.comment(visit.links, comment));
    }

    private static Instant since(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refused.with(422, "Invalid since parameter");
        }
    }

    private Answer create(Visit visit) {
        Account author = visit.account();
        Pull pull = visit.pull(Permission.READ);
        String body = visit.text("IssueComment", "body");
        return Visit.created(TalkJson.comment(visit.links, visit.forge.talk.comment(pull, author, body)));
    }

    private static Comment comment(Visit visit) {
        return visit.forge.talk.find(visit.repo(Permission.READ), visit.number("id"));
    }

    private static Comment ownComment(Visit visit) {
        Account account = visit.account();
        Comment comment = comment(visit);
        if (comment.author != account) {
            visit.forge.accounts.demand(comment.repo, account, Permission.WRITE);
        }
        return comment;
    }

    private Answer edit(Visit visit) {
        Comment comment = ownComment(visit);
        visit.forge.talk.edit(comment, visit.text("IssueComment", "body"), visit.account());
        return Visit.ok(TalkJson.comment(visit.links, comment));
    }

    private Answer delete(Visit visit) {
        visit.forge.talk.delete(ownComment(visit), visit.account());
        return Visit.noContent();
    }

    private static Answer reactions(Visit visit, List<Reaction> reactions) {
        return visit.page(List.copyOf(reactions), reaction -> TalkJson.reaction(visit.links, reaction));
    }

    private static Answer react(Visit visit, List<Reaction> reactions) {
        int before = reactions.size();
        String content = visit.text("Reaction", "content");
        if (!Reaction.CONTENTS.contains(content)) {
            throw Refused.invalid("Reaction", "content", "invalid");
        }
        Reaction reaction = visit.forge.talk.react(reactions, visit.account(), content);
        return Visit.json(reactions.size() > before ? 201 : 200, TalkJson.reaction(visit.links, reaction));
    }

    private static Answer unreact(Visit visit, List<Reaction> reactions) {
        Account account = visit.account();
        long id = visit.number("reaction");
        if (!reactions.removeIf(reaction -> reaction.id() == id && reaction.user() == account)) {
            throw Refused.notFound();
        }
        return Visit.noContent();
    }

    private static Answer labels(Visit visit, Pull pull) {
        List<Label> labels = pull.repo.labels.values().stream()
                .filter(label -> pull.labels.contains(label.name()))
                .toList();
        return visit.page(labels, label -> Repos.label(visit.links, pull.repo, label));
    }

    private static List<String> labelNames(Visit visit) {
        List<String> names = new ArrayList<>();
        var list = visit.body().isArray() ? visit.body() : visit.body().path("labels");
        list.forEach(item -> names.add(item.isObject() ? item.path("name").asText() : item.asText()));
        return names;
    }

    private static Pull labelled(Visit visit) {
        visit.account();
        return visit.pull(Permission.TRIAGE);
    }

    private Answer addLabels(Visit visit) {
        Pull pull = labelled(visit);
        labelNames(visit).forEach(name -> visit.forge.pulls.label(pull, name, visit.account()));
        return labels(visit, pull);
    }

    private Answer setLabels(Visit visit) {
        Pull pull = labelled(visit);
        replaceLabels(visit, pull, labelNames(visit));
        return labels(visit, pull);
    }

    private static void replaceLabels(Visit visit, Pull pull, List<String> names) {
        List.copyOf(pull.labels).stream()
                .filter(label -> !names.contains(label))
                .forEach(label -> visit.forge.pulls.unlabel(pull, label, visit.account()));
        names.forEach(name -> visit.forge.pulls.label(pull, name, visit.account()));
    }

    private Answer clearLabels(Visit visit) {
        replaceLabels(visit, labelled(visit), List.of());
        return Visit.noContent();
    }

    private Answer removeLabel(Visit visit) {
        Pull pull = labelled(visit);
        visit.forge.pulls.unlabel(pull, visit.name("name"), visit.account());
        return labels(visit, pull);
    }

    private static Answer lock(Visit visit, boolean locked) {
        visit.pull(Permission.WRITE).locked = locked;
        return Visit.noContent();
    }
}
