package io.tidelock.sandbox.gitlab.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.json.Json;

/** An answer that is no success, in GitLab's words: {@code {"message": …}} mostly, {@code {"error": …}} for parameters. */
public final class GitLabError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient ObjectNode body;

    private GitLabError(int status, ObjectNode body) {
        super(status + " " + body);
        this.status = status;
        this.body = body;
    }

    public static GitLabError of(int status, String field, Object text) {
        return new GitLabError(status, Json.object(field, text));
    }

    /** {@code 404 Thing Not Found}. */
    public static GitLabError notFound(String thing) {
        return of(404, "message", "404 " + thing + " Not Found");
    }

    /** What GitLab says of a record it did not find. */
    public static GitLabError notFound() {
        return of(404, "message", "404 Not found");
    }

    public static GitLabError unauthorized() {
        return of(401, "message", "401 Unauthorized");
    }

    public static GitLabError forbidden() {
        return of(403, "message", "403 Forbidden");
    }

    /** A parameter is missing or wrong. */
    public static GitLabError invalid(String sentence) {
        return of(400, "error", sentence);
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        return body;
    }
}
