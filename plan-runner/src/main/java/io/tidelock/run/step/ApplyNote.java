package io.tidelock.run.step;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.terraform.LocalState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of an apply to say later how it ended, written before it begins.
 *
 * @param state the local state file, once it is known to be one
 */
public record ApplyNote(
        String root,
        String dir,
        String path,
        String tool,
        @Nullable String state) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "apply.json";

    public static ApplyNote of(Site site) {
        return new ApplyNote(
                site.root().toString(),
                site.dir(),
                site.path().toString(),
                site.terraform().tool().path().toString(),
                null);
    }

    public ApplyNote with(Optional<LocalState> local) {
        return new ApplyNote(
                root,
                dir,
                path,
                tool,
                local.map(state -> state.file().toString()).orElse(null));
    }

    public void write(RunFolder folder) throws IOException {
        folder.keep(NAME, JSON.writeValueAsBytes(this));
    }

    /** Empty when the run never got that far. */
    public static Optional<ApplyNote> read(RunFolder folder) throws IOException {
        Optional<byte[]> bytes = folder.read(NAME);
        return bytes.isEmpty() ? Optional.empty() : Optional.of(JSON.readValue(bytes.get(), ApplyNote.class));
    }

    public Optional<byte[]> localState() throws IOException {
        if (state == null) {
            return Optional.empty();
        }
        Optional<LocalState> local = LocalState.at(Path.of(root), Path.of(state));
        return local.isEmpty() ? Optional.empty() : local.get().read();
    }
}
