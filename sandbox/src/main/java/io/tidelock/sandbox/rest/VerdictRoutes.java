package io.tidelock.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.VerdictJson;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.CheckRun;
import io.tidelock.sandbox.model.CommitStatus;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commit statuses and check runs. */
final class VerdictRoutes {
    private static final String REPO = "/repos/{owner}/{repo}";
    private static final String CHECK = REPO + "/check-runs/{id}";
    private static final Set<String> CONCLUSIONS =
            Set.of("action_required", "cancelled", "failure", "neutral", "success", "skipped", "stale", "timed_out");
    private static final int MOST_ANNOTATIONS = 50;

    void addTo(Routes<Endpoint> routes) {
        routes.on("POST", REPO + "/statuses/{sha}", this::post)
                .on("GET", REPO + "/statuses/{sha...}", this::list)
                .on("GET", REPO + "/commits/{sha...}/statuses", this::list)
                .on("GET", REPO + "/commits/{sha...}/status", this::combined)
                .on("POST", REPO + "/check-runs", this::newCheck)
                .on("GET", CHECK, visit -> Visit.ok(VerdictJson.check(visit.links, check(visit))))
                .on("PATCH", CHECK, this::updateCheck)
                .on("GET", CHECK + "/annotations", this::annotations)
                .on("GET", REPO + "/commits/{sha...}/check-runs", this::checks)
                .on("GET", REPO + "/commits/{sha...}/check-suites", this::suites);
    }

    private Answer post(Visit visit) {
        Account creator = visit.account();
        Repo repo = visit.repo(Permission.READ);
        if (!visit.forge.world.permission(repo, creator).allows(Permission.WRITE)) {
            throw Refused.notFound();
        }
        CommitStatus status = visit.forge.verdicts.post(
                repo,
                visit.name("sha"),
                visit.text("Status", "state"),
                visit.text("context"),
                visit.text("description"),
                visit.text("target_url"),
                creator);
        return Visit.created(VerdictJson.status(visit.links, repo, status));
    }

    private Answer list(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        List<CommitStatus> newestFirst =
                repo.statusesOf(visit.commit(repo, visit.name("sha"))).reversed();
        return visit.page(newestFirst, status -> VerdictJson.status(visit.links, repo, status));
    }

    private Answer combined(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        String sha = visit.commit(repo, visit.name("sha"));
        List<CommitStatus> latest = List.copyOf(visit.forge.verdicts.latest(repo, sha));
        return visit.page(latest, page -> VerdictJson.combined(visit.links, repo, sha, latest, page), 100);
    }

    private Answer newCheck(Visit visit) {
        Account creator = visit.account();
        Repo repo = visit.repo(Permission.READ);
        if (creator.kind != Account.Kind.BOT) {
            throw Refused.forbidden("You must authenticate via a GitHub App.");
        }
        visit.forge.accounts.demand(repo, creator, Permission.WRITE);
        CheckRun run = visit.forge.verdicts.newCheck(
                repo, visit.text("CheckRun", "head_sha"), visit.text("CheckRun", "name"), creator);
        fill(visit, run);
        visit.forge.verdicts.told(run, "created");
        if (run.conclusion != null) {
            visit.forge.verdicts.told(run, "completed");
        }
        return Visit.created(VerdictJson.check(visit.links, run));
    }

    private Answer updateCheck(Visit visit) {
        CheckRun run = check(visit);
        if (run.creator != visit.account()) {
            throw Refused.forbidden("Invalid app_id `" + visit.account().id
                    + "` - check run can only be modified by the GitHub App that created it.");
        }
        boolean wasDone = run.conclusion != null;
        fill(visit, run);
        if (!wasDone && run.conclusion != null) {
            visit.forge.verdicts.told(run, "completed");
        }
        return Visit.ok(VerdictJson.check(visit.links, run));
    }

    private static final int LONGEST_OUTPUT = 65_535;

