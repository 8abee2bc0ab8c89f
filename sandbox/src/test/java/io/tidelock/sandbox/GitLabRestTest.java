package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Protection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a merge-request server asks of GitLab's API, over TLS, of a project in a group in a group. */
class GitLabRestTest {
    private static final String PROJECT = "acme/platform/infra";
    private static final String P = "/projects/acme%2Fplatform%2Finfra";
    private static final String MR = P + "/merge_requests/1";

    @TempDir
    @Nullable
    Path folder;

    @Nullable
    Sandbox started;

    @Nullable
    Client client;

    @BeforeEach
    void start() {
        started = Sandbox.start(
                SandboxSettings.in(Objects.requireNonNull(folder)).mergeabilityDelay(Duration.ofMillis(150)));
        client = Client.gitlab(started, "owner");
        sandbox().gitlab().group("acme", "owner");
        sandbox().gitlab().group("acme/platform", "owner");
        sandbox().gitlab().createProject("acme/platform", "infra");
        sandbox()
                .commitFiles(
                        PROJECT,
                        "main",
                        Map.of("main.tf", "# one\n", "old.tf", "# a\n# b\n# c\n# d\n", "dir/x.tf", "# x\n"),
                        "One",
                        "owner");
        sandbox().user("ann");
        sandbox().permit(PROJECT, "ann", Permission.WRITE);
    }

    @AfterEach
    void stop() {
        sandbox().close();
    }

    private Sandbox sandbox() {
        return Objects.requireNonNull(started);
    }

    private Client api() {
        return Objects.requireNonNull(client);
    }

    private Client ann() {
        return api().as(sandbox().token("ann"));
    }

    private PullId openPull() {
        Map<String, @Nullable String> files = new HashMap<>();
        files.put("main.tf", "# two\n");
        files.put("old.tf", null);
        files.put("dir/new.tf", "# a\n# b\n# c\n# d\n");
        sandbox().commitFiles(PROJECT, "feature", files, "Two", "ann");
        return sandbox().openPull(PROJECT, "A change", "Why", "feature", "main", "ann", false);
    }

    private PullId prepared() {
        PullId pull = openPull();
        await().until(() -> api().get(MR).at("/detailed_merge_status").asText().equals("mergeable"));
        return pull;
    }

    private String head() {
        return Objects.requireNonNull(sandbox().branch(PROJECT, "feature"));
    }

