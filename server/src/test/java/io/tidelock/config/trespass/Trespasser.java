package io.tidelock.config.trespass;

/** Knows vcs. */
public record Trespasser(io.tidelock.vcs.trespass.Trespasser next) {}
