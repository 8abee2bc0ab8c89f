package io.tidelock.sandbox.json;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Global ids for GraphQL: a prefix for the kind, and the id in disguise. */
public final class NodeIds {
    public static final String USER = "U";
    public static final String ORGANIZATION = "O";
    public static final String REPO = "R";
    public static final String PULL = "PR";
    public static final String COMMENT = "IC";
    public static final String REVIEW = "PRR";
    public static final String LABEL = "LA";
    public static final String STATUS = "SC";
    public static final String CHECK = "CR";
    public static final String TEAM = "T";
    public static final String REACTION = "REA";
    public static final String COMMIT = "C";
    public static final String APP = "A";

    private NodeIds() {}

    /** The global id of a numbered thing. */
    public static String of(String kind, long id) {
        return of(kind, Long.toString(id));
    }

    /** The global id of a thing with a name of its own, such as a commit. */
    public static String of(String kind, String key) {
        return kind + "_kw"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /** What kind of thing it is, or the empty text. */
    public static String kind(String nodeId) {
        int end = nodeId.indexOf("_kw");
        return end < 0 ? "" : nodeId.substring(0, end);
    }

    /** The key it was made from, or null when it is none of ours. */
    public static @Nullable String key(String nodeId) {
        int end = nodeId.indexOf("_kw");
        try {
            return end < 0
                    ? null
                    : new String(Base64.getUrlDecoder().decode(nodeId.substring(end + 3)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
