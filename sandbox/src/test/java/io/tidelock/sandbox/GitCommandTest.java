package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidelock.sandbox.model.Permission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The git program against the sandbox. Only tests need the program; where it is missing they are skipped and say so. */
class GitCommandTest {
    @TempDir
    @Nullable
    Path folder;

    @Nullable
    Sandbox sandbox;

    @BeforeEach
    void start() {
        Assumptions.assumeTrue(hasGit(), "SKIPPED: there is no git program on this machine");
        sandbox = Sandbox.start(SandboxSettings.in(folder().resolve("data")));
        sandbox.createRepository("owner", "infra");
        sandbox.commitFiles(
                "owner/infra", "main", Map.of("main.tf", "# one\n", "big.txt", "x".repeat(9000)), "One", "owner");
        sandbox.commitFiles("owner/infra", "main", Map.of("main.tf", "# two\n"), "Two", "owner");
    }

    @AfterEach
    void stop() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void clonesPushesAndFetches(String scheme) {
        String url = authenticated(scheme, "owner");
        git(folder(), "clone", "-q", url, "full");
        Path full = folder().resolve("full");
        assertThat(full.resolve("main.tf")).hasContent("# two\n");

        git(full, "checkout", "-q", "-b", "feature");
        write(full.resolve("main.tf"), "# three\n");
        git(full, "commit", "-qam", "Three");
        git(full, "push", "-q", "origin", "feature");
        PullId pull = sandbox().openPull("owner/infra", "A change", "feature", "main", "owner");
        String head = git(full, "rev-parse", "HEAD").strip();
        assertThat(sandbox().pull(pull).headSha()).isEqualTo(head);

        write(full.resolve("main.tf"), "# four\n");
        git(full, "commit", "-qam", "Four");
        git(full, "push", "-q", "origin", "feature");
        String next = git(full, "rev-parse", "HEAD").strip();
        assertThat(sandbox().pull(pull).headSha()).isEqualTo(next);
        assertThat(git(full, "ls-remote", "origin", "refs/pull/1/head")).startsWith(next);

        await().until(() -> Boolean.TRUE.equals(sandbox().pull(pull).mergeable()));
        git(folder(), "clone", "-q", "--depth=1", url, "shallow");
        Path shallow = folder().resolve("shallow");
        assertThat(git(shallow, "rev-list", "--count", "HEAD").strip()).isEqualTo("1");
        git(shallow, "fetch", "-q", "--depth=1", "origin", "refs/pull/1/merge");
        assertThat(git(shallow, "rev-parse", "FETCH_HEAD").strip())
                .isEqualTo(sandbox().pull(pull).mergeCommitSha());
        git(shallow, "fetch", "-q", "--depth=1", "origin", head);
        assertThat(git(shallow, "rev-parse", "FETCH_HEAD").strip()).isEqualTo(head);

        git(folder(), "clone", "-q", "--filter=blob:none", "--no-checkout", url, "partial");
        Path partial = folder().resolve("partial");
        assertThat(git(partial, "rev-list", "--objects", "--all", "--missing=print"))
                .contains("?");
        git(partial, "checkout", "-q", "main");
        assertThat(partial.resolve("main.tf")).hasContent("# two\n");

        git(full, "checkout", "-q", "main");
        git(full, "merge", "-q", "--ff-only", "feature");
        git(full, "push", "-q", "origin", "main");
        assertThat(sandbox().pull(pull).merged()).isTrue();
        assertThat(sandbox().calls())
                .anyMatch(
                        call -> call.isGit() && call.bytes() > 0 && call.user().equals("owner"));
    }

    @Test
    void refusesPushesToHiddenRefsAndByReaders() {
        git(folder(), "clone", "-q", authenticated("http", "owner"), "full");
        Path full = folder().resolve("full");
        assertThat(fails(full, "push", "origin", "HEAD:refs/pull/7/head")).contains("hidden ref");
        sandbox().user("reader");
        sandbox().permit("owner/infra", "reader", Permission.READ);
        assertThat(fails(full, "push", authenticated("http", "reader"), "HEAD:refs/heads/x"))
                .contains("denied to reader");
        sandbox().setPrivate("owner/infra", true);
        sandbox().user("stranger");
        assertThat(fails(full, "fetch", authenticated("http", "stranger"))).contains("not found");
        assertThat(fails(full, "fetch", sandbox().httpUrl() + "/owner/infra")).contains("could not read Username");
        assertThat(fails(full, "fetch", sandbox().httpUrl().replace("://", "://x:wrong@") + "/owner/infra"))
                .contains("Authentication failed");
    }

    private String authenticated(String scheme, String user) {
        String base = scheme.equals("http") ? sandbox().httpUrl() : sandbox().httpsUrl();
        return base.replace("://", "://x-access-token:" + sandbox().token(user) + "@") + "/owner/infra.git";
    }

    private Sandbox sandbox() {
        return Objects.requireNonNull(sandbox);
    }

    private Path folder() {
        return Objects.requireNonNull(folder);
    }

    private static boolean hasGit() {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String git(Path where, String... arguments) {
        Result result = run(where, arguments);
        assertThat(result.code()).as(result.output()).isZero();
        return result.output();
    }

    private String fails(Path where, String... arguments) {
        Result result = run(where, arguments);
        assertThat(result.code()).as(result.output()).isNotZero();
        return result.output();
    }

    private record Result(int code, String output) {}

    private Result run(Path where, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_SSL_CAINFO", sandbox().caCertificate().toString());
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("GIT_AUTHOR_NAME", "Ann");
        builder.environment().put("GIT_AUTHOR_EMAIL", "ann@example.test");
        builder.environment().put("GIT_COMMITTER_NAME", "Ann");
        builder.environment().put("GIT_COMMITTER_EMAIL", "ann@example.test");
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Result(process.exitValue(), output);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
