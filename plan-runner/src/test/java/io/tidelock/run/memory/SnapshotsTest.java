package io.tidelock.run.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
    @TempDir
    private Path base;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(base.resolve("inits"));
    }

    private Snapshots open(int most, long bytes) throws IOException {
        return new Snapshots(folder, most, bytes, "boot-1", name -> name.startsWith("providers"));
    }

    private Path source(String name, String text) throws IOException {
        Path source = base.resolve("source-" + name);
        Files.createDirectories(source.resolve("providers/x"));
        Files.writeString(source.resolve("providers/x/binary"), text);
        Files.writeString(source.resolve("terraform.tfstate"), text);
        return source;
    }

    private boolean restored(Snapshots snapshots, String key, String name) throws IOException {
        return snapshots.restore(key, base.resolve("draft-" + name), base.resolve("target-" + name));
    }

    @Test
    void what_was_kept_comes_back_and_what_is_written_to_the_copy_stays_there() throws IOException {
        Snapshots snapshots = open(10, 1000);
        Path source = source("a", "one");
        Files.createSymbolicLink(source.resolve("providers/link"), Path.of("x"));
        snapshots.keep("k", source);
        Files.writeString(source.resolve("terraform.tfstate"), "changed later");

        assertThat(restored(snapshots, "k", "1")).isTrue();
        Path state = base.resolve("target-1/terraform.tfstate");
        assertThat(state).hasContent("one");
        assertThat(base.resolve("target-1/providers/x/binary")).hasContent("one");
        assertThat(Files.readSymbolicLink(base.resolve("target-1/providers/link")))
                .isEqualTo(Path.of("x"));
        Files.writeString(state, "changed");
        assertThat(restored(snapshots, "k", "2")).isTrue();
        assertThat(base.resolve("target-2/terraform.tfstate")).hasContent("one");
        assertThat(restored(snapshots, "other", "3")).isFalse();
        assertThat(base.resolve("target-3")).doesNotExist();
    }

    @Test
    void half_of_one_is_not_used_after_a_kill() throws IOException {
        open(10, 1000).keep("whole", source("a", "one"));
        Files.createDirectories(folder.resolve(".0815/content"));
        Files.createDirectories(folder.resolve("half/content"));

        Snapshots again = open(10, 1000);

        assertThat(restored(again, "half", "1")).isFalse();
        assertThat(restored(again, "whole", "2")).isTrue();
        assertThat(folder.resolve(".0815")).doesNotExist();
        assertThat(folder.resolve("half")).doesNotExist();
    }

    @Test
    void nothing_from_before_the_machine_started_anew_is_trusted() throws IOException {
        open(10, 1000).keep("k", source("a", "one"));

        assertThat(restored(new Snapshots(folder, 10, 1000, "boot-2", any -> true), "k", "1"))
                .isFalse();
    }

    @Test
    void the_one_that_was_not_used_for_longest_goes_first() throws IOException {
        Snapshots snapshots = open(2, 1000);
        snapshots.keep("a", source("a", "a"));
        snapshots.keep("b", source("b", "b"));
        assertThat(restored(snapshots, "a", "1")).isTrue();
        snapshots.keep("c", source("c", "c"));

        assertThat(restored(snapshots, "b", "2")).isFalse();
        assertThat(restored(snapshots, "a", "3")).isTrue();
        assertThat(restored(snapshots, "c", "4")).isTrue();
    }

    @Test
    void size_is_bounded() throws IOException {
        Snapshots snapshots = open(10, 10);
        snapshots.keep("a", source("a", "1234"));
        snapshots.keep("too big", source("b", "1234567890"));
        assertThat(restored(snapshots, "a", "1")).isTrue();
        assertThat(restored(snapshots, "too big", "2")).isFalse();

        snapshots.keep("c", source("c", "12"));
        assertThat(restored(snapshots, "a", "3")).isFalse();
        assertThat(restored(snapshots, "c", "4")).isTrue();
    }

    @Test
    void what_is_forgotten_is_gone_from_the_disk() throws IOException {
        Snapshots snapshots = open(10, 1000);
        snapshots.keep("a", source("a", "a"));
        snapshots.keep("b", source("b", "b"));
        snapshots.forget("a");
        assertThat(restored(snapshots, "a", "1")).isFalse();

        snapshots.forgetBefore(Instant.EPOCH);
        assertThat(restored(snapshots, "b", "2")).isTrue();
        snapshots.forgetBefore(Instant.MAX);
        assertThat(restored(snapshots, "b", "3")).isFalse();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).extracting(file -> file.getFileName().toString()).containsExactly("boot");
        }
    }

    @Test
    void what_nobody_uses_is_forgotten_and_what_is_used_stays() throws IOException {
        Snapshots snapshots = open(10, 1000);
        snapshots.keep("a", source("a", "a"));
        snapshots.keep("b", source("b", "b"));
        for (String key : List.of("a", "b")) {
            Files.setLastModifiedTime(folder.resolve(key).resolve("used"), FileTime.from(Instant.EPOCH));
        }
        assertThat(restored(snapshots, "b", "1")).isTrue();

        snapshots.forgetUnused(Instant.EPOCH.plusSeconds(1));

        assertThat(restored(snapshots, "a", "2")).isFalse();
        assertThat(restored(snapshots, "b", "3")).isTrue();
    }

    @Test
    void many_at_once_see_all_or_nothing() throws Exception {
        Snapshots snapshots = open(2, 1000);
        Path[] sources = {source("a", "0"), source("b", "1"), source("c", "2")};
        List<Future<Boolean>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 120; i++) {
                int number = i;
                Callable<Boolean> work = () -> {
                    int which = number % 3;
                    snapshots.keep("k" + which, sources[which]);
                    boolean there = restored(snapshots, "k" + which, "n" + number);
                    Path target = base.resolve("target-n" + number);
                    return there
                            ? Files.readString(target.resolve("terraform.tfstate"))
                                    .equals("" + which)
                            : !Files.exists(target);
                };
                all.add(threads.submit(work));
            }
        }
        for (Future<Boolean> one : all) {
            assertThat(one.get()).isTrue();
        }
    }
}
