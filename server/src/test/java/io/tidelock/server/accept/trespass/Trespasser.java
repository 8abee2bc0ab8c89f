package io.tidelock.server.accept.trespass;

/** Knows decide. */
public record Trespasser(io.tidelock.server.decide.trespass.Trespasser next) {}
