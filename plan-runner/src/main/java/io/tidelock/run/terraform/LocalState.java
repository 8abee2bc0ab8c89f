package io.tidelock.run.terraform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.core.project.ProjectKey;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file in which a project without a backend keeps its state. It lives in a working tree, and so must be carried from run
 * to run. A backend that keeps its file elsewhere on the disk looks after itself.
 */
public final class LocalState {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final Path file;

    private LocalState(Path root, Path file) {
        this.root = root;
        this.file = file;
    }

    /** As init has left it; empty when the state is kept outside of the tree. */
    public static Optional<LocalState> of(Path root, Path dir, String workspace) throws IOException {
        Path note = dir.resolve(".terraform").resolve("terraform.tfstate");
        JsonNode backend = backend(note);
        String type = backend.path("type").asText("local");
        if (!type.equals("local")) {
            return Optional.empty();
        }
        JsonNode config = backend.path("config");
        Path file = workspace.equals(ProjectKey.DEFAULT_WORKSPACE)
                ? dir.resolve(text(config, "path", "terraform.tfstate"))
                : dir.resolve(text(config, "workspace_dir", "terraform.tfstate.d"))
                        .resolve(workspace)
                        .resolve("terraform.tfstate");
        return at(root, file.normalize());
    }

    private static JsonNode backend(Path note) throws IOException {
        try {
            return Files.isRegularFile(note)
                    ? JSON.readTree(Files.readAllBytes(note)).path("backend")
                    : JSON.missingNode();
        } catch (JsonProcessingException | CharConversionException e) {
            return JSON.missingNode();
        }
    }

    /** The state in a file that an earlier run wrote down. */
    public static Optional<LocalState> at(Path root, Path file) throws IOException {
        LocalState state = new LocalState(root, file);
        return file.startsWith(root) && state.inside() ? Optional.of(state) : Optional.empty();
    }

    private static String text(JsonNode config, String name, String otherwise) {
        String value = config.path(name).asText("");
        return value.isEmpty() || config.path(name).isNull() ? otherwise : value;
    }

    public Path file() {
        return file;
    }

    /** Puts the state in place, over one that the repository may have committed. */
    public void place(byte[] state) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Path draft = file.resolveSibling(".tidelock-state");
        Files.deleteIfExists(draft);
        Files.write(draft, state);
        Files.move(
                draft,
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** The state as it is now; empty when there is none, or only part of one. */
    public Optional<byte[]> read() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        byte[] state = Files.readAllBytes(file);
        try {
            return JSON.readTree(state).isObject() ? Optional.of(state) : Optional.empty();
        } catch (JsonProcessingException | CharConversionException e) {
            return Optional.empty();
        }
    }

    /** Whether no symbolic link on the way to the file leads out of the tree. */
    private boolean inside() throws IOException {
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder)) {
                return folder.toRealPath().startsWith(root.toRealPath());
            }
        }
        return false;
    }
}
