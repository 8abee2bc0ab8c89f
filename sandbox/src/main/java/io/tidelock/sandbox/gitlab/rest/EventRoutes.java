package io.tidelock.sandbox.gitlab.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.gitlab.json.EventJson;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happened in a project: merge requests that were opened, closed or merged, and what was said on them. Edits are no events. */
final class EventRoutes {
    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", "/projects/{project}/events", this::list);
    }

    /** @param action as it is asked for, e.g. {@code commented} */
    private record Event(String action, Instant at, long id, Supplier<ObjectNode> json) {}

    /** Of days only: what happened on the day that is named is neither before nor after it. */
    private Answer list(Visit visit) {
        Repo repo = visit.project(Permission.READ);
        LocalDate after = day(visit, "after");
        LocalDate before = day(visit, "before");
        String action = visit.parameters.text("action");
        Comparator<Event> order = Comparator.comparing(Event::at).thenComparing(Event::id);
        List<Event> found = events(visit, repo).stream()
                .filter(event -> action == null || event.action.equals(action))
                .filter(event -> after == null || day(event.at).isAfter(after))
                .filter(event -> before == null || day(event.at).isBefore(before))
                .sorted("asc".equals(visit.parameters.text("sort")) ? order : order.reversed())
                .toList();
        return visit.page(found, event -> event.json.get());
    }

    private static List<Event> events(Visit visit, Repo repo) {
        List<Event> events = new ArrayList<>();
        for (Pull pull : repo.pulls.values()) {
            add(visit, events, "created", "opened", pull.id, pull, pull.createdAt);
            Instant merged = pull.mergedAt;
            Instant closed = pull.closedAt;
            if (merged != null) {
                add(visit, events, "merged", "accepted", pull.issueId, pull, merged);
            } else if (closed != null) {
                add(visit, events, "closed", "closed", pull.issueId, pull, closed);
            }
            for (Comment note : repo.commentsOf(pull.number)) {
                events.add(new Event(
                        "commented", note.createdAt, note.id, () -> EventJson.commented(visit.urls, pull, note)));
            }
        }
        return events;
    }

    private static void add(
            Visit visit, List<Event> events, String action, String did, long id, Pull pull, Instant at) {
        events.add(new Event(action, at, id, () -> EventJson.happened(visit.urls, id, did, pull, pull.mergedBy, at)));
    }

    private static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static @Nullable LocalDate day(Visit visit, String name) {
        String text = visit.parameters.text(name);
        try {
            return text == null ? null : LocalDate.parse(Objects.requireNonNull(text));
        } catch (DateTimeParseException e) {
            throw GitLabError.invalid(name + " is invalid");
        }
    }
}
