package io.tidelock.vcs.trespass;

/** Knows run. */
public record Trespasser(io.tidelock.run.trespass.Trespasser next) {}
