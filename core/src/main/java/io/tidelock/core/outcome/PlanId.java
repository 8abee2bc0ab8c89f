package io.tidelock.core.outcome;

/** Names a stored plan; random. */
public record PlanId(String value) {}
