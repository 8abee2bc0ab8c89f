package io.tidelock.core.change;

/** A comment on a pull request; the id is the host's own, as text. */
public record CommentRef(PullRef pull, String id) {
    private static final String BUTTON = "~";

    /** Where somebody pressed a button instead of writing; {@code wish} is another each time. */
    public static CommentRef button(PullRef pull, String wish) {
        return new CommentRef(pull, BUTTON + wish);
    }

    /** False when a button was pressed: then there is nothing to react to. */
    public boolean written() {
        return !id.startsWith(BUTTON);
    }
}
