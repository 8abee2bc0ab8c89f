package io.tidelock.sandbox.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jgit.lib.Repository;

/** Packs a tree as a gzipped tar file, under one folder as GitHub does. */
public final class Archive {
    private static final int BLOCK = 512;

    private Archive() {}

    /**
     * The archive's bytes.
     *
     * @param folder the folder in it that holds everything
     * @param epochSecond the time of every file
     */
    public static byte[] tarball(Repository git, String tree, String folder, long epochSecond) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Trees trees = new Trees(git);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            header(out, folder + "/", "0000775", 0, '5', epochSecond, "");
            for (Trees.Entry entry : trees.list(tree, true)) {
                String path = folder + "/" + entry.path();
                if (entry.isTree() || entry.type().equals("commit")) {
                    header(out, path + "/", "0000775", 0, '5', epochSecond, "");
                    continue;
                }
                byte[] content = Objects.requireNonNull(trees.blob(entry.sha()));
                if (entry.mode().equals("120000")) {
                    header(out, path, "0000777", 0, '2', epochSecond, new String(content, StandardCharsets.UTF_8));
                } else {
                    String mode = entry.mode().equals("100755") ? "0000775" : "0000664";
                    header(out, path, mode, content.length, '0', epochSecond, "");
                    out.write(content);
                    out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
                }
            }
            out.write(new byte[2 * BLOCK]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void header(
            GZIPOutputStream out, String path, String mode, long size, char type, long time, String link)
            throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length > 100) {
            longName(out, name, time);
        }
        byte[] block = new byte[BLOCK];
        put(block, 0, name, 100);
        put(block, 100, mode + "\0", 8);
        put(block, 108, "0000000\0", 8);
        put(block, 116, "0000000\0", 8);
        put(block, 124, "%011o\0".formatted(size), 12);
        put(block, 136, "%011o\0".formatted(time), 12);
        put(block, 148, "        ", 8);
        block[156] = (byte) type;
        put(block, 157, link, 100);
        put(block, 257, "ustar\00000", 8);
        put(block, 265, "root", 32);
        put(block, 297, "root", 32);
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        put(block, 148, "%06o\0 ".formatted(sum), 8);
        out.write(block);
    }

    /** GNU's way to carry a path of more than 100 bytes: an entry before it whose content is the path. */
    private static void longName(GZIPOutputStream out, byte[] name, long time) throws IOException {
        header(out, "././@LongLink", "0000644", name.length + 1L, 'L', time, "");
        out.write(name);
        out.write(new byte[BLOCK - name.length % BLOCK]);
    }

    private static void put(byte[] block, int offset, String text, int most) {
        put(block, offset, text.getBytes(StandardCharsets.UTF_8), most);
    }

    private static void put(byte[] block, int offset, byte[] bytes, int most) {
        System.arraycopy(bytes, 0, block, offset, Math.min(bytes.length, most));
    }
}
