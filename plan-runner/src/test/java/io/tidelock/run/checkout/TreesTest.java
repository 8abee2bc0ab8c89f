package io.tidelock.run.checkout;

import static io.tidelock.run.checkout.Scene.START;
import static io.tidelock.run.checkout.Scene.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.run.checkout.GitScribe.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Ref;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TreesTest {
    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void gitTakesItForItsOwn() throws Exception {
        Map<String, Entry> files = with(with(START, "run.sh", Entry.program("#!/bin/sh\n")), "link", Entry.link("a"));
        CommitSha head = scene.push(1, with(files, "crlf", "a\r\nb\r\n"));
        scene.advance(with(START, "b/main.tf", "new b\n"));
        Prospect.Merged merged = scene.merged(scene.pull(1, head));

        Path root = scene.tree(1, merged).root();

        assertThat(GitProgram.run(root, "status", "--porcelain", "--ignored")).isEmpty();
        assertThat(GitProgram.run(root, "rev-parse", "HEAD"))
                .isEqualTo(merged.commit().hex());
        assertThat(GitProgram.run(root, "log", "--format=%an <%ae>", "-1")).isEqualTo("Tidelock <tidelock@localhost>");
        assertThat(GitProgram.run(root, "log", "--format=%H").lines()).contains(head.hex(), scene.start.hex());
        assertThat(GitProgram.run(root, "remote", "get-url", "origin"))
                .isEqualTo(scene.host.address() + "/acme/infra.git");
        assertThat(GitProgram.run(root, "fsck", "--full")).doesNotContain("error", "missing");
        assertThat(GitProgram.run(root, "ls-files", "-s", "run.sh")).startsWith("100755");
        assertThat(root.resolve("run.sh")).isExecutable();
        assertThat(Files.isExecutable(root.resolve("README.md"))).isFalse();
        assertThat(Files.isSymbolicLink(root.resolve("link"))).isTrue();
        assertThat(root.resolve("crlf")).hasBinaryContent("a\r\nb\r\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void linesEndAsTheAttributesSay() throws Exception {
        Map<String, Entry> files = with(START, ".gitattributes", "*.bat text eol=crlf\n");
        files = with(files, "a/.gitattributes", "*.txt text eol=crlf\n");
        files = with(with(with(files, "run.bat", "a\nb\n"), "a/x.txt", "a\nb\n"), "x.txt", "a\nb\n");

        Path root = scene.tree(1, scene.merged(1, files)).root();

        assertThat(root.resolve("run.bat")).hasBinaryContent("a\r\nb\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(root.resolve("a/x.txt")).hasBinaryContent("a\r\nb\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(root.resolve("x.txt")).hasBinaryContent("a\nb\n".getBytes(StandardCharsets.UTF_8));
        assertThat(GitProgram.run(root, "status", "--porcelain")).isEmpty();
    }

    @Test
    void submodulesStayEmptyFolders() throws Exception {
        Map<String, Entry> files = with(START, "modules/vpc", Entry.submodule());
        files = with(files, ".gitmodules", "[submodule \"vpc\"]\n\tpath = modules/vpc\n\turl = ../vpc\n");

        Prospect.Merged merged = scene.merged(1, files);
        Path root = scene.tree(1, merged).root();

        assertThat(merged.source().files()).containsExactly(".gitmodules", "README.md", "a/main.tf", "b/main.tf");
        assertThat(merged.source().id("modules")).isPresent();
        assertThat(merged.source().id("modules/vpc")).isEmpty();
        assertThat(root.resolve("modules/vpc")).isEmptyDirectory();
        assertThat(GitProgram.run(root, "status", "--porcelain")).isEmpty();
    }

    @Test
    void nobodyElseMayLookIn() throws IOException {
        for (String name : new String[] {"mirrors", "trees"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(scene.data.resolve(name))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aTreeThatWasNotFinishedIsMadeAnew() throws IOException {
        Prospect.Merged merged = scene.merged(1, with(START, "a/main.tf", "x"));
        Path root = scene.tree(1, merged).root();
        Files.delete(root.resolve(".git/tidelock-complete"));
        Files.delete(root.resolve("b/main.tf"));
        Files.writeString(root.resolve(".git/index.lock"), "");
        Files.writeString(root.resolve("left"), "over");

        WorkingTree again = scene.tree(1, merged);

        assertThat(again.fresh()).isTrue();
        assertThat(again.root()).isEqualTo(root);
        assertThat(root.resolve("b/main.tf")).hasContent("b");
        assertThat(root.resolve("left")).doesNotExist();
    }

    @Test
    void droppingFollowsNoLinkAndStopsAtNoLock() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "gold");
        Path root =
                scene.tree(1, scene.merged(1, with(START, "a/main.tf", "x"))).root();
        Files.createSymbolicLink(root.resolve("link"), outside);
        Path locked = Files.createDirectories(root.resolve(".terraform/providers"));
        Files.writeString(locked.resolve("provider"), "binary");
        Files.setPosixFilePermissions(locked.resolve("provider"), PosixFilePermissions.fromString("r--r--r--"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        Path blind = Files.createDirectories(root.resolve("blind"));
        Files.setPosixFilePermissions(blind, PosixFilePermissions.fromString("---------"));

        scene.checkouts.drop(scene.ref(1));

        assertThat(new Places(scene.data).trees(scene.ref(1))).doesNotExist();
        assertThat(outside.resolve("precious")).hasContent("gold");
    }

    @Test
    void dropsTheNamesOfExactlyThisPullRequest() throws Exception {
        for (int number : new int[] {1, 10}) {
            scene.tree(number, scene.merged(number, with(START, "a/main.tf", "x" + number)));
        }
        assertThat(refs())
                .filteredOn(name -> name.startsWith("refs/tidelock/pull/1/"))
                .hasSize(3);

        scene.checkouts.drop(scene.ref(1));

        assertThat(refs())
                .noneMatch(name -> name.startsWith("refs/tidelock/pull/1/"))
                .filteredOn(name -> name.startsWith("refs/tidelock/pull/10/"))
                .hasSize(3);
        assertThat(refs()).contains("refs/heads/main");
    }

    @Test
    void dropsOtherCommitsOnly() throws Exception {
        Prospect.Merged old = scene.merged(1, with(START, "a/main.tf", "old"));
        Path oldTree = scene.tree(1, old).root();
        Prospect.Merged current = scene.merged(1, with(START, "a/main.tf", "new"));
        Path tree = scene.tree(1, current).root();
        Path other = scene.tree(2, scene.merged(2, with(START, "a/main.tf", "other")))
                .root();

        scene.checkouts.dropOthers(scene.ref(1), current.commit());

        assertThat(oldTree.getParent()).doesNotExist();
        assertThat(tree.resolve("a/main.tf")).hasContent("new");
        assertThat(other).isDirectory();
        assertThat(refs())
                .contains("refs/tidelock/pull/1/tree/" + current.commit())
                .doesNotContain("refs/tidelock/pull/1/tree/" + old.commit());
        assertThat(scene.tree(1, current).fresh()).isFalse();
    }

    @Test
    void tidyingKeepsWhatTreesNeed() throws Exception {
        Prospect.Merged first = scene.merged(1, with(START, "a/main.tf", "0"));
        Path root = scene.tree(1, first).root();
        for (int i = 1; i < 25; i++) {
            scene.merged(1, with(START, "a/main.tf", "x" + i));
        }
        assertThat(packs()).isGreaterThan(20);

        scene.checkouts.tidy(scene.lease);

        assertThat(GitProgram.run(root, "fsck", "--full")).doesNotContain("error", "missing");
        assertThat(GitProgram.run(root, "status", "--porcelain")).isEmpty();
        assertThat(first.source().read("a/main.tf", 10)).contains(new byte[] {'0'});
        assertThat(scene.merged(1, with(START, "a/main.tf", "last")).source().files())
                .isNotEmpty();
    }

    @Test
    void aTreeFollowsAMovedDataFolder() throws Exception {
        Prospect.Merged merged = scene.merged(1, with(START, "a/main.tf", "x"));
        Path root = scene.tree(1, merged).root();
        Files.writeString(root.resolve(".git/objects/info/alternates"), "/elsewhere/objects\n");

        assertThat(scene.tree(1, merged).fresh()).isFalse();
        assertThat(GitProgram.run(root, "status", "--porcelain")).isEmpty();
    }

    @Test
    void withoutItsMirrorNothingIsCheckedOut() {
        Prospect.Merged merged = scene.merged(1, with(START, "a/main.tf", "x"));
        scene.restart();
        List<String> stuck = new ArrayList<>();
        Deletion.delete(scene.mirror(), stuck);

        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> scene.tree(1, merged));
        assertThat(scene.tree(1, scene.merged(1, with(START, "a/main.tf", "x"))).fresh())
                .isTrue();
    }

    private List<String> refs() throws IOException {
        try (Git git = Git.open(scene.mirror().toFile())) {
            return git.getRepository().getRefDatabase().getRefs().stream()
                    .map(Ref::getName)
                    .toList();
        }
    }

    private int packs() {
        return scene.mirror().resolve("objects/pack").toFile().list((dir, name) -> name.endsWith(".pack")).length;
    }
}
