package io.tidelock.benchmarks.scene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** What the disk allows whoever has nothing else to do. */
public final class Disk {
    private static final int PAGE = 4096;

    private Disk() {}

    /** How often in a second 4 KiB can be appended and be safe. */
    public static double syncs(Path file, Duration time) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
            long begin = System.nanoTime();
            int times = 0;
            while (System.nanoTime() - begin < time.toNanos()) {
                page.clear();
                channel.write(page);
                channel.force(false);
                times++;
            }
            return times / ((System.nanoTime() - begin) / 1e9);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
