package io.tidelock.core.command;

import io.tidelock.core.project.MergeMethod;

/** What who has something applied says about merging it afterwards. */
public sealed interface MergeWish {
    /** Whatever the settings say, this does not have it merged. */
    record Not() implements MergeWish {}

    /** Where it is merged by us, then by this method. */
    record By(MergeMethod method) implements MergeWish {}
}
