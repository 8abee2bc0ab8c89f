package io.tidelock.run.process;

import io.tidelock.core.outcome.RunId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of one run, readable by the server alone: its log, a folder per step, and what else must outlive a crash. */
public final class RunFolder {
    private static final String ENDED = "ended";

    private final RunId run;
    private final Path runs;
    private final Path path;

    public RunFolder(Path runs, RunId run) {
        this.run = run;
        this.runs = runs;
        this.path = runs.resolve(run.value());
    }

    public RunId run() {
        return run;
    }

    public boolean exists() {
        return Files.isDirectory(path);
    }

    /** Makes the folder, durably. False when it was there before. */
    public boolean create() throws IOException {
        Set<java.nio.file.attribute.PosixFilePermission> ours = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(runs, PosixFilePermissions.asFileAttribute(ours));
        try {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(ours));
        } catch (java.nio.file.FileAlreadyExistsException e) {
            return false;
        }
        return true;
    }

    public RunLog log() {
        return new RunLog(path.resolve("log"));
    }

    public StepFolder step(String name) {
        return new StepFolder(path.resolve("step-" + name));
    }

    public List<StepFolder> steps() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("step-"))
                    .sorted()
                    .map(StepFolder::new)
                    .toList();
        }
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    public Optional<byte[]> read(String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(path.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Writes all of it or nothing; once it returns, not even a power cut undoes it. */
    public void keep(String name, byte[] content) throws IOException {
        Path draft = path.resolve(name + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(path);
        sync(runs);
    }

    /** Nothing more will be printed. */
    public void end() throws IOException {
        Files.writeString(path.resolve(ENDED), "");
    }

    public boolean ended() {
        return Files.exists(path.resolve(ENDED));
    }

    public void delete() throws IOException {
        if (!exists()) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path folder, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // some systems do not open folders; their renames are as durable as they get
        }
    }
}
