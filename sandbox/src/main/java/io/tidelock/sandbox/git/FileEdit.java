package io.tidelock.sandbox.git;

import org.jspecify.annotations.Nullable;

/**
 * A wish to write or delete a file.
 *
 * @param content the bytes, or null to delete it
 * @param executable whether a new file gets the executable bit; an existing one keeps its own
 */
public record FileEdit(String path, byte @Nullable [] content, boolean executable) {}
