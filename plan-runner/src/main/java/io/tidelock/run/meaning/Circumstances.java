package io.tidelock.run.meaning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a plan was made in that its JSON does not tell.
 *
 * @param root of the working tree
 * @param dir of the project, as init has left it
 * @param arguments that terraform was called with, those aside that say where to put the plan
 */
public record Circumstances(Path root, Path dir, String workspace, List<String> arguments) {
    public Circumstances {
        arguments = List.copyOf(arguments);
    }

    /** The backend's type and settings; empty when they cannot be read. */
    Optional<String> backend() {
        Path note = dir.resolve(".terraform").resolve("terraform.tfstate");
        try {
            if (!Files.exists(note)) {
                return Optional.of("local");
            }
            JsonNode backend =
                    new ObjectMapper().readTree(Files.readAllBytes(note)).path("backend");
            return backend.isObject()
                    ? Optional.of(Canonical.text(backend.path("type")) + Canonical.text(backend.path("config")))
                    : Optional.of("local");
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
