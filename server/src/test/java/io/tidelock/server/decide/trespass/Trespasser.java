package io.tidelock.server.decide.trespass;

/** Knows enqueue. */
public record Trespasser(io.tidelock.server.enqueue.trespass.Trespasser next) {}
