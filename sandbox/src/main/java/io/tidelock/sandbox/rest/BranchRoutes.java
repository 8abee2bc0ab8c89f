package io.tidelock.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Routes;
import io.tidelock.sandbox.json.Commits;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Protection;
import io.tidelock.sandbox.model.Repo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Branches and their protection. */
final class BranchRoutes {
    private static final String ALL = "/repos/{owner}/{repo}/branches";
    private static final String ONE = ALL + "/{branch...}";
    private static final String HEADS = "refs/heads/";

    void addTo(Routes<Endpoint> routes) {
        routes.on("GET", ALL, this::list)
                .on("GET", ONE + "/protection/required_status_checks", this::requiredChecks)
                .on("GET", ONE + "/protection", this::protection)
                .on("PUT", ONE + "/protection", this::protect)
                .on("DELETE", ONE + "/protection", this::unprotect)
                .on("GET", ONE, this::get)
                .on("GET", "/repos/{owner}/{repo}/rulesets", this::noRules)
                .on("GET", "/repos/{owner}/{repo}/rules/branches/{branch...}", this::noRules);
    }

    private Answer list(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        List<String> names = new History(visit.git(repo))
                .refs(HEADS).stream()
                        .map(ref -> ref.getName().substring(HEADS.length()))
                        .toList();
        String wanted = visit.ask.query("protected", "");
        return visit.page(
                names.stream()
                        .filter(name ->
                                wanted.isEmpty() || repo.protections.containsKey(name) == Boolean.parseBoolean(wanted))
                        .toList(),
                name -> brief(visit, repo, name));
    }

    private static ObjectNode brief(Visit visit, Repo repo, String name) {
        String sha = Objects.requireNonNull(new History(visit.git(repo)).tip(name));
        return Json.object(
                "name", name,
                "commit", Json.object("sha", sha, "url", visit.links.api(repo) + "/commits/" + sha),
                "protected", repo.protections.containsKey(name),
                "protection_url", url(visit, repo, name));
    }

    private Answer get(Visit visit) {
        Repo repo = visit.repo(Permission.READ);
        String name = visit.name("branch");
        History history = new History(visit.git(repo));
        String sha = history.tip(name);
        if (sha == null) {
            throw Refused.with(404, "Branch not found");
        }
        Protection rules = repo.protections.get(name);
        ObjectNode checks = Json.object(
                "enforcement_level",
                        rules == null || !rules.requiresChecks()
                                ? "off"
                                : rules.enforceAdmins() ? "everyone" : "non_admins",
                "contexts", rules == null ? List.of() : rules.contexts(),
                "checks", checks(rules == null ? List.of() : rules.contexts()));
        ObjectNode json = brief(visit, repo, name);
        String html = visit.links.html(repo) + "/tree/" + name;
        json.set("commit", Commits.commit(visit.links, visit.forge.world, repo, history.commit(sha)));
        return Visit.ok(Json.add(
                json,
                "_links",
                Json.object("self", visit.links.api(repo) + "/branches/" + name, "html", html),
                "protection",
                Json.object("enabled", rules != null, "required_status_checks", checks)));
    }

    private Answer protection(Visit visit) {
        Repo repo = visit.repo(Permission.ADMIN);
        return Visit.ok(json(visit, repo, visit.name("branch"), rules(repo, visit.name("branch"))));
    }

    private Answer requiredChecks(Visit visit) {
        Repo repo = visit.repo(Permission.ADMIN);
        JsonNode checks = json(visit, repo, visit.name("branch"), rules(repo, visit.name("branch")))
                .get("required_status_checks");
        if (checks == null) {
            throw Refused.with(404, "Required status checks not enabled");
        }
        return Visit.ok(checks);
    }

    private static Protection rules(Repo repo, String branch) {
        Protection rules = repo.protections.get(branch);
        if (rules == null) {
            throw Refused.with(404, "Branch not protected");
        }
        return rules;
    }

