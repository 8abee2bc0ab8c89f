package io.tidelock.server.enqueue.trespass;

/** Knows execute. */
public record Trespasser(io.tidelock.server.execute.trespass.Trespasser next) {}
