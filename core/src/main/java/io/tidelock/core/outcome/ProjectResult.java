package io.tidelock.core.outcome;

import io.tidelock.core.job.JobId;
import io.tidelock.core.project.ProjectKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of the board.
 *
 * @param heads what it was planned from
 * @param job the job that found it out
 * @param run the run whose log tells more, once there is one
 * @param at when, by our clock
 * @param published when its plan was first shown on the host; empty until then
 */
public record ProjectResult(
        ProjectKey key,
        Outcome outcome,
        Heads heads,
        JobId job,
        Optional<RunId> run,
        Instant at,
        Optional<Publication> published) {}
