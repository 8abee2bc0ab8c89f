package io.tidelock.run.checkout;

import static io.tidelock.run.checkout.Scene.START;
import static io.tidelock.run.checkout.Scene.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.run.checkout.GitScribe.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostileTest {
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
    void noProgramOfTheRepositorysChoiceRuns() throws IOException {
        Path witness = folder.resolve("ran");
        Map<String, Entry> files = with(START, ".gitattributes", "* filter=evil\n*.tf filter=lfs diff=lfs merge=lfs\n");
        files = with(files, ".gitconfig", "[filter \"evil\"]\n\tsmudge = touch " + witness + "\n");
        files = with(files, ".lfsconfig", "[lfs]\n\turl = http://localhost:1\n");
        files = with(files, "hooks/post-checkout", Entry.program("#!/bin/sh\ntouch " + witness + "\n"));

        Path root = scene.tree(1, scene.merged(1, files)).root();

        assertThat(witness).doesNotExist();
        assertThat(root.resolve("a/main.tf")).hasContent("a");
        assertThat(root.resolve(".git/hooks")).doesNotExist();
    }

    @Test
    void strangeNamesAreChecked() {
        Map<String, Entry> files = START;
        String deep = "d/".repeat(150) + "f";
        for (String name :
                new String[] {"with \"quotes\".tf", "with\nnewline", "-rf", "$(id)", "ümläut", "CON", "a:b", deep}) {
            files = with(files, name, name);
        }
        files = with(with(files, "Case", "upper"), "case", "lower");

        Prospect.Merged merged = scene.merged(1, files);
        Path root = scene.tree(1, merged).root();

        assertThat(merged.source().files()).containsExactlyElementsOf(new TreeSet<>(files.keySet()));
        for (String name : files.keySet()) {
            assertThat(root.resolve(name)).as(name).isRegularFile();
            assertThat(merged.source().read(name, 10_000)).as(name).isPresent();
        }
    }

    @Test
    void treesThatReachOutOfTheirFolderAreRefused() throws IOException {
        ObjectId blob = scene.scribe.blob("[core]\n\tfsmonitor = touch /tmp/x\n");
        ObjectId link = scene.scribe.blob(folder.toString());
        byte[] config = tree(entry("100644", "config", blob));
        byte[][] evil = {
            tree(entry("40000", ".git", subtree(config))),
            tree(entry("40000", ".GIT", subtree(config))),
            tree(entry("100644", "..", blob)),
            tree(entry("100644", "../escaped", blob)),
            tree(entry("120000", "a", link), entry("40000", "a", subtree(config))),
        };
        for (byte[] tree : evil) {
            CommitSha head = scene.scribe.raw(tree, scene.start);
            scene.scribe.point("refs/pull/1/head", head);
            assertThatExceptionOfType(Refused.class)
                    .as(new String(tree, StandardCharsets.ISO_8859_1))
                    .isThrownBy(() -> scene.prepare(scene.pull(1, head)))
                    .satisfies(refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.NOT_ACCEPTABLE));
        }
        assertThat(scene.merged(2, with(START, "a/main.tf", "x")).changed().files())
                .as("the repository is still usable")
                .hasSize(1);
    }

    @Test
    void oldToolsOdditiesAreTaken() throws IOException {
        ObjectId blob = scene.scribe.blob("old");
        CommitSha head = scene.scribe.raw(
                tree(
                        entry("100644", "README.md", blob),
                        entry("040000", "z", subtree(tree(entry("100664", "f", blob))))),
                scene.start);
        scene.scribe.point("refs/pull/1/head", head);

        Prospect.Merged merged = scene.merged(scene.pull(1, head));

        assertThat(merged.source().files()).containsExactly("README.md", "z/f");
        assertThat(scene.tree(1, merged).root().resolve("z/f")).hasContent("old");
    }

    @Test
    void aLinkIsNotFollowedWhenItBecomesAFolder() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        CommitSha head = scene.push(1, with(START, "dir", Entry.link(outside.toString())));
        Path first = scene.tree(1, scene.merged(scene.pull(1, head))).root();
        assertThat(Files.isSymbolicLink(first.resolve("dir"))).isTrue();
        Files.delete(first.resolve(".git/tidelock-complete"));
        scene.tree(1, scene.merged(scene.pull(1, head)));
        CommitSha next = scene.push(1, with(START, "dir/file", "x"), scene.start);
        scene.tree(1, scene.merged(scene.pull(1, next)));

        assertThat(outside).isEmptyDirectory();
    }

    private ObjectId subtree(byte[] tree) throws IOException {
        return new RevWalk(scene.scribe.repository())
                .parseCommit(ObjectId.fromString(scene.scribe.raw(tree).hex()))
                .getTree()
                .copy();
    }

    private static byte[] tree(byte[]... entries) throws IOException {
        ByteArrayOutputStream tree = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            tree.write(entry);
        }
        return tree.toByteArray();
    }

    private static byte[] entry(String mode, String name, ObjectId id) throws IOException {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        entry.write((mode + " " + name + "\0").getBytes(StandardCharsets.UTF_8));
        id.copyRawTo(entry);
        return entry.toByteArray();
    }
}
