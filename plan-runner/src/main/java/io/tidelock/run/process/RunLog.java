package io.tidelock.run.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What all processes of a run have printed, in one file that only grows. Programs write it themselves; we follow. */
public final class RunLog {
    /** More than this is not given out, however much was printed. */
    static final long LIMIT = 64L << 20;

    private static final byte[] CUT =
            "\n… what was printed after the first 64 MiB is left out here …\n".getBytes(StandardCharsets.UTF_8);

    private final Path file;

    public RunLog(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }

    public long size() throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Adds a line of our own. */
    public void say(String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** At most {@code limit} bytes from {@code offset}, whole characters, secrets replaced. */
    public byte[] read(long offset, int limit, Redactor redactor, boolean ended) throws IOException {
        long size = size();
        if (offset < 0 || limit <= 0) {
            return new byte[0];
        }
        if (offset >= LIMIT || offset >= size) {
            return size <= LIMIT ? new byte[0] : slice(CUT, offset - LIMIT, limit);
        }
        long from = Math.max(0, offset - redactor.reach());
        long until = Math.min(Math.min(size, LIMIT), offset + limit);
        byte[] window = bytes(from, (int) (Math.min(size, until + redactor.reach()) - from));
        int end = (int) (until - from);
        if (!ended && from + window.length == size) {
            end = Math.min(end, window.length - redactor.unfinished(window));
        }
        redactor.redact(window);
        int begin = (int) (offset - from);
        return begin >= end ? new byte[0] : Arrays.copyOfRange(window, begin, wholeCharacters(window, begin, end));
    }

    /** What was printed since {@code from}; to be closed. */
    public InputStream since(long from) throws IOException {
        if (!Files.exists(file)) {
            return InputStream.nullInputStream();
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return Channels.newInputStream(channel.position(Math.min(from, channel.size())));
    }

    private byte[] bytes(long from, int length) throws IOException {
        byte[] data = new byte[length];
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            open.seek(from);
            int read = 0;
            while (read < length) {
                int more = open.read(data, read, length - read);
                if (more < 0) {
                    return Arrays.copyOf(data, read);
                }
                read += more;
            }
        }
        return data;
    }

    /** Moves {@code end} back to where a character ends; a sequence that is no character at all is given as it is. */
    private static int wholeCharacters(byte[] data, int begin, int end) {
        int start = end - 1;
        while (start > begin && start > end - 4 && (data[start] & 0xC0) == 0x80) {
            start--;
        }
        int lead = data[start] & 0xFF;
        int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        return start + length > end && start > begin ? start : end;
    }

    private static byte[] slice(byte[] data, long offset, int limit) {
        if (offset >= data.length) {
            return new byte[0];
        }
        int from = (int) Math.max(0, offset);
        return Arrays.copyOfRange(data, from, Math.min(data.length, from + limit));
    }
}
