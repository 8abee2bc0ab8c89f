package org.gitlab4j.trespass;

/** Stands in for GitLab4J, which is not on the class path yet. */
public final class Pretended {}
