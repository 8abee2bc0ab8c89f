package io.tidelock.sandbox.http;

import java.time.Duration;
import java.time.Instant;

/**
 * One request that was served.
 *
 * @param at when it came
 * @param path path and query as they were sent
 * @param status the answer's status code; 0 when the connection was closed without an answer
 * @param bytes length of the answer's body
 * @param received length of the request's body as sent
 * @param user login of who asked, or an empty text
 */
public record Call(
        Instant at, String method, String path, int status, long bytes, long received, Duration took, String user) {
    /** Whether it was git's: a fetch, a push, or the question before one. */
    public boolean isGit() {
        return path.contains("/info/refs") || path.endsWith("/git-upload-pack") || path.endsWith("/git-receive-pack");
    }

    /** Whether it was to the REST or GraphQL API. */
    public boolean isApi() {
        return path.startsWith("/api/");
    }
}
