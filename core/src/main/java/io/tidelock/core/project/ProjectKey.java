package io.tidelock.core.project;

import java.util.Comparator;

/**
 * Identifies a project within its repository.
 *
 * @param dir relative directory with {@code /}, clean, {@code .} for the root
 * @param workspace terraform workspace, {@code default} unless said
 * @param name the name given in the repository's file, or empty
 */
public record ProjectKey(String dir, String workspace, String name) implements Comparable<ProjectKey> {
    public static final String DEFAULT_WORKSPACE = "default";

    private static final Comparator<ProjectKey> ORDER = Comparator.comparing(ProjectKey::dir)
            .thenComparing(ProjectKey::workspace)
            .thenComparing(ProjectKey::name);

    public ProjectKey {
        if (dir.isEmpty() || dir.startsWith("/") || ("/" + dir + "/").contains("/../")) {
            throw new IllegalArgumentException(
                    "not a project directory: '" + dir + "', expected a path inside the repository");
        }
        if (workspace.isEmpty()) {
            throw new IllegalArgumentException("a project needs a workspace, expected for example 'default'");
        }
    }

    public static ProjectKey at(String dir) {
        return new ProjectKey(dir, DEFAULT_WORKSPACE, "");
    }

    /** How people call it: its name, else its directory, with the workspace when it is not the default one. */
    public String label() {
        if (!name.isEmpty()) {
            return name;
        }
        return workspace.equals(DEFAULT_WORKSPACE) ? dir : dir + " (" + workspace + ")";
    }

    @Override
    public int compareTo(ProjectKey other) {
        return ORDER.compare(this, other);
    }
}