    private Answer protect(Visit visit) {
        visit.account();
        Repo repo = visit.repo(Permission.ADMIN);
        String branch = visit.name("branch");
        if (new History(visit.git(repo)).tip(branch) == null) {
            throw Refused.with(404, "Branch not found");
        }
        for (String section :
                List.of("required_status_checks", "enforce_admins", "required_pull_request_reviews", "restrictions")) {
            if (!visit.body().has(section)) {
                throw Refused.with(422, "Invalid request.\n\n\"" + section + "\" wasn't supplied.");
            }
        }
        JsonNode checks = visit.body().path("required_status_checks");
        JsonNode reviews = visit.body().path("required_pull_request_reviews");
        List<String> contexts = new ArrayList<>();
        checks.path("contexts").forEach(context -> contexts.add(context.asText()));
        checks.path("checks")
                .forEach(check -> contexts.add(check.path("context").asText()));
        Protection rules = new Protection(
                checks.isObject(),
                checks.path("strict").asBoolean(),
                contexts.stream().distinct().toList(),
                reviews.isObject(),
                reviews.path("required_approving_review_count").asInt(reviews.isObject() ? 1 : 0),
                reviews.path("dismiss_stale_reviews").asBoolean(),
                reviews.path("require_code_owner_reviews").asBoolean(),
                visit.body().path("enforce_admins").asBoolean(),
                visit.body().path("required_conversation_resolution").asBoolean());
        repo.protections.put(branch, rules);
        return Visit.ok(json(visit, repo, branch, rules));
    }

    private Answer unprotect(Visit visit) {
        visit.account();
        Repo repo = visit.repo(Permission.ADMIN);
        rules(repo, visit.name("branch"));
        repo.protections.remove(visit.name("branch"));
        return Visit.noContent();
    }

    private Answer noRules(Visit visit) {
        visit.repo(Permission.READ);
        return visit.page(List.<String>of(), rule -> Json.object());
    }

    private static ObjectNode json(Visit visit, Repo repo, String branch, Protection rules) {
        String url = url(visit, repo, branch);
        ObjectNode json = Json.object("url", url);
        if (rules.requiresChecks()) {
            Json.add(
                    json,
                    "required_status_checks",
                    Json.object(
                            "url", url + "/required_status_checks",
                            "strict", rules.strict(),
                            "contexts", rules.contexts(),
                            "contexts_url", url + "/required_status_checks/contexts",
                            "checks", checks(rules.contexts())));
        }
        if (rules.requiresReviews()) {
            Json.add(
                    json,
                    "required_pull_request_reviews",
                    Json.object(
                            "url", url + "/required_pull_request_reviews",
                            "dismiss_stale_reviews", rules.dismissStale(),
                            "require_code_owner_reviews", rules.codeOwners(),
                            "require_last_push_approval", false,
                            "required_approving_review_count", rules.approvals()));
        }
        return Json.add(
                json,
                "enforce_admins",
                Json.object("url", url + "/enforce_admins", "enabled", rules.enforceAdmins()),
                "required_signatures",
                Json.object("url", url + "/required_signatures", "enabled", false),
                "required_linear_history",
                enabled(false),
                "allow_force_pushes",
                enabled(false),
                "allow_deletions",
                enabled(false),
                "block_creations",
                enabled(false),
                "required_conversation_resolution",
                enabled(rules.conversations()),
                "lock_branch",
                enabled(false),
                "allow_fork_syncing",
                enabled(false));
    }

    private static List<ObjectNode> checks(List<String> contexts) {
        return contexts.stream()
                .map(context -> Json.object("context", context, "app_id", null))
                .toList();
    }

    private static ObjectNode enabled(boolean is) {
        return Json.object("enabled", is);
    }

    private static String url(Visit visit, Repo repo, String branch) {
        return visit.links.api(repo) + "/branches/" + branch + "/protection";
    }
}
