package io.tidelock.config.select;

import io.tidelock.core.project.Project;
import java.util.List;

/**
 * The projects that are to be planned.
 *
 * @param projects each once, in the order of their keys
 */
public record Selection(List<Project> projects) {
    public Selection {
        projects = List.copyOf(projects);
    }
}
