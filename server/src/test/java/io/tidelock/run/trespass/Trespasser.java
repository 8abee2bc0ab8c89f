package io.tidelock.run.trespass;

/** Knows config. */
public record Trespasser(io.tidelock.config.trespass.Trespasser next) {}
