package io.tidelock.core.port.run;

import io.tidelock.core.change.CommitSha;
import java.nio.file.Path;

/**
 * A checkout on disk, with a real {@code .git}. Its path depends on nothing but pull request, commit and workspace.
 *
 * @param fresh true when it was just made: nothing that an earlier run wrote is in it
 */
public record WorkingTree(Path root, CommitSha commit, boolean fresh) {}
