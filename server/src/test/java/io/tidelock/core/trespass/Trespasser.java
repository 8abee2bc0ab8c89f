package io.tidelock.core.trespass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Writes a file and logs about it. */
public final class Trespasser {
    void write(Path file) throws IOException {
        Files.writeString(file, "effect");
        LoggerFactory.getLogger("core").info("done");
    }
}
