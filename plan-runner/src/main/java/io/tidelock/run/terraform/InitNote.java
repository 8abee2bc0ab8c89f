package io.tidelock.run.terraform;

import io.tidelock.core.change.CommitSha;
import io.tidelock.run.tool.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Remembers, beside what init made, that it made it: in one tree, of one commit, with one binary and one list of arguments,
 * a second init has nothing left to do. When the note is wrong, terraform asks for init, and is given it.
 */
public final class InitNote {
    private final Path folder;
    private final String content;

    public InitNote(Path dir, CommitSha commit, Tool tool, List<String> arguments) {
        this.folder = dir.resolve(".terraform");
        this.content = digest(commit.hex() + "\0" + tool.identity() + "\0" + String.join("\0", arguments));
    }

    public boolean valid() {
        try {
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && Files.isRegularFile(note(), LinkOption.NOFOLLOW_LINKS)
                    && Files.readString(note()).equals(content);
        } catch (IOException e) {
            return false;
        }
    }

    public void write() throws IOException {
        Files.createDirectories(folder);
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(note());
            Files.writeString(note(), content);
        }
    }

    public void forget() throws IOException {
        Files.deleteIfExists(note());
    }

    private Path note() {
        return folder.resolve("tidelock-init");
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
