package io.tidelock.sandbox.git;

import java.time.Instant;
import java.util.List;

/** A commit as read from git; instants are in whole seconds. */
public record Commit(
        String sha, String tree, List<String> parents, Signature author, Signature committer, String message) {
    /** Who and when. */
    public record Signature(String name, String email, Instant when) {}

    /** First line of the message. */
    public String headline() {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
