package io.tidelock.server.execute;

/**
 * What the operator allows.
 *
 * @param forks whether pull requests from forks are planned
 * @param drafts whether drafts are planned without being asked
 */
public record Policy(boolean forks, boolean drafts) {}