    private static List<String> each(JsonNode list, String pointer) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.at(pointer).asText())
                .toList();
    }

    private Client.Got status(String state, String name, String more) {
        return api().post(
                        P + "/statuses/" + head(),
                        "{\"state\":\"" + state + "\",\"name\":\"" + name + "\"" + more + "}");
    }

    @Test
    void knows_neither_files_nor_mergeability_until_a_merge_request_is_prepared() {
        sandbox().setMergeabilityDelay(Duration.ofMinutes(5));
        openPull();
        Client.Got fresh = api().get(MR);
        assertThat(fresh.at("/detailed_merge_status").asText()).isEqualTo("preparing");
        assertThat(fresh.at("/changes_count").isNull()).isTrue();
        assertThat(fresh.at("/diff_refs").isNull()).isTrue();
        assertThat(api().get(MR + "/diffs").json()).isEmpty();
        sandbox().commitFiles(PROJECT, "feature", Map.of("more.tf", "# more\n"), "Three", "ann");
        assertThat(api().get(MR).at("/detailed_merge_status").asText()).isEqualTo("checking");
        assertThat(api().get(MR).at("/changes_count").asText()).isEqualTo("3");
    }

    @Test
    void serves_a_merge_request_with_every_field_that_servers_read() {
        prepared();
        Client.Got got = api().get(MR);
        assertThat(got.at("/iid").asInt()).isEqualTo(1);
        assertThat(got.at("/title").asText()).isEqualTo("A change");
        assertThat(got.at("/state").asText()).isEqualTo("opened");
        assertThat(got.at("/draft").isBoolean()).isTrue();
        assertThat(got.at("/sha").asText()).isEqualTo(head());
        assertThat(got.at("/diff_refs/head_sha").asText()).isEqualTo(head());
        assertThat(got.at("/author/username").asText()).isEqualTo("ann");
        assertThat(got.at("/source_branch").asText()).isEqualTo("feature");
        assertThat(got.at("/target_branch").asText()).isEqualTo("main");
        assertThat(got.at("/source_project_id").asLong())
                .isEqualTo(got.at("/target_project_id").asLong());
        assertThat(got.at("/merge_status").asText()).isEqualTo("can_be_merged");
        assertThat(got.at("/has_conflicts").asBoolean()).isFalse();
        assertThat(got.at("/head_pipeline").isNull()).isTrue();
        assertThat(got.at("/web_url").asText())
                .isEqualTo(sandbox().httpsUrl() + "/acme/platform/infra/-/merge_requests/1");
        assertThat(got.at("/references/full").asText()).isEqualTo("acme/platform/infra!1");
        Client.Got diffs = api().get(MR + "/diffs?per_page=1");
        assertThat(diffs.header("X-Next-Page")).isEqualTo("2");
        assertThat(diffs.header("X-Total-Pages")).isEqualTo("2");
        assertThat(diffs.header("Link")).contains("rel=\"next\"");
        Client.Got changes = api().get(MR + "/changes");
        assertThat(each(changes.at("/changes"), "/new_path")).containsExactlyInAnyOrder("main.tf", "dir/new.tf");
        assertThat(each(changes.at("/changes"), "/old_path")).contains("old.tf");
        assertThat(each(changes.at("/changes"), "/renamed_file")).contains("true");
        assertThat(api().get(MR + "/versions").at("/0/head_commit_sha").asText())
                .isEqualTo(head());
        assertThat(api().get(MR + "/commits").at("/0/id").asText()).isEqualTo(head());
        assertThat(api().get(P + "/merge_requests?state=opened").json()).hasSize(1);
    }

    @Test
    void a_project_goes_by_its_id_and_by_its_path() {
        Client.Got project = api().get(P);
        assertThat(project.at("/path_with_namespace").asText()).isEqualTo(PROJECT);
        assertThat(project.at("/http_url_to_repo").asText()).isEqualTo(sandbox().httpsUrl() + "/" + PROJECT + ".git");
        assertThat(api().get("/projects/" + project.at("/id").asLong()).json()).isEqualTo(project.json());
        assertThat(api().get("/projects/acme%2Fplatform%2Fnothing")
                        .at("/message")
                        .asText())
                .isEqualTo("404 Project Not Found");
    }

    @Test
    void the_first_status_of_a_commit_makes_a_pipeline_and_later_ones_follow_the_newest() {
        prepared();
        Client.Got first = status("running", "atlantis/plan", ",\"description\":\"Plan in progress\"");
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.at("/status").asText()).isEqualTo("running");
        assertThat(first.at("/ref").asText()).isEqualTo("feature");
        Client.Got pipeline =
                api().get(P + "/pipelines/" + first.at("/pipeline_id").asLong());
        assertThat(pipeline.at("/source").asText()).isEqualTo("external");
        assertThat(pipeline.at("/status").asText()).isEqualTo("running");
        assertThat(api().get(MR).at("/head_pipeline/id")).isEqualTo(first.at("/pipeline_id"));

        long own = sandbox().gitlab().beginPipeline(PROJECT, head(), "refs/merge-requests/1/head");
        Client.Got second = status("success", "atlantis/plan", "");
        assertThat(second.at("/pipeline_id").asLong()).isEqualTo(own);
        Client.Got given = status("success", "atlantis/plan", ",\"pipeline_id\":" + first.at("/pipeline_id"));
        assertThat(given.at("/id")).isEqualTo(first.at("/id"));
        assertThat(status("success", "x", ",\"pipeline_id\":4711")
                        .at("/message")
                        .asText())
                .isEqualTo("404 Pipeline for pipeline_id, sha and ref Not Found");
    }

    @Test
    void a_status_does_not_run_twice_but_may_begin_anew() {
        prepared();
        long first = status("running", "plan", "").at("/id").asLong();
        Client.Got again = status("running", "plan", ",\"description\":\"other\"");
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.at("/message").asText())
                .isEqualTo("Cannot transition status via :run from :running (Reason(s): Status cannot transition via"
                        + " \"run\")");
        assertThat(status("failed", "plan", "").at("/id").asLong()).isEqualTo(first);
        assertThat(status("running", "plan", "").at("/id").asLong()).isNotEqualTo(first);
        Client.Got list = api().get(P + "/repository/commits/" + head() + "/statuses");
        assertThat(each(list.json(), "/status")).containsExactly("running");
        assertThat(api().get(P + "/repository/commits/" + head() + "/statuses?all=true")
                        .json())
                .hasSize(2);
        assertThat(status("odd", "plan", "").at("/error").asText()).isEqualTo("state does not have a valid value");
        assertThat(status("success", "x".repeat(256), "").status()).isEqualTo(400);
        assertThat(api().post(P + "/statuses/" + "dead".repeat(10), "{\"state\":\"success\"}")
                        .at("/message")
                        .asText())
                .isEqualTo("404 Commit Not Found");
    }

    @Test
    void the_head_of_a_fork_needs_a_ref_for_its_first_status() {
        sandbox().fork(PROJECT, "ann");
        sandbox().commitFiles("ann/infra", "theirs", Map.of("x.tf", "# x\n"), "X", "ann");
        sandbox().openPull(PROJECT, "Theirs", null, "ann:theirs", "main", "ann", false);
        String sha = Objects.requireNonNull(sandbox().branch("ann/infra", "theirs"));
        Client.Got without = api().post(P + "/statuses/" + sha, "{\"state\":\"running\",\"name\":\"plan\"}");
        assertThat(without.at("/message").asText()).isEqualTo("404 References for commit Not Found");
        Client.Got with =
                api().post(P + "/statuses/" + sha, "{\"state\":\"running\",\"name\":\"plan\",\"ref\":\"theirs\"}");
        assertThat(with.status()).isEqualTo(201);
        assertThat(api().get(P + "/repository/commits/" + sha + "/merge_requests")
                        .at("/0/iid")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void takes_notes_edits_and_emoji() {
        prepared();
        Client.Got note = api().post(MR + "/notes", "{\"body\":\"Planned.\"}");
        assertThat(note.status()).isEqualTo(201);
        assertThat(note.at("/author/username").asText()).isEqualTo("owner");
        assertThat(note.at("/system").asBoolean(true)).isFalse();
        assertThat(note.at("/noteable_iid").asInt()).isEqualTo(1);
        String one = MR + "/notes/" + note.at("/id").asLong();
        assertThat(api().method("PUT", one, "{\"body\":\"Applied.\"}")
                        .at("/body")
                        .asText())
                .isEqualTo("Applied.");
        assertThat(ann().method("PUT", one, "{\"body\":\"Mine.\"}").status()).isEqualTo(403);
        assertThat(api().post(one + "/award_emoji", "{\"name\":\"eyes\"}").status())
                .isEqualTo(201);
        assertThat(api().post(one + "/award_emoji", "{\"name\":\"eyes\"}").status())
                .isEqualTo(404);
        assertThat(each(api().get(one + "/award_emoji").json(), "/name")).containsExactly("eyes");
        assertThat(api().post(MR + "/notes", "{}").at("/error").asText()).isEqualTo("body is missing");
        ann().post(MR + "/notes", "{\"body\":\"Thanks\"}");
        assertThat(each(api().get(MR + "/notes?sort=asc&order_by=created_at").json(), "/body"))
                .containsExactly("Applied.", "Thanks");
        assertThat(each(api().get(MR + "/notes").json(), "/body")).containsExactly("Thanks", "Applied.");
        assertThat(api().get(MR + "/discussions").at("/0/notes/0/body").asText())
                .isEqualTo("Applied.");
        assertThat(api().method("DELETE", one, "").status()).isEqualTo(204);
        assertThat(api().get(one).status()).isEqualTo(404);
    }

    @Test
    void a_line_that_begins_with_an_order_is_carried_out_and_leaves_the_note() {
        PullId pull = prepared();
        Client.Got said = api().post(MR + "/notes", "{\"body\":\"Fine.\\n/label ~later\\n/approve\\nOff we go.\"}");
        assertThat(said.at("/body").asText()).isEqualTo("Fine.\nOff we go.");
        assertThat(sandbox().pull(pull).labels()).containsExactly("later");
        assertThat(api().get(MR + "/approvals")
                        .at("/approved_by/0/user/username")
                        .asText())
                .isEqualTo("owner");
        Client.Got only = api().post(MR + "/notes", "{\"body\":\"/draft\"}");
        assertThat(only.status()).isEqualTo(202);
        assertThat(only.json().has("commands_changes")).isTrue();
        assertThat(api().get(MR).at("/title").asText()).isEqualTo("Draft: A change");
        String code = "```\\n/close\\n```";
        assertThat(api().post(MR + "/notes", "{\"body\":\"" + code + "\"}")
                        .at("/body")
                        .asText())
                .contains("/close");
        assertThat(sandbox().pull(pull).state()).isEqualTo("open");
        // a fence that is longer than the one within it ends early for GitLab's pattern
        api().post(MR + "/notes", "{\"body\":\"````\\nx\\n```\\n/close\\n````\"}");
        assertThat(sandbox().pull(pull).state()).isEqualTo("closed");
    }

    @Test
    void approvals_are_counted_against_what_is_required() {
        sandbox().protect(PROJECT, "main", new Protection(false, false, List.of(), true, 1, false, false, true));
        openPull();
        await().until(() -> api().get(MR).at("/detailed_merge_status").asText().equals("not_approved"));
        assertThat(api().get(MR + "/approvals").at("/approvals_left").asInt()).isEqualTo(1);
        assertThat(ann().post(MR + "/approve", "").status()).isEqualTo(401);
        assertThat(api().post(MR + "/approve", "{\"sha\":\"" + "0".repeat(40) + "\"}")
                        .status())
                .isEqualTo(409);
        assertThat(api().post(MR + "/approve", "").status()).isEqualTo(201);
        Client.Got approvals = api().get(MR + "/approvals");
        assertThat(approvals.at("/approved").asBoolean()).isTrue();
        assertThat(approvals.at("/approvals_left").asInt()).isZero();
        assertThat(api().get(MR + "/approval_state").at("/rules/0/approved").asBoolean())
                .isTrue();
        assertThat(api().method("PUT", MR + "/reset_approvals", "").status()).isEqualTo(202);
        assertThat(api().get(MR + "/approvals").at("/approvals_left").asInt()).isEqualTo(1);
    }

    @Test
    void merging_needs_rights_the_expected_head_and_nothing_in_the_way() {
        PullId pull = prepared();
        sandbox().user("guest");
        sandbox().permit(PROJECT, "guest", Permission.READ);
        String merge = MR + "/merge";
        assertThat(api().as(sandbox().token("guest")).method("PUT", merge, "{}").status())
                .isEqualTo(401);
        Client.Got stale = ann().method("PUT", merge, "{\"sha\":\"" + "0".repeat(40) + "\"}");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.at("/message").asText()).startsWith("SHA does not match HEAD of source branch");
        sandbox().setDraft(pull, true, "ann");
        Client.Got draft = ann().method("PUT", merge, "{}");
        assertThat(draft.status()).isEqualTo(405);
        assertThat(draft.at("/message").asText()).isEqualTo("405 Method Not Allowed");
        sandbox().setDraft(pull, false, "ann");
        api().method("PUT", P, "{\"only_allow_merge_if_pipeline_succeeds\":true}");
        status("running", "plan", "");
        assertThat(api().get(MR).at("/detailed_merge_status").asText()).isEqualTo("ci_still_running");
        status("failed", "plan", "");
        assertThat(api().get(MR).at("/detailed_merge_status").asText()).isEqualTo("ci_must_pass");
        status("success", "plan", "");
        Client.Got merged =
                ann().method("PUT", merge, "{\"sha\":\"" + head() + "\",\"should_remove_source_branch\":true}");
        assertThat(merged.status()).isEqualTo(200);
        assertThat(merged.at("/state").asText()).isEqualTo("merged");
        assertThat(merged.at("/merge_commit_sha").asText()).isEqualTo(sandbox().branch(PROJECT, "main"));
        assertThat(sandbox().branch(PROJECT, "feature")).isNull();
    }

    @Test
    void squashing_makes_a_commit_and_the_merge_of_it() {
        prepared();
        sandbox().commitFiles(PROJECT, "main", Map.of("other.tf", "# other\n"), "Other", "owner");
        await().until(() -> api().get(MR).at("/detailed_merge_status").asText().equals("mergeable"));
        Client.Got merged = ann().method("PUT", MR + "/merge", "{\"squash\":true}");
        assertThat(merged.status()).isEqualTo(200);
        String merge = merged.at("/merge_commit_sha").asText();
        String squash = merged.at("/squash_commit_sha").asText();
        assertThat(merge).isEqualTo(sandbox().branch(PROJECT, "main"));
        JsonNode commit = api().get(P + "/repository/commits/" + merge).json();
        assertThat(commit.at("/parent_ids").get(1).asText()).isEqualTo(squash);
        assertThat(api().get(P + "/repository/commits/" + squash).at("/title").asText())
                .isEqualTo("A change");
    }

    @Test
    void without_merge_commits_the_target_moves_forward_and_never_over_others() {
        api().method("PUT", P, "{\"merge_method\":\"ff\"}");
        prepared();
        sandbox().commitFiles(PROJECT, "main", Map.of("other.tf", "# other\n"), "Other", "owner");
        await().until(() -> api().get(MR).at("/detailed_merge_status").asText().equals("need_rebase"));
        assertThat(ann().method("PUT", MR + "/merge", "{}").status()).isEqualTo(405);

        assertThat(ann().method("PUT", MR + "/rebase", "{}").status()).isEqualTo(202);
        await().until(() -> api().get(MR).at("/detailed_merge_status").asText().equals("mergeable"));
        Client.Got merged = ann().method("PUT", MR + "/merge", "{}");
        assertThat(merged.status()).isEqualTo(200);
        assertThat(merged.at("/merge_commit_sha").isNull()).isTrue();
        assertThat(merged.at("/squash_commit_sha").isNull()).isTrue();
        assertThat(merged.at("/sha").asText()).isEqualTo(sandbox().branch(PROJECT, "main"));
    }

    @Test
    void events_tell_who_commented_with_the_note_as_it_is_now() {
        PullId pull = openPull();
        long note = sandbox().comment(pull, "ann", "first words").id();
        api().method("PUT", MR + "/notes/" + note, "{\"body\":\"other words\"}");
        JsonNode events =
                api().get(P + "/events?action=commented&after=2000-01-01").json();
        assertThat(events).hasSize(1);
        JsonNode event = events.get(0);
        assertThat(event.at("/action_name").asText()).isEqualTo("commented on");
        assertThat(event.at("/note/id").asLong()).isEqualTo(note);
        assertThat(event.at("/note/noteable_iid").asInt()).isEqualTo(1);
        assertThat(event.at("/note/body").asText()).isEqualTo("other words");
        assertThat(event.at("/author/username").asText()).isEqualTo("ann");
        assertThat(each(api().get(P + "/events").json(), "/action_name")).contains("opened", "commented on");
        assertThat(api().get(P + "/events?action=commented&after=2999-01-01").json())
                .isEmpty();
        assertThat(api().get(P + "/events?after=yesterday").status()).isEqualTo(400);
    }

    @Test
    void a_conflict_cannot_be_merged() {
        prepared();
        sandbox().commitFiles(PROJECT, "main", Map.of("main.tf", "# three\n"), "Three", "owner");
        await().until(() -> api().get(MR).at("/detailed_merge_status").asText().equals("conflict"));
        assertThat(api().get(MR).at("/has_conflicts").asBoolean()).isTrue();
        Client.Got merge = api().method("PUT", MR + "/merge", "{}");
        assertThat(merge.status()).isEqualTo(422);
        assertThat(merge.at("/message").asText()).isEqualTo("Branch cannot be merged");
        assertThat(api().get(MR + "/merge_ref").status()).isEqualTo(400);
    }

    @Test
    void members_inherit_from_the_groups_above() {
        sandbox().user("grace");
        sandbox().user("nobody");
        sandbox().gitlab().member("acme", "grace", 40);
        long grace = api().get("/users?username=grace").at("/0/id").asLong();
        long ann = api().get("/users?username=ann").at("/0/id").asLong();
        long nobody = api().get("/users?username=nobody").at("/0/id").asLong();
        assertThat(api().get(P + "/members/all/" + grace).at("/access_level").asInt())
                .isEqualTo(40);
        assertThat(api().get(P + "/members/all/" + ann).at("/access_level").asInt())
                .isEqualTo(30);
        assertThat(api().get(P + "/members/all/" + nobody).status()).isEqualTo(404);
        assertThat(api().get(P + "/members/" + grace).status()).isEqualTo(404);
        assertThat(each(api().get("/groups/acme%2Fplatform/members/all").json(), "/username"))
                .containsExactlyInAnyOrder("owner", "grace");
        assertThat(api().get("/users?username=no-such-person").json()).isEmpty();
    }

    @Test
    void tokens_come_in_three_ways_and_strangers_see_nothing() {
        String token = sandbox().token("ann");
        assertThat(ann().get("/user").at("/username").asText()).isEqualTo("ann");
        assertThat(api().as(null)
                        .get("/user", "Authorization", "Bearer " + token)
                        .at("/username")
                        .asText())
                .isEqualTo("ann");
        assertThat(api().as(null)
                        .get("/user?private_token=" + token)
                        .at("/username")
                        .asText())
                .isEqualTo("ann");
        assertThat(api().as("glpat-wrong").get("/user").at("/message").asText()).isEqualTo("401 Unauthorized");
        assertThat(api().as(null).get(P).at("/message").asText()).isEqualTo("404 Project Not Found");
        assertThat(api().get("/version").at("/version").asText()).endsWith("-ee");
        assertThat(api().get("/no/such/thing").at("/error").asText()).isEqualTo("404 Not Found");
    }

    @Test
    void confirms_what_is_known_and_limits_in_plain_text() {
        Client.Got first = api().get(P);
        assertThat(api().get(P, "If-None-Match", first.header("ETag")).status()).isEqualTo(304);
        sandbox().setRateLimit(1);
        api().get(P);
        Client.Got limited = api().get(P);
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("Retry-After")).isEqualTo("60");
        assertThat(limited.text()).isEqualTo("Retry later\n");
    }

    @Test
    void reads_and_writes_the_repository() {
        assertThat(api().get(P + "/repository/files/dir%2Fx.tf/raw?ref=main").text())
                .isEqualTo("# x\n");
        assertThat(api().get(P + "/repository/files/none.tf/raw?ref=main")
                        .at("/message")
                        .asText())
                .isEqualTo("404 File Not Found");
        JsonNode file = api().get(P + "/repository/files/main.tf?ref=main").json();
        assertThat(new String(Base64.getDecoder().decode(file.at("/content").asText()), StandardCharsets.UTF_8))
                .isEqualTo("# one\n");
        assertThat(each(api().get(P + "/repository/tree?recursive=true").json(), "/path"))
                .contains("dir", "dir/x.tf", "main.tf");
        assertThat(api().post(
                                P + "/repository/commits",
                                "{\"branch\":\"next\",\"start_branch\":\"main\",\"commit_message\":\"Next\",\"actions\":"
                                        + "[{\"action\":\"update\",\"file_path\":\"main.tf\",\"content\":\"# next\\n\"}]}")
                        .status())
                .isEqualTo(201);
        Client.Got compared = api().get(P + "/repository/compare?from=main&to=next");
        assertThat(each(compared.at("/diffs"), "/new_path")).containsExactly("main.tf");
        assertThat(api().post(P + "/repository/branches", "{\"branch\":\"a/b\",\"ref\":\"main\"}")
                        .status())
                .isEqualTo(201);
        assertThat(api().get(P + "/repository/branches/a%2Fb").at("/name").asText())
                .isEqualTo("a/b");
        assertThat(api().post(P + "/protected_branches", "{\"name\":\"main\"}").status())
                .isEqualTo(201);
        assertThat(api().get(P + "/protected_branches").at("/0/name").asText()).isEqualTo("main");
        assertThat(api().get(P + "/repository/commits/next").at("/title").asText())
                .isEqualTo("Next");
        assertThat(api().post(P + "/labels", "{\"name\":\"x\",\"color\":\"#ff0000\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void changes_a_merge_request() {
        prepared();
        assertThat(ann().method("PUT", MR, "{\"title\":\"Draft: Other\",\"add_labels\":\"a,b\"}")
                        .at("/draft")
                        .asBoolean())
                .isTrue();
        Client.Got got = ann().method("PUT", MR, "{\"title\":\"Other\",\"remove_labels\":\"a\"}");
        assertThat(got.at("/title").asText()).isEqualTo("Other");
        assertThat(got.at("/draft").asBoolean(true)).isFalse();
        assertThat(got.at("/labels/0").asText()).isEqualTo("b");
        assertThat(ann().method("PUT", MR, "{\"state_event\":\"close\"}")
                        .at("/state")
                        .asText())
                .isEqualTo("closed");
        assertThat(ann().method("PUT", MR, "{\"state_event\":\"reopen\"}")
                        .at("/state")
                        .asText())
                .isEqualTo("opened");
        String same = "{\"source_branch\":\"feature\",\"target_branch\":\"main\",\"title\":\"Again\"}";
        assertThat(ann().post(P + "/merge_requests", same).status()).isEqualTo(409);
    }

    @Test
    void every_question_of_a_merge_request_server_has_an_answer() {
        prepared();
        long note = api().post(MR + "/notes", "{\"body\":\"Hello\"}").at("/id").asLong();
        long me = api().get("/user").at("/id").asLong();
        long pipeline = status("success", "plan", "").at("/pipeline_id").asLong();
        Client.Got hook = api().post(
                        P + "/hooks",
                        "{\"url\":\"http://127.0.0.1:1/\",\"token\":\"t\",\"note_events\":true,\"push_events\":false}");
        assertThat(hook.at("/note_events").asBoolean()).isTrue();
        assertThat(hook.at("/push_events").asBoolean(true)).isFalse();
        for (String question : List.of(
                "/version",
                "/metadata",
                "/users/" + me,
                "/projects",
                "/groups/acme",
                "/groups/acme%2Fplatform/members",
                "/groups/acme/projects?include_subgroups=true",
                P + "/members",
                P + "/members/all",
                P + "/hooks/" + hook.at("/id").asLong() + "/events",
                P + "/labels",
                P + "/pipelines",
                P + "/pipelines/" + pipeline,
                P + "/pipelines/" + pipeline + "/jobs",
                P + "/pipelines/latest?ref=feature",
                P + "/approvals",
                P + "/repository/branches",
                P + "/repository/commits",
                P + "/repository/commits/feature/diff",
                P + "/repository/commits/feature/statuses",
                P + "/repository/merge_base?refs=main,feature",
                MR + "/approvals",
                MR + "/approval_rules",
                MR + "/approval_state",
                MR + "/award_emoji",
                MR + "/closes_issues",
                MR + "/discussions",
                MR + "/merge_ref",
                MR + "/notes/" + note,
                MR + "/notes/" + note + "/award_emoji",
                MR + "/participants",
                MR + "/pipelines",
                MR + "/versions/" + api().get(MR + "/versions").at("/0/id").asLong())) {
            assertThat(api().get(question).status()).as(question).isEqualTo(200);
        }
        sandbox().commitFiles(PROJECT, "main", Map.of("later.tf", "# later\n"), "Later", "owner");
        assertThat(api().method("PUT", MR + "/rebase", "").status()).isEqualTo(202);
        assertThat(api().get(P + "/repository/compare?from=main&to=feature")
                        .at("/commits")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void shows_the_merge_request_on_a_page_under_its_own_address() {
        prepared();
        String page = api().get("//acme/platform/infra/-/merge_requests/1").text();
        assertThat(page).contains("A change", "!1", "Close merge request");
        assertThat(api().get("//acme/platform/infra/-/merge_requests/1/diffs").text())
                .contains("main.tf");
        assertThat(api().get("//acme/platform/infra").text()).contains("/acme/platform/infra/-/merge_requests/1");
        assertThat(api().get("//acme/platform/infra/-/commit/" + head()).text()).contains("Two");
        assertThat(api().get("//acme/platform/infra/-/merge_requests/2").text()).contains("404");
    }

    @Test
    void git_finds_the_head_and_the_test_merge_under_their_refs() {
        prepared();
        String credential = Base64.getEncoder()
                .encodeToString(("oauth2:" + sandbox().token("ann")).getBytes(StandardCharsets.UTF_8));
        String refs = api().as(null)
                .get(
                        "//acme/platform/infra.git/info/refs?service=git-upload-pack",
                        "Authorization",
                        "Basic " + credential)
                .text();
        assertThat(refs)
                .contains(head() + " refs/merge-requests/1/head")
                .contains(" refs/merge-requests/1/merge")
                .doesNotContain("refs/pull/");
    }
}
