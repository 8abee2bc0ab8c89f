package io.tidelock.run.step;

import io.tidelock.core.change.CommitSha;
import io.tidelock.run.process.Redactor;
import io.tidelock.run.terraform.Terraform;
import java.nio.file.Path;

/**
 * Where a step works.
 *
 * @param root of the working tree
 * @param dir the project's directory as the repository names it
 * @param commit that is checked out
 */
public record Site(Terraform terraform, Path root, String dir, String workspace, CommitSha commit, Redactor redactor) {
    public Path path() {
        return terraform.dir();
    }
}
