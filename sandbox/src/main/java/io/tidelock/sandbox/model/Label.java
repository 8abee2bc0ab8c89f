package io.tidelock.sandbox.model;

import org.jspecify.annotations.Nullable;

/** A label of a repository; color is six hexadecimal digits without a hash sign. */
public record Label(
        long id, String name, String color, @Nullable String description) {}
