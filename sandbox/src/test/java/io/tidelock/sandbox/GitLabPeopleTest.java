package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People, their tokens and groups are made over the wire, in GitLab's words. */
class GitLabPeopleTest {
    @SuppressWarnings("NullAway.Init")
    private Sandbox sandbox;

    @SuppressWarnings("NullAway.Init")
    private Client owner;

    @BeforeEach
    void start(@TempDir Path folder) {
        sandbox = Sandbox.start(SandboxSettings.in(folder));
        owner = Client.gitlab(sandbox, "owner");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private long person(String username) {
        Client.Got made = owner.post(
                "/users",
                "{\"username\":\"" + username + "\",\"name\":\"A name\",\"email\":\"" + username
                        + "@example.org\",\"force_random_password\":true}");
        assertThat(made.status()).isEqualTo(201);
        return made.at("/id").asLong();
    }

    private Client as(long person, String kind) {
        Client.Got lent = owner.post("/users/" + person + "/" + kind, "{\"name\":\"t\",\"scopes\":[\"api\"]}");
        assertThat(lent.status()).isEqualTo(201);
        assertThat(lent.at("/scopes/0").asText()).isEqualTo("api");
        return owner.as(lent.at("/token").asText());
    }

    private long group(String path, String more) {
        return owner.post("/groups", "{\"name\":\"G\",\"path\":\"" + path + "\"" + more + "}")
                .at("/id")
                .asLong();
    }

    @Test
    void anAdministratorMakesPeopleAndTheirTokens() {
        long ann = person("ann");
        for (String kind : new String[] {"impersonation_tokens", "personal_access_tokens"}) {
            assertThat(as(ann, kind).get("/user").at("/username").asText()).isEqualTo("ann");
        }
        Client herself = as(ann, "impersonation_tokens");
        assertThat(herself.get("/user").at("/email").asText()).isEqualTo("ann@example.org");
        assertThat(herself.post("/users", "{\"username\":\"bob\",\"name\":\"B\",\"email\":\"b@example.org\"}")
                        .status())
                .isEqualTo(403);
        assertThat(herself.post("/users/" + ann + "/impersonation_tokens", "{\"name\":\"t\",\"scopes\":[\"api\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(owner.post(
                                "/users",
                                "{\"username\":\"ann\",\"name\":\"A\",\"email\":\"a@example.org\",\"password\":\"not to be guessed\"}")
                        .status())
                .isEqualTo(409);
        assertThat(owner.post("/users", "{\"username\":\"bob\",\"name\":\"B\",\"email\":\"b@example.org\"}")
                        .at("/error")
                        .asText())
                .isEqualTo("password, reset_password, force_random_password are missing, at least one parameter must be"
                        + " provided");
        assertThat(owner.post(
                                "/users",
                                "{\"username\":\"a/b\",\"name\":\"A\",\"email\":\"a@example.org\",\"reset_password\":true}")
                        .status())
                .isEqualTo(400);
        assertThat(owner.post("/users/" + ann + "/impersonation_tokens", "{\"name\":\"t\"}")
                        .at("/error")
                        .asText())
                .isEqualTo("scopes is missing");
    }

    @Test
    void ownersOfAGroupChooseItsMembersAndGroupsBelowInherit() {
        long ann = person("ann");
        long above = group("acme", "");
        long below = group("platform", ",\"parent_id\":" + above);
        assertThat(owner.get("/groups/" + below).at("/parent_id").asLong()).isEqualTo(above);
        assertThat(owner.get("/groups/" + above).at("/parent_id").isNull()).isTrue();
        String members = "/groups/" + above + "/members";
        String developer = "{\"user_id\":" + ann + ",\"access_level\":30}";
        assertThat(owner.post(members, developer).status()).isEqualTo(201);
        assertThat(owner.post(members, developer).status()).isEqualTo(409);
        assertThat(owner.get("/groups/acme%2Fplatform/members/all/" + ann)
                        .at("/access_level")
                        .asInt())
                .isEqualTo(30);
        assertThat(as(ann, "impersonation_tokens").post(members, developer).status())
                .isEqualTo(403);
        assertThat(owner.method("PUT", members + "/" + ann, "{\"access_level\":50}")
                        .at("/access_level")
                        .asInt())
                .isEqualTo(50);
        assertThat(owner.method("DELETE", members + "/" + ann, "").status()).isEqualTo(204);
        assertThat(owner.method("DELETE", members + "/" + ann, "").status()).isEqualTo(404);
        assertThat(owner.get("/groups/" + above + "/members/all").json()).hasSize(1);
        assertThat(owner.get("/groups").json()).hasSize(2);
    }

    @Test
    void aProjectBeginsWithAFileWhenThatIsAskedFor() {
        group("acme", "");
        long id = owner.get("/groups/acme").at("/id").asLong();
        owner.post("/projects", "{\"path\":\"infra\",\"namespace_id\":" + id + ",\"initialize_with_readme\":true}");
        owner.post("/projects", "{\"path\":\"empty\",\"namespace_id\":" + id + "}");
        assertThat(owner.get("/projects/acme%2Finfra/repository/files/README.md/raw?ref=main")
                        .text())
                .isEqualTo("# infra\n");
        assertThat(owner.get("/projects/acme%2Fempty/repository/branches").json())
                .isEmpty();
    }

    @Test
    void aHeadPipelineIsToldInFullAndAnyEmojiCanBeAwarded() {
        sandbox.gitlab().group("acme", "owner");
        sandbox.gitlab().createProject("acme", "infra");
        sandbox.commitFiles("acme/infra", "main", Map.of("main.tf", "# one\n"), "One", "owner");
        sandbox.commitFiles("acme/infra", "feature", Map.of("main.tf", "# two\n"), "Two", "owner");
        PullId pull = sandbox.openPull("acme/infra", "A change", "feature", "main", "owner");
        String project = "/projects/acme%2Finfra";
        owner.post(
                project + "/statuses/" + sandbox.pull(pull).headSha(),
                "{\"state\":\"success\",\"name\":\"other/plan\"}");
        Client.Got got = owner.get(project + "/merge_requests/1");
        assertThat(got.at("/head_pipeline/detailed_status/group").asText()).isEqualTo("success");
        assertThat(got.at("/head_pipeline/user/username").asText()).isEqualTo("owner");
        assertThat(got.at("/head_pipeline/finished_at").isTextual()).isTrue();
        assertThat(got.at("/pipeline").has("detailed_status")).isFalse();

        String note = project + "/merge_requests/1/notes/"
                + owner.post(project + "/merge_requests/1/notes", "{\"body\":\"other plan\"}")
                        .at("/id")
                        .asLong();
        assertThat(owner.post(note + "/award_emoji", "{\"name\":\"robot\"}")
                        .at("/name")
                        .asText())
                .isEqualTo("robot");
        assertThat(owner.post(note + "/award_emoji", "{\"name\":\"no emoji\"}").status())
                .isEqualTo(400);
        assertThat(owner.get(project + "/external_status_checks").json()).isEmpty();
    }
}
