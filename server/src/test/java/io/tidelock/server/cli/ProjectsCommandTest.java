package io.tidelock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProjectsCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path clone;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** JGit measures the clock of a disk by files beside a repository; once it has, folders can be deleted in peace. */
    @BeforeAll
    static void measure(@TempDir Path measured) {
        FS.FileStoreAttributes.setBackground(false);
        FS.getFileStoreAttributes(measured);
    }

    @BeforeEach
    void start() throws IOException, GitAPIException {
        clone = Files.createDirectories(folder.resolve("clone"));
        try (Git git =
                Git.init().setDirectory(clone.toFile()).setInitialBranch("main").call()) {
            write("network/main.tf", "");
            write("app/main.tf", "");
            write("atlantis.yaml", """
                    version: 3
                    projects:
                    - {dir: network, name: network}
                    - {dir: app, depends_on: [network], autoplan: {when_modified: ["*.tf", "../shared/**"]}}
                    - {dir: old, policy_check: true}
                    """);
            write("old/main.tf", "");
            commit(git);
            git.checkout().setCreateBranch(true).setName("feature").call();
        }
    }

    @Test
    void listsWhatWouldBePlannedAndWhy() throws IOException, GitAPIException {
        change("network/main.tf", "shared/x/y.json");

        assertThat(run()).isZero();
        assertThat(said(out)).isEqualTo("""
                  network  because network/main.tf matches '**/*.tf*'
                then
                  app  because shared/x/y.json matches '../shared/**'
                """);
    }

    @Test
    void whatWouldBeRedIsSaid() throws IOException, GitAPIException {
        change("old/main.tf");

        assertThat(run()).isEqualTo(1);
        assertThat(said(out)).contains("  old  because old/main.tf", "    red: atlantis.yaml:5:", "'policy_check'");
    }

    @Test
    void onlyWhatIsCommittedCounts() throws IOException {
        write("network/main.tf", "# not committed");

        assertThat(run()).isZero();
        assertThat(said(out))
                .isEqualTo("nothing would be planned: no file changed since main, and no project is touched\n");
    }

    @Test
    void theOperatorsFileCounts() throws IOException, GitAPIException {
        change("network/main.tf");
        Path rules = Files.writeString(folder.resolve("repos.yaml"), "repos: [{id: /infra$/, branch: /^release$/}]\n");

        assertThat(run("--repo-config", rules.toString(), "--repo", "github.com/acme/infra"))
                .isZero();
        assertThat(said(out)).startsWith("nothing would be planned: the base branch main is not served here");
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(run("--base", "nowhere")).isEqualTo(1);
        assertThat(said(err)).contains("there is no branch 'nowhere' here");
        assertThat(run("--bas", "x")).isEqualTo(2);
        assertThat(new ProjectsCommand(folder, print(out), print(err)).run(List.of()))
                .isEqualTo(1);
        assertThat(said(err)).contains("this folder is in no git repository");
    }

    private void change(String... files) throws IOException, GitAPIException {
        for (String file : files) {
            write(file, "# changed");
        }
        try (Git git = Git.open(clone.toFile())) {
            commit(git);
        }
    }

    private static void commit(Git git) throws GitAPIException {
        git.add().addFilepattern(".").call();
        git.commit()
                .setMessage("change")
                .setAuthor("dev", "dev@example.com")
                .setCommitter("dev", "dev@example.com")
                .setSign(false)
                .call();
    }

    private void write(String file, String text) throws IOException {
        Path path = clone.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text);
    }

    private int run(String... words) {
        return new ProjectsCommand(clone, print(out), print(err)).run(List.of(words));
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static String said(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
