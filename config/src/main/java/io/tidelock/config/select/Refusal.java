package io.tidelock.config.select;

import io.tidelock.config.WorkspaceName;
import io.tidelock.config.yaml.Quote;
import io.tidelock.core.outcome.Problem;

/** Why a project is shown and not run. */
final class Refusal {
    private Refusal() {}

    /** A link may lead anywhere, also to a directory that another project locks. */
    static Problem linked(String dir, String link) {
        return Problem.of(
                "the directory " + Quote.of(dir) + " lies behind the symbolic link " + Quote.of(link),
                "a directory of the repository itself",
                "Name the directory that the link leads to.");
    }

    static Problem workspace(String dir, String workspace, String why) {
        return Problem.of(
                "the terraform files in " + Quote.of(dir) + " name the workspace " + Quote.of(workspace) + ", which "
                        + why,
                WorkspaceName.EXPECTED,
                "Rename it in the block 'workspaces'.");
    }

    static Problem branch(String expression) {
        return Problem.of(
                "'branch' is " + Quote.of(expression) + ", which cannot be compared with the base branch",
                "a simpler regular expression",
                "Write for example 'branch: /^main$/'.");
    }
}
