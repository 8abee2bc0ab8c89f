package io.tidelock.run.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is written down about one process, for whoever comes after a crash:
 *
 * <ul>
 *   <li>{@code started}: claimed once, by the stub before it starts the program, or by {@link #abandon} so that it never will;
 *   <li>{@code pid}: of the program, with the moment it was started;
 *   <li>{@code exit}: its exit code and a line end, in one write: a file without line end says nothing.
 * </ul>
 */
public final class StepFolder {
    private static final String ABANDONED = "abandoned\n";

    private final Path path;

    public StepFolder(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    public void create() throws IOException {
        Files.createDirectories(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Where in the run's log its output begins; 0 when it was never begun. */
    public long from() {
        String text = read("from");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    public void begin(long from) throws IOException {
        create();
        Files.writeString(path.resolve("from"), Long.toString(from));
    }

    /** Makes sure that the program is never started. False when it already was; asking again gives the same answer. */
    public boolean abandon() {
        Path mine = path.resolve("abandoned-" + ProcessHandle.current().pid() + "-"
                + Thread.currentThread().threadId());
        try {
            create();
            Files.writeString(mine, ABANDONED);
            Files.createLink(path.resolve("started"), mine);
            return true;
        } catch (FileAlreadyExistsException e) {
            return abandoned();
        } catch (UnsupportedOperationException e) {
            return claimWithoutLink();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            try {
                Files.deleteIfExists(mine);
            } catch (IOException e) {
                // a leftover name harms nobody
            }
        }
    }

    private boolean claimWithoutLink() {
        try {
            Files.writeString(path.resolve("started"), ABANDONED, java.nio.file.StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException e) {
            return abandoned();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean started() {
        return Files.exists(path.resolve("started"));
    }

    public boolean abandoned() {
        return read("started").equals(ABANDONED);
    }

    /** The stub that watches over the program. */
    Optional<ProcessName> stub() {
        return Proc.parse(read("started")).flatMap(stat -> named(stat.pid(), stat.start(), "started"));
    }

    /** The program itself. */
    Optional<ProcessName> program() {
        String line = read("pid");
        int space = line.indexOf(' ');
        if (!line.endsWith("\n") || space < 1) {
            return Optional.empty();
        }
        try {
            long pid = Long.parseLong(line.substring(0, space));
            return named(
                    pid,
                    Proc.parse(line.substring(space + 1)).map(Proc.Stat::start).orElse(""),
                    "pid");
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The program's exit code; above 128 when a signal ended it. Empty when nobody was there to note it. */
    public OptionalInt exit() {
        String line = read("exit");
        return line.matches("[0-9]{1,3}\n") ? OptionalInt.of(Integer.parseInt(line.strip())) : OptionalInt.empty();
    }

    private Optional<ProcessName> named(long pid, String start, String file) {
        try {
            return Optional.of(new ProcessName(
                    pid, start, Files.getLastModifiedTime(path.resolve(file)).toInstant()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String read(String name) {
        try {
            return Files.readString(path.resolve(name), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