    private static void fill(Visit visit, CheckRun run) {
        String name = visit.text("name");
        run.name = name == null ? run.name : name;
        String status = visit.text("status");
        run.status = status == null ? run.status : status;
        String conclusion = visit.text("conclusion");
        if (conclusion != null) {
            if (!CONCLUSIONS.contains(conclusion)) {
                throw Refused.invalid("CheckRun", "conclusion", "invalid");
            }
            run.conclusion = conclusion;
            run.status = "completed";
            run.completedAt = instant(visit, "completed_at", visit.forge.world.now());
        } else if (run.status.equals("completed") && run.conclusion == null) {
            throw Refused.invalid("CheckRun", "conclusion", "missing_field");
        }
        run.startedAt = instant(visit, "started_at", run.startedAt);
        run.detailsUrl = orElse(visit.text("details_url"), run.detailsUrl);
        run.externalId = orElse(visit.text("external_id"), run.externalId);
        JsonNode output = visit.body().path("output");
        for (String field : List.of("summary", "text")) {
            String text = Json.text(output, field);
            if (text != null && text.getBytes(StandardCharsets.UTF_8).length > LONGEST_OUTPUT) {
                throw Refused.with(
                        422,
                        "Invalid request.\n\nOnly " + LONGEST_OUTPUT + " characters are allowed; " + text.length()
                                + " were supplied.");
            }
        }
        run.title = orElse(Json.text(output, "title"), run.title);
        run.summary = orElse(Json.text(output, "summary"), run.summary);
        run.text = orElse(Json.text(output, "text"), run.text);
        addAnnotations(run, output.path("annotations"));
    }

    private static void addAnnotations(CheckRun run, JsonNode annotations) {
        if (annotations.size() > MOST_ANNOTATIONS) {
            throw Refused.with(
                    422,
                    "Invalid request.\n\nNo more than 50 items are allowed; " + annotations.size() + " were supplied.");
        }
        annotations.forEach(annotation -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            annotation.properties().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
            run.annotations.add(fields);
        });
    }

    private static Instant instant(Visit visit, String field, Instant otherwise) {
        String text = visit.text(field);
        try {
            return text == null ? otherwise : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Refused.invalid("CheckRun", field, "invalid");
        }
    }

    private static @Nullable String orElse(@Nullable String text, @Nullable String otherwise) {
        return text == null ? otherwise : text;
    }

    private static CheckRun check(Visit visit) {
        CheckRun run = visit.repo(Permission.READ).checkRuns.get(visit.number("id"));
        if (run == null) {
            throw Refused.notFound();
        }
        return run;
    }

    private Answer annotations(Visit visit) {
        return visit.page(check(visit).annotations, fields -> {
            var json = Json.object();
            fields.forEach((name, value) -> Json.add(json, name, value));
            return json;
        });
    }

    private Answer checks(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        String wanted = visit.ask.query("check_name", "");
        boolean latest = visit.ask.query("filter", "latest").equals("latest");
        Map<String, CheckRun> found = new LinkedHashMap<>();
        for (CheckRun run : repo.checksOf(visit.commit(repo, visit.name("sha")))) {
            if (wanted.isEmpty() || wanted.equals(run.name)) {
                found.put(latest ? run.suiteId + run.name : Long.toString(run.id), run);
            }
        }
        List<CheckRun> runs = new ArrayList<>(found.values()).reversed();
        return visit.page(
                runs,
                page -> Json.object(
                        "total_count", runs.size(),
                        "check_runs",
                                page.stream()
                                        .map(run -> VerdictJson.check(visit.links, run))
                                        .toList()),
                100);
    }

    private Answer suites(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        Map<Long, CheckRun> suites = new LinkedHashMap<>();
        repo.checksOf(visit.commit(repo, visit.name("sha"))).forEach(run -> suites.put(run.suiteId, run));
        return visit.page(
                List.copyOf(suites.values()),
                page -> Json.object(
                        "total_count", suites.size(),
                        "check_suites",
                                page.stream()
                                        .map(run -> Json.object(
                                                "id", run.suiteId,
                                                "head_sha", run.headSha,
                                                "status", run.status,
                                                "conclusion", run.conclusion,
                                                "app", VerdictJson.app(visit.links, run.creator)))
                                        .toList()),
                100);
    }
}
