package io.tidelock.core.outcome;

/** Names one plan or apply of one project; random, letters, digits and dashes only, so that it may be a folder's name. */
public record RunId(String value) {
    public RunId {
        if (!value.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException("not a run id: '" + value + "'");
        }
    }
}
