package io.tidelock.core.port.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.words.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Words on their way to the host. */
public interface Outbox {
    /**
     * Stores words outside a job's ending: the first sign. A waiting message of the same key is replaced. A status that the host
     * certainly has as the last of its key is not stored again.
     */
    void put(List<Message> words, Instant at);

    /** Messages that may be sent now, oldest first; none whose key is being sent. */
    List<Letter> due(Instant now, int limit);

    /**
     * It arrived. For a summary: remembers the comment's id, and for each plan that it shows for the first time, when: by
     * the host's clock ({@code posted}) and by ours (now).
     */
    void sent(Letter letter, Optional<Posted> posted);

    /**
     * To be tried again; {@code uncertain} when the host may have it already. Dropped when a newer message of the same key
     * waits. Once uncertain, the letter and any that replaces it stay so until one has arrived.
     */
    void later(Letter letter, Instant notBefore, boolean uncertain, String why);

    /** The host will never take it. Kept for the record. */
    void dead(Letter letter, String why);

    /** When the next message is due, if any waits that is not held up by one of the same key being sent. */
    Optional<Instant> next();

    /** True when none for this pull request waits or is being sent: its host has heard all that it will ever take. */
    boolean delivered(PullRef pull);

    /** True when no message waits and none is being sent. */
    boolean empty();

    /**
     * @param attempt 1 for the first try
     * @param uncertain an earlier try may have arrived
     * @param summaryId for a summary: the comment to edit, once it exists
     */
    record Letter(long id, Message message, int attempt, boolean uncertain, Optional<String> summaryId) {}
}
