package io.tidelock.core.job;

/** Numbers a job; a later job has a greater number. */
public record JobId(long value) {}
