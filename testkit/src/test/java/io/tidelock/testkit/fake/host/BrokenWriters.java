package io.tidelock.testkit.fake.host;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import io.tidelock.core.words.StatusState;
import java.util.Optional;

/** Writers with one fault each. */
final class BrokenWriters {
    private BrokenWriters() {}

    static class Writer implements PullWriter {
        final PullWriter host;

        Writer(PullWriter host) {
            this.host = host;
        }

        @Override
        public void status(CommitStatus status) {
            host.status(status);
        }

        @Override
        public Posted post(PullRef pull, String body) {
            return host.post(pull, body);
        }

        @Override
        public Posted edit(CommentRef comment, String body) {
            return host.edit(comment, body);
        }

        @Override
        public Optional<Posted> find(PullRef pull, String marker) {
            return host.find(pull, marker);
        }

        @Override
        public void react(CommentRef comment, Reaction reaction) {
            host.react(comment, reaction);
        }

        @Override
        public int maxBody() {
            return host.maxBody();
        }
    }

    static final class FindsTheNewest extends Writer {
        FindsTheNewest(PullWriter host) {
            super(host);
        }

        @Override
        public Optional<Posted> find(PullRef pull, String marker) {
            return host.find(pull, "third " + marker).or(() -> host.find(pull, marker));
        }
    }

    static final class EditCreates extends Writer {
        EditCreates(PullWriter host) {
            super(host);
        }

        @Override
        public Posted edit(CommentRef comment, String body) {
            return host.post(comment.pull(), body);
        }
    }

    static final class EditRevives extends Writer {
        EditRevives(PullWriter host) {
            super(host);
        }

        @Override
        public Posted edit(CommentRef comment, String body) {
            try {
                return host.edit(comment, body);
            } catch (Refused e) {
                return host.post(comment.pull(), body);
            }
        }
    }

    static final class DropsStatuses extends Writer {
        DropsStatuses(PullWriter host) {
            super(host);
        }

        @Override
        public void status(CommitStatus status) {
            // dropped
        }
    }

    static final class CancelledIsSuccess extends Writer {
        CancelledIsSuccess(PullWriter host) {
            super(host);
        }

        @Override
        public void status(CommitStatus it) {
            StatusState state = it.state() == StatusState.CANCELLED ? StatusState.SUCCESS : it.state();
            host.status(new CommitStatus(it.repo(), it.sha(), it.context(), state, it.description(), it.url()));
        }
    }

    static final class CutsContexts extends Writer {
        CutsContexts(PullWriter host) {
            super(host);
        }

        @Override
        public void status(CommitStatus it) {
            String context =
                    it.context().substring(0, Math.min(255, it.context().length()));
            host.status(new CommitStatus(it.repo(), it.sha(), context, it.state(), it.description(), it.url()));
        }
    }

    static final class Shortens extends Writer {
        Shortens(PullWriter host) {
            super(host);
        }

        @Override
        public Posted post(PullRef pull, String body) {
            return host.post(pull, body.substring(0, Math.min(maxBody(), body.length())));
        }
    }

    static final class AlwaysConfused extends Writer {
        AlwaysConfused(PullWriter host) {
            super(host);
        }

        @Override
        public void react(CommentRef comment, Reaction reaction) {
            host.react(comment, Reaction.CONFUSED);
        }
    }

    static final class TrimsBodies extends Writer {
        TrimsBodies(PullWriter host) {
            super(host);
        }

        @Override
        public Posted post(PullRef pull, String body) {
            return host.post(pull, body.replace("\n\n", "\n"));
        }
    }
}
