package io.tidelock.testkit.fake.host;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.words.Reaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A comment that changes. */
final class FakeComment {
    final CommentRef ref;
    final String author;
    final Instant writtenAt;
    String body;
    private Instant at;
    private final Set<Reaction> reactions = EnumSet.noneOf(Reaction.class);

    FakeComment(CommentRef ref, String author, String body, Instant at) {
        this.ref = ref;
        this.author = author;
        this.body = body;
        this.writtenAt = at;
        this.at = at;
    }

    Instant changedAt() {
        return at;
    }

    void edit(String text, Instant now) {
        body = text;
        at = now;
    }

    void react(Reaction reaction) {
        reactions.add(reaction);
    }

    List<Reaction> reactions() {
        return new ArrayList<>(reactions);
    }

    Posted posted() {
        return new Posted(ref, at);
    }
}
