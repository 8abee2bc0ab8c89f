package io.tidelock.run.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.secret.Secret;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading what is still being written. */
final class RunLogTest {
    private static final Redactor REDACTOR = new Redactor(List.of(new Secret("geheim-ß-geheim")));

    @TempDir
    Path folder;

    private RunLog log() {
        return new RunLog(folder.resolve("log"));
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("log"), text);
    }

    private String read(long offset, int limit, boolean ended) throws IOException {
        return new String(log().read(offset, limit, REDACTOR, ended), StandardCharsets.UTF_8);
    }

    @Test
    void isEmptyBeforeAnythingIsPrinted() throws IOException {
        assertThat(read(0, 10, false)).isEmpty();
        assertThat(log().since(5).read()).isEqualTo(-1);
    }

    @Test
    void charactersAreNotCut() throws IOException {
        write("aäö€😀z");
        StringBuilder whole = new StringBuilder();
        int offset = 0;
        for (String piece = read(0, 5, true); !piece.isEmpty(); piece = read(offset, 5, true)) {
            assertThat(piece).doesNotContain("\uFFFD");
            whole.append(piece);
            offset += piece.getBytes(StandardCharsets.UTF_8).length;
        }
        assertThat(whole).hasToString("aäö€😀z");
    }

    @Test
    void beginningOfASecretIsHeldBackUntilItIsKnownToBeOne() throws IOException {
        write("value geheim-");
        assertThat(read(0, 100, false)).isEqualTo("value ");
        assertThat(read(0, 100, true)).isEqualTo("value geheim-");
        write("value geheim-ß-geheim.");
        assertThat(read(0, 100, false)).isEqualTo("value " + "*".repeat(16) + ".");
        assertThat(read(8, 3, false)).isEqualTo("***");
        write("value geheim-nis");
        assertThat(read(0, 100, false)).isEqualTo("value geheim-nis");
    }

    @Test
    void endsAtTheLimitAndSaysSo() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("log").toFile(), "rw")) {
            file.setLength(RunLog.LIMIT + 1000);
        }
        assertThat(log().read(RunLog.LIMIT - 10, 100, REDACTOR, true)).hasSize(10);
        assertThat(read(RunLog.LIMIT, 1000, true)).contains("64 MiB is left out here");
        assertThat(read(RunLog.LIMIT + 5, 1000, true)).contains("left out here");
        assertThat(read(RunLog.LIMIT + 500, 1000, true)).isEmpty();
    }
}
