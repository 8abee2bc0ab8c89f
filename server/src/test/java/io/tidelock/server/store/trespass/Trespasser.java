package io.tidelock.server.store.trespass;

/** Knows watch. */
public record Trespasser(io.tidelock.server.watch.trespass.Trespasser next) {}
