package io.tidelock.core.port.host;

import java.util.List;

/**
 * How a pull request stands with the rules of its host.
 *
 * @param unapproved what its approval still needs, a clause for each; empty when it is approved, or when that was not asked
 */
public record Standing(List<String> unapproved, Mergeability mergeability) {
    public Standing {
        unapproved = List.copyOf(unapproved);
    }

    /** Whether the host would let it be merged. */
    public sealed interface Mergeability {
        /** It would; or that was not asked. */
        record Free() implements Mergeability {}

        /** @param why a clause for each thing that is in the way; one at least */
        record Blocked(List<String> why) implements Mergeability {
            public Blocked {
                why = List.copyOf(why);
            }
        }

        /** The host has not found out yet: ask again in a moment. */
        record Unsettled() implements Mergeability {}
    }

    public static final Mergeability FREE = new Mergeability.Free();

    /** Nothing is in the way. */
    public static Standing good() {
        return new Standing(List.of(), FREE);
    }
}
