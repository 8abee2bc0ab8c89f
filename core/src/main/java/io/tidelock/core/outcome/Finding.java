package io.tidelock.core.outcome;

/** What a look at one thing came to. */
public sealed interface Finding {
    /** What was looked at, in a word or two. */
    String subject();

    /** It is as it should be. */
    record Fine(String subject, String said) implements Finding {}

    /** It may be right or will be wrong one day; nobody can tell from here. */
    record Doubtful(String subject, Problem problem) implements Finding {}

    /** It keeps something from working. */
    record Wrong(String subject, Problem problem) implements Finding {}
}
