package io.tidelock.testkit.trespass;

/** What no release contains. */
public final class Trespasser {}
