package io.tidelock.server.report.trespass;

/** Knows store. */
public record Trespasser(io.tidelock.server.store.trespass.Trespasser next) {}
