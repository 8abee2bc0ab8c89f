package io.tidelock.server;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.port.store.Outbox;
import io.tidelock.core.words.Message;
import io.tidelock.server.report.Markers;
import java.util.Optional;

/** Says one letter on the host. Before a comment is created that may be there already, it is looked for. */
final class Voice {
    private final PullWriter writer;

    Voice(PullWriter writer) {
        this.writer = writer;
    }

    /** Where a comment now is; empty for words of other kinds. */
    Optional<Posted> say(Outbox.Letter letter) {
        return switch (letter.message()) {
            case Message.Status status -> {
                writer.status(status.status());
                yield Optional.empty();
            }
            case Message.React react -> {
                writer.react(react.comment(), react.reaction());
                yield Optional.empty();
            }
            case Message.Reply reply -> Optional.of(reply(letter, reply));
            case Message.Summary summary -> Optional.of(summary(letter, summary));
        };
    }

    private Posted reply(Outbox.Letter letter, Message.Reply reply) {
        Optional<Posted> there =
                letter.uncertain() ? writer.find(reply.pull(), Markers.reply(reply.id())) : Optional.empty();
        return there.orElseGet(() -> writer.post(reply.pull(), reply.body()));
    }

    private Posted summary(Outbox.Letter letter, Message.Summary summary) {
        Optional<CommentRef> known = letter.summaryId().map(id -> new CommentRef(summary.pull(), id));
        Optional<Posted> edited = known.flatMap(comment -> edit(comment, summary));
        if (edited.isPresent()) {
            return edited.get();
        }
        boolean perhapsThere = known.isPresent() || letter.uncertain();
        Optional<CommentRef> found = perhapsThere ? find(summary) : Optional.empty();
        if (found.isPresent() && found.equals(known)) {
            throw Unavailable.notDone("the host lists the comment that it says is not there", null);
        }
        return found.flatMap(comment -> edit(comment, summary))
                .orElseGet(() -> writer.post(summary.pull(), summary.body()));
    }

    /** Empty when somebody deleted the comment. */
    private Optional<Posted> edit(CommentRef comment, Message.Summary summary) {
        try {
            return Optional.of(writer.edit(comment, summary.body()));
        } catch (Refused gone) {
            if (gone.kind() == Refused.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw gone;
        }
    }

    /**
     * The comment that an earlier try made, also in the place of a deleted one; or the one that a host does not find for a moment,
     * which must not be taken for deleted.
     */
    private Optional<CommentRef> find(Message.Summary summary) {
        return writer.find(summary.pull(), Markers.summary(summary.pull())).map(Posted::comment);
    }
}
