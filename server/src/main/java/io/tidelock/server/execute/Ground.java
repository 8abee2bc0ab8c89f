package io.tidelock.server.execute;

import io.tidelock.core.port.host.CloneAccess;
import io.tidelock.core.port.run.Arbiter;
import io.tidelock.core.port.run.Checkouts;
import io.tidelock.core.port.run.Hooks;
import io.tidelock.core.port.run.RunLogs;
import io.tidelock.core.port.run.Runner;

/** Where runs take place: how to get the files, what runs them, hooks and the operator's program, and what they print. */
public record Ground(
        CloneAccess access, Checkouts checkouts, Runner runner, RunLogs logs, Hooks hooks, Arbiter arbiter) {}
