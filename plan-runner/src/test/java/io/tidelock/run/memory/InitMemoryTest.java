package io.tidelock.run.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.secret.Secret;
import io.tidelock.run.meaning.KeyedHash;
import io.tidelock.run.process.ProcessDoor;
import io.tidelock.run.process.Redactor;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.process.SearchPath;
import io.tidelock.run.step.Site;
import io.tidelock.run.terraform.Terraform;
import io.tidelock.run.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When init is remembered. The folders that it makes are made by hand here. */
class InitMemoryTest {
    private static final RepoRef REPO = new RepoRef("github.com", "acme/infra");
    private static final List<String> INIT = List.of("init", "-input=false", "-no-color");

    @TempDir
    private Path base;

    private int trees;
    private String main = "resource \"null_resource\" \"it\" {}\n";
    private String identity = "terraform 1";
    private Map<String, String> environment = Map.of("TF_CLI_CONFIG_FILE", "/nonexistent", "HOME", "/nonexistent");

    @SuppressWarnings("NullAway.Init")
    private InitMemory memory;

    @BeforeEach
    void openMemory() throws IOException {
        memory = InitMemory.open(base.resolve("inits"), new KeyedHash(new Secret("key")), "boot");
    }

    private Site tree(String lock) throws IOException {
        trees++;
        Path dir = Files.createDirectories(base.resolve("tree-" + trees).resolve("p"));
        Files.writeString(dir.resolve("main.tf"), main);
        if (!lock.isEmpty()) {
            Files.writeString(dir.resolve(".terraform.lock.hcl"), lock);
        }
        Terraform terraform = new Terraform(
                new ProcessDoor(new SearchPath(List.of()), Duration.ZERO),
                new Tool(Path.of("/bin/terraform"), identity),
                environment,
                new RunFolder(base, new RunId("run")),
                dir.toRealPath());
        return new Site(
                terraform,
                dir.resolveSibling(".").toRealPath(),
                "p",
                "default",
                new CommitSha("a".repeat(40)),
                new Redactor(List.of()));
    }

    private static void initialised(Site site) throws IOException {
        Path provider = Files.createDirectories(site.path().resolve(".terraform/providers/null"));
        Files.writeString(provider.resolve("binary"), "a provider");
    }

    private void remember(Site site, List<String> arguments) throws IOException {
        Optional<InitMemory.Ticket> ticket = memory.ticket(site, arguments, REPO);
        initialised(site);
        ticket.ifPresent(InitMemory.Ticket::keep);
    }

    private boolean remembered(String lock) throws IOException {
        return remembered(lock, INIT);
    }

    private boolean remembered(String lock, List<String> arguments) throws IOException {
        Site site = tree(lock);
        boolean restored = memory.ticket(site, arguments, REPO)
                .filter(InitMemory.Ticket::restore)
                .isPresent();
        assertThat(Files.exists(site.path().resolve(".terraform/providers/null/binary")))
                .isEqualTo(restored);
        assertThat(site.path().resolve(".tidelock-init")).doesNotExist();
        return restored;
    }

    @Test
    void with_a_committed_lock_file_it_is_remembered_until_that_changes() throws IOException {
        remember(tree("locked 1"), INIT);

        assertThat(remembered("locked 1")).isTrue();
        assertThat(remembered("locked 2")).isFalse();
        assertThat(remembered("")).isFalse();
    }

    @Test
    void providers_without_a_lock_file_are_not_remembered() throws IOException {
        remember(tree(""), INIT);
        assertThat(remembered("")).isFalse();

        main = "locals {}\n";
        remember(tree(""), INIT);
        assertThat(remembered("")).as("whatever they are needed for").isFalse();
    }

    @Test
    void what_init_adds_to_the_lock_file_is_missing_from_the_next_tree() throws IOException {
        Site site = tree("locked 1");
        InitMemory.Ticket ticket = memory.ticket(site, INIT, REPO).orElseThrow();
        initialised(site);
        Files.writeString(site.path().resolve(".terraform.lock.hcl"), "locked 1 and more");
        ticket.keep();

        assertThat(remembered("locked 1")).isFalse();
    }

    @Test
    void modules_of_modules_must_stay_as_well() throws IOException {
        for (String version : List.of("~> 1.2", "1.2.3")) {
            Site site = tree("locked " + version);
            InitMemory.Ticket ticket = memory.ticket(site, INIT, REPO).orElseThrow();
            initialised(site);
            Path modules = Files.createDirectories(site.path().resolve(".terraform/modules/m"));
            Files.writeString(
                    modules.resolve("main.tf"),
                    "module \"n\" {\n  source = \"acme/n/aws\"\n  version = \"" + version + "\"\n}\n");
            Files.writeString(
                    modules.resolveSibling("modules.json"),
                    "{\"Modules\":[{\"Key\":\"\",\"Dir\":\".\"},{\"Key\":\"m\",\"Dir\":\".terraform/modules/m\"}]}");
            ticket.keep();
        }

        assertThat(remembered("locked ~> 1.2")).isFalse();
        assertThat(remembered("locked 1.2.3")).isTrue();
    }

    @Test
    void another_binary_or_configuration_or_environment_begins_anew() throws IOException {
        Path config = Files.writeString(base.resolve("config"), "one");
        environment = Map.of("TF_CLI_CONFIG_FILE", config.toString(), "TF_VAR_x", "1", "LANG", "C");
        remember(tree("locked"), INIT);
        environment = Map.of("TF_CLI_CONFIG_FILE", config.toString(), "TF_VAR_x", "2", "LANG", "D");
        assertThat(remembered("locked")).isTrue();

        environment = Map.of("TF_CLI_CONFIG_FILE", config.toString(), "TF_PLUGIN_CACHE_DIR", "/cache");
        assertThat(remembered("locked")).isFalse();
        environment = Map.of("TF_CLI_CONFIG_FILE", config.toString());
        assertThat(remembered("locked")).isTrue();
        identity = "terraform 2";
        assertThat(remembered("locked")).isFalse();
        identity = "terraform 1";
        Files.writeString(config, "two");
        assertThat(remembered("locked")).isFalse();
    }

    @Test
    void a_backend_file_counts_with_its_content() throws IOException {
        Path backend = Files.writeString(base.resolve("backend.hcl"), "bucket = 1");
        List<String> arguments = List.of("init", "-backend-config=" + backend, "-backend-config=key=value");
        remember(tree("locked"), arguments);
        assertThat(remembered("locked", arguments)).isTrue();
        assertThat(remembered("locked", List.of("init", "-backend-config=key=value")))
                .isFalse();

        Files.writeString(backend, "bucket = 2");
        assertThat(remembered("locked", arguments)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-upgrade", "-plugin-dir=/x", "-backend-config=missing.hcl", "-from-module=x", "-get=false"})
    void arguments_whose_effect_may_change_are_never_remembered(String argument) throws IOException {
        List<String> arguments = List.of("init", argument);
        remember(tree("locked"), arguments);

        assertThat(remembered("locked", arguments)).isFalse();
    }
}
