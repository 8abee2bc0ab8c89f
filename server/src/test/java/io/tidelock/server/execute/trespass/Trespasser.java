package io.tidelock.server.execute.trespass;

/** Knows report. */
public record Trespasser(io.tidelock.server.report.trespass.Trespasser next) {}
