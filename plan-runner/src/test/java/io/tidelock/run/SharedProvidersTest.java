package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import io.tidelock.run.tool.ToolSettings;
import io.tidelock.testkit.contract.RunnerLease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real terraform's init has downloaded for one project, used by others. The provider is never run: init only looks at it. */
final class SharedProvidersTest {
    private static final String USED = "Using previously-installed example.com/acme/fake";
    private static final String INSTALLED = "Installed example.com/acme/fake";
    private static final Optional<RepoRef> REPO = Optional.of(new RepoRef("github.com", "acme/infra"));
    private static final Optional<RepoRef> OTHER = Optional.of(new RepoRef("github.com", "acme/other"));

    /** Only init: a plan would start the provider. */
    private static final Workflow INIT = new Workflow(
            List.of(new Step.Init(List.of()), command("cp .terraform.lock.hcl ../lock")), List.of(command("true")));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private LocalBench bench;

    @SuppressWarnings("NullAway.Init")
    private LocalRunner apart;

    private int heads;

    @BeforeEach
    void open() throws IOException {
        Path config = folder.resolve("cli.tfrc");
        Files.writeString(config, """
                provider_installation {
                  filesystem_mirror {
                    path = "%s"
                  }
                }
                """.formatted(folder.resolve("mirror")));
        bench = new LocalBench(folder, Map.of("TF_CLI_CONFIG_FILE", config.toString()));
        apart = LocalRunner.in(bench.settings().withTools(ToolSettings.INSTALLED.sharingProviders(false)));
        release("one");
    }

    @Test
    void whatALockFileNamesIsDownloadedOnceForAllProjects() throws IOException {
        String lock = locked();
        project("p", lock);
        project("q", lock);

        assertThat(initialise("p", REPO)).contains(INSTALLED);
        assertThat(initialise("q", OTHER)).as("also of another repository").contains(USED);
        assertThat(inode("p")).as("it is on the disk once").isEqualTo(inode("q"));
        assertThat(Files.readString(bench.root.resolve("lock")))
                .as("terraform sees no difference")
                .isEqualTo(lock);
    }

    @Test
    void nothingIsSharedWithAForkOrWithoutALockFile() throws IOException {
        String lock = locked();
        project("p", lock);
        project("q", lock);
        project("r", "");
        project("s", lock);

        assertThat(initialise("p", Optional.empty())).contains(INSTALLED);
        assertThat(initialise("q", REPO)).as("nothing is taken from a fork").contains(INSTALLED);
        assertThat(initialise("r", REPO)).as("nobody says which one it must be").contains(INSTALLED);
        assertThat(initialise("s", Optional.empty()))
                .as("nothing is given to a fork")
                .contains(INSTALLED);
    }

    @Test
    void theOperatorCanDoWithout() throws IOException {
        String lock = locked();
        project("p", lock);
        project("q", lock);

        assertThat(initialise(apart, "p", REPO)).contains(INSTALLED);
        assertThat(initialise(apart, "q", REPO)).contains(INSTALLED);
        assertThat(inode("p")).isNotEqualTo(inode("q"));
    }

    /** Terraform writes into a package that is not what the lock file says. */
    @Test
    void whatWasReleasedAnewUnderItsOldNumberIsNotWrittenIntoThatOfOthers() throws IOException {
        String lock = locked();
        project("p", lock);
        project("q", lock);
        initialise("p", REPO);
        initialise("q", REPO);

        release("two");
        String anew = locked();
        assertThat(anew).isNotEqualTo(lock);
        project("q", anew);
        assertThat(initialise("q", REPO)).contains(INSTALLED);

        assertThat(binary("p")).content().contains("one");
        assertThat(binary("q")).content().contains("two");
    }

    @Test
    void aLinkInTheRepositoryLeadsNothingOutOfIt() throws IOException {
        String lock = locked();
        project("p", lock);
        initialise("p", REPO);
        project("q", lock);
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createDirectories(bench.root.resolve("q/.terraform"));
        Files.createSymbolicLink(bench.root.resolve("q/.terraform/providers"), outside);

        assertThat(initialise("q", REPO)).as("ours was not put there").doesNotContain(USED);
    }

    // ----

    private static Step command(String text) {
        return new Step.Run(Step.Script.of(text), Step.Shown.ALL);
    }

    /** From now on version 1.0.0 says this. */
    private void release(String says) throws IOException {
        String platform = System.getProperty("os.arch", "").matches("aarch64|arm64") ? "linux_arm64" : "linux_amd64";
        Path zip = folder.resolve("mirror/example.com/acme/fake/terraform-provider-fake_1.0.0_" + platform + ".zip");
        Files.createDirectories(zip.resolveSibling("."));
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("terraform-provider-fake_v1.0.0"));
            out.write(("#!/bin/sh\necho " + says + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The lock file that terraform makes of what is released now. */
    private String locked() throws IOException {
        String dir = "locking-" + UUID.randomUUID();
        project(dir, "");
        initialise(apart, dir, Optional.empty());
        return Files.readString(bench.root.resolve("lock"));
    }

    private void project(String dir, String lock) {
        bench.write(dir + "/main.tf", """
                terraform {
                  required_providers {
                    fake = { source = "example.com/acme/fake" }
                  }
                }
                """);
        if (!lock.isEmpty()) {
            bench.write(dir + "/.terraform.lock.hcl", lock);
        }
    }

    private String initialise(String dir, Optional<RepoRef> repo) {
        return initialise((LocalRunner) bench.runner(), dir, repo);
    }

    /** The log. */
    private String initialise(LocalRunner runner, String dir, Optional<RepoRef> repo) {
        PlanTask task = new PlanTask(
                new RunId(UUID.randomUUID().toString()),
                new Project(new ProjectKey(dir, "default", ""), INIT, Optional.empty()),
                new WorkingTree(bench.root, new CommitSha("%040x".formatted(++heads)), false),
                List.of(),
                Optional.empty(),
                repo);
        PlanRun run = runner.plan(task, new RunnerLease());
        String log = new String(runner.read(task.run(), 0, 1 << 20).orElseThrow(), StandardCharsets.UTF_8);
        assertThat(run).as(log).isInstanceOf(PlanRun.Done.class);
        return log;
    }

    private Path binary(String dir) throws IOException {
        try (Stream<Path> all = Files.walk(bench.root.resolve(dir).resolve(".terraform/providers"))) {
            return all.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    private Object inode(String dir) throws IOException {
        return Files.getAttribute(binary(dir), "unix:ino");
    }
}
