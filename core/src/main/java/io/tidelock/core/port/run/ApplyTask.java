package io.tidelock.core.port.run;

import io.tidelock.core.outcome.RunId;
import io.tidelock.core.project.Project;
import java.util.Optional;

/** @param planFile the very bytes that terraform wrote when it planned */
public record ApplyTask(RunId run, Project project, WorkingTree tree, byte[] planFile, Optional<byte[]> localState) {}
