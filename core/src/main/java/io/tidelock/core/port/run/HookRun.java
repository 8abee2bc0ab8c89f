package io.tidelock.core.port.run;

import io.tidelock.core.outcome.Problem;
import java.util.Optional;

/**
 * What came of a hook.
 *
 * @param problem why it failed; empty when it did not
 * @param text what it printed
 * @param said what it wrote to where {@code OUTPUT_STATUS_FILE} points, for people; empty when it wrote nothing
 */
public record HookRun(Optional<Problem> problem, String text, String said) {}
