package io.tidelock.core.words;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.outcome.PlanId;
import java.util.List;

/** Something to be said on the host. Stored before it is sent, and sent until the host has it. */
public sealed interface Message {
    PullRef pull();

    /** Messages of one key replace each other while they wait: only the newest is sent. */
    String key();

    /** The one living comment; a later one edits it. {@code publishes} are the plans that it shows. */
    record Summary(PullRef pull, String body, List<PlanId> publishes) implements Message {
        public Summary {
            publishes = List.copyOf(publishes);
        }

        @Override
        public String key() {
            return "summary " + pull;
        }
    }

    /** A comment of its own. {@code id} is unique, is hidden in the body, and is read back before a create is repeated. */
    record Reply(PullRef pull, String id, String body) implements Message {
        @Override
        public String key() {
            return "reply " + id;
        }
    }

    record Status(PullRef pull, CommitStatus status) implements Message {
        @Override
        public String key() {
            return "status " + status.repo() + " " + status.sha() + " " + status.context();
        }
    }

    record React(CommentRef comment, Reaction reaction) implements Message {
        @Override
        public PullRef pull() {
            return comment.pull();
        }

        @Override
        public String key() {
            return "react " + comment.pull() + " " + comment.id() + " " + reaction;
        }
    }
}
