package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever points a server at a sandbox needs a second person, and a group of them: both are had over the wire. */
class AdminTest {
    @SuppressWarnings("NullAway.Init")
    private Sandbox sandbox;

    @SuppressWarnings("NullAway.Init")
    private Client owner;

    @BeforeEach
    void start(@TempDir Path folder) {
        sandbox = Sandbox.start(SandboxSettings.in(folder));
        owner = Client.https(sandbox, "owner");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private String token(String login) {
        return owner.post("/admin/users/" + login + "/authorizations", "{\"scopes\":[\"repo\"]}")
                .at("/token")
                .asText();
    }

    @Test
    void anAdministratorMakesPeopleAndActsForThem() {
        Client.Got made = owner.post("/admin/users", "{\"login\":\"ann\",\"email\":\"ann@example.org\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.at("/type").asText()).isEqualTo("User");
        Client.Got lent = owner.post("/admin/users/ann/authorizations", "{\"scopes\":[\"repo\"]}");
        assertThat(lent.status()).isEqualTo(201);
        Client ann = owner.as(lent.at("/token").asText());
        assertThat(ann.get("/user").at("/login").asText()).isEqualTo("ann");
        assertThat(ann.get("/user").at("/email").asText()).isEqualTo("ann@example.org");
        Client.Got again = owner.post("/admin/users/ann/authorizations", "{}");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at("/token")).isEqualTo(lent.at("/token"));
        assertThat(owner.method("DELETE", "/admin/users/ann/authorizations", "").status())
                .isEqualTo(204);
        assertThat(ann.get("/user").status()).isEqualTo(401);
    }

    @Test
    void anAdministratorMakesOrganizations() {
        Client.Got made = owner.post("/admin/organizations", "{\"login\":\"acme\",\"admin\":\"owner\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(owner.get("/orgs/acme/memberships/owner").at("/role").asText())
                .isEqualTo("admin");
        assertThat(owner.post("/orgs/acme/repos", "{\"name\":\"infra\"}").status())
                .isEqualTo(201);
        assertThat(owner.post("/admin/organizations", "{\"login\":\"other\",\"admin\":\"nobody\"}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aNameIsGivenOnceAndIsAName() {
        owner.post("/admin/users", "{\"login\":\"ann\"}");
        assertThat(owner.post("/admin/users", "{\"login\":\"Ann\"}")
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("already_exists");
        assertThat(owner.post("/admin/users", "{\"login\":\"an/n\"}").status()).isEqualTo(422);
        assertThat(owner.post("/admin/users", "{}").at("/errors/0/code").asText())
                .isEqualTo("missing_field");
    }

    @Test
    void nobodyElseMay() {
        owner.post("/admin/users", "{\"login\":\"ann\"}");
        Client ann = owner.as(token("ann"));
        assertThat(ann.post("/admin/users", "{\"login\":\"bob\"}").status()).isEqualTo(404);
        assertThat(ann.post("/admin/organizations", "{\"login\":\"acme\",\"admin\":\"ann\"}")
                        .status())
                .isEqualTo(404);
        assertThat(ann.post("/admin/users/owner/authorizations", "{}").status()).isEqualTo(404);
        assertThat(owner.as(null).post("/admin/users", "{\"login\":\"bob\"}").status())
                .isEqualTo(401);
    }
}
