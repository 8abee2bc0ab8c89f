package io.tidelock.core.outcome;

import java.util.List;

/**
 * Why merging has not applied a plan: it waits for somebody to read it and to say so.
 *
 * @param differences from the plan that was approved, in words for people; empty when there was none
 */
public record Hold(Problem why, List<String> differences) {
    public Hold {
        differences = List.copyOf(differences);
    }
}
