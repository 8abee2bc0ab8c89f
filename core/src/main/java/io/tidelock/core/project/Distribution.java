package io.tidelock.core.project;

/** Which of the two programs plans and applies. */
public enum Distribution {
    TERRAFORM,
    OPENTOFU
}
