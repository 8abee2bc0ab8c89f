package io.tidelock.run.checkout;

import static io.tidelock.run.checkout.Scene.START;
import static io.tidelock.run.checkout.Scene.text;
import static io.tidelock.run.checkout.Scene.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.run.Prospect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MirrorsTest {
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
    void locksOfAKilledProcessDoNotLock() throws IOException {
        scene.merged(1, with(START, "a/main.tf", "x"));
        List<Path> locks = Stream.of(
                        "refs/heads/main.lock",
                        "refs/tidelock/pull/1/head.lock",
                        "packed-refs.lock",
                        "config.lock",
                        "HEAD.lock",
                        "gc.pid",
                        "objects/incoming_123.pack",
                        "objects/noz123.tmp")
                .map(name -> scene.mirror().resolve(name))
                .toList();
        for (Path lock : locks) {
            Files.createDirectories(lock.getParent());
            Files.writeString(lock, "");
        }
        scene.restart();
        CommitSha base = scene.advance(with(START, "b/main.tf", "y"));

        Prospect.Merged merged = scene.merged(1, with(START, "a/main.tf", "z"));

        assertThat(merged.heads().base()).isEqualTo(base);
        assertThat(locks).allSatisfy(lock -> assertThat(lock).doesNotExist());
    }

    @Test
    void refsAndObjectsThatADiskLostAreNoHindrance() throws IOException {
        CommitSha head = scene.push(1, with(START, "a/main.tf", "x"));
        scene.advance(with(START, "b/main.tf", "y"));
        CommitSha merge = scene.merged(scene.pull(1, head)).commit();
        Files.writeString(scene.mirror().resolve("refs/heads/main"), "\0".repeat(41));
        Files.writeString(scene.mirror().resolve("refs/tidelock/pull/1/head"), "");
        Files.writeString(scene.mirror().resolve("refs/tidelock/pull/1/merge"), "0123");
        Path object = scene.mirror()
                .resolve("objects/" + merge.hex().substring(0, 2) + "/"
                        + merge.hex().substring(2));
        assertThat(object.toFile().setWritable(true)).isTrue();
        Files.writeString(object, "");
        scene.restart();

        Prospect.Merged again = scene.merged(scene.pull(1, head));

        assertThat(again.commit()).isEqualTo(merge);
        assertThat(scene.tree(1, again).root().resolve("a/main.tf")).hasContent("x");
    }

    @Test
    void aMirrorThatWasNeverFinishedIsMadeAnew() throws IOException {
        PullRequest pull = scene.pull(1, scene.push(1, with(START, "a/main.tf", "x")));
        Files.createDirectories(scene.mirror().resolve("refs/heads"));
        Files.writeString(scene.mirror().resolve("HEAD"), "ref: refs/heads/master\n");
        Files.writeString(scene.mirror().resolve("config"), "[core]\n\tbare");

        assertThat(scene.merged(pull).heads().head()).isEqualTo(pull.head().sha());
    }

    @Test
    void aMirrorWithSpoiltPacksIsFetchedAnew() throws IOException {
        PullRequest pull = scene.pull(1, scene.push(1, with(START, "a/main.tf", "x")));
        scene.merged(pull);
        spoil(".pack");
        scene.restart();
        scene.advance(with(START, "b/main.tf", "y"));

        Prospect.Merged merged = scene.merged(pull);

        assertThat(text(merged.source(), "a/main.tf")).isEqualTo("x");
        assertThat(text(merged.source(), "b/main.tf")).isEqualTo("y");
    }

    @Test
    void aMirrorWithoutItsObjectsIsFetchedAnew() throws IOException {
        PullRequest pull = scene.pull(1, scene.push(1, with(START, "a/main.tf", "x")));
        scene.merged(pull);
        for (String kind : List.of(".pack", ".idx")) {
            for (Path file : packs(kind)) {
                Files.delete(file);
            }
        }
        scene.restart();

        assertThat(text(scene.merged(pull).source(), "a/main.tf")).isEqualTo("x");
    }

    @Test
    void damageFoundWhenReadingIsMendedNextTime() throws IOException {
        Places places = new Places(scene.data);
        Mirrors mirrors = new Mirrors(places);
        mirrors.open(scene.repo).close();
        CommitTree tree = new CommitTree(mirrors, scene.repo, ObjectId.fromString("1".repeat(40)));
        CommitTree other = new CommitTree(mirrors, scene.repo, ObjectId.fromString("2".repeat(40)));

        assertThatExceptionOfType(Unavailable.class).isThrownBy(tree::files);
        assertThat(mirrors.generation(scene.repo)).isEqualTo(1);
        mirrors.open(scene.repo).close();
        assertThat(mirrors.generation(scene.repo)).as("made anew").isEqualTo(2);

        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> other.read("a", 1));
        mirrors.open(scene.repo).close();
        assertThat(mirrors.generation(scene.repo))
                .as("the new mirror is not to blame")
                .isEqualTo(2);
    }

    @Test
    void aTreeOfADamagedMirrorIsMadeAtTheNextTry() throws IOException {
        PullRequest pull = scene.pull(1, scene.push(1, with(START, "a/main.tf", "x")));
        Prospect.Merged merged = scene.merged(pull);
        scene.restart();
        scene.merged(pull);
        for (Path file : packs(".pack")) {
            Files.delete(file);
        }
        for (Path file : packs(".idx")) {
            Files.delete(file);
        }
        scene.restart();

        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> scene.tree(1, merged));
        assertThat(scene.tree(1, scene.merged(pull)).root().resolve("a/main.tf"))
                .hasContent("x");
    }

    @Test
    void manyAtOnceDoNotDisturbEachOther() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> tasks = new ArrayList<>();
            for (int i = 1; i <= 12; i++) {
                int number = i;
                CommitSha head = scene.push(number, with(START, "a/main.tf", "x" + number));
                tasks.add(() -> {
                    Prospect.Merged merged = scene.merged(scene.pull(number, head));
                    Path root = scene.tree(number, merged).root();
                    return Files.readString(root.resolve("a/main.tf")) + text(merged.source(), "a/main.tf");
                });
                tasks.add(tasks.getLast());
            }
            List<Future<String>> results = threads.invokeAll(tasks);
            for (int i = 0; i < results.size(); i++) {
                int number = i / 2 + 1;
                assertThat(results.get(i).get()).isEqualTo("x" + number + "x" + number);
            }
        }
    }

    @Test
    void moreRepositoriesThanStayOpen() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20; i++) {
                RepoRef repo = scene.host.repo("acme/r" + i);
                GitScribe scribe = scene.host.scribe(repo);
                CommitSha start = scribe.commit(START);
                scribe.point("refs/heads/main", start);
                CommitSha head = scribe.commit(with(START, "a/main.tf", "x" + i), start);
                scribe.point("refs/pull/1/head", head);
                PullRequest model = scene.pull(1, head);
                PullRef ref = new PullRef(repo, 1);
                PullRequest pull = new PullRequest(
                        ref,
                        "",
                        "",
                        "",
                        model.state(),
                        false,
                        model.author(),
                        model.head(),
                        model.base(),
                        model.labels(),
                        model.testMerge());
                assertThat(text(((Prospect.Merged) scene.prepare(pull)).source(), "a/main.tf"))
                        .isEqualTo("x" + i);
            }
        }
    }

    @Test
    void theMachinesSettingsDoNotCount() throws Exception {
        assertThat(SystemReader.getInstance().getUserConfig().getSections()).isEmpty();
        assertThat(SystemReader.getInstance().getSystemConfig().getSections()).isEmpty();
        assertThat(SystemReader.getInstance().getJGitConfig().getSections()).isEmpty();
        assertThat(SystemReader.getInstance().getenv("PATH")).isNull();
    }

    private void spoil(String kind) throws IOException {
        for (Path file : packs(kind)) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 12; i < bytes.length - 20; i++) {
                bytes[i] ^= 0x5a;
            }
            file.toFile().setWritable(true);
            Files.write(file, bytes);
        }
    }

    private List<Path> packs(String kind) throws IOException {
        try (Stream<Path> files = Files.list(scene.mirror().resolve("objects/pack"))) {
            return files.filter(file -> file.toString().endsWith(kind)).toList();
        }
    }
}
