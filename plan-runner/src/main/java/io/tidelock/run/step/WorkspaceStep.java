package io.tidelock.run.step;

import io.tidelock.core.project.ProjectKey;
import io.tidelock.run.process.Patience;
import io.tidelock.run.terraform.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Selects the project's workspace, made when it is not there. Which one is selected is read from terraform's own file. */
public final class WorkspaceStep {
    private static final int LONGEST = 1024;

    private final Site site;

    public WorkspaceStep(Site site) {
        this.site = site;
    }

    public Optional<Broken> run(Patience patience) throws IOException {
        if (selected().equals(site.workspace())) {
            return Optional.empty();
        }
        Ran ran = site.terraform()
                .run(
                        "workspace",
                        List.of("workspace", "select", "-no-color", "-or-create=true", "--", site.workspace()),
                        patience);
        return ran.exited(0) ? Optional.empty() : Optional.of(Breakage.of("workspace select", site, ran));
    }

    private String selected() throws IOException {
        Path file = site.path().resolve(".terraform").resolve("environment");
        boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) < LONGEST;
        String name =
                plain ? Files.readString(file, StandardCharsets.ISO_8859_1).strip() : "";
        return name.isEmpty() ? ProjectKey.DEFAULT_WORKSPACE : name;
    }
}
