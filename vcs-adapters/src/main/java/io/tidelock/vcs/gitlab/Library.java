package io.tidelock.vcs.gitlab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.vcs.http.Answer;
import jakarta.ws.rs.ProcessingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gitlab4j.api.GitLabApiException;
import org.gitlab4j.api.models.CommitStatus;
import org.gitlab4j.models.Constants.CommitBuildState;
import org.jspecify.annotations.Nullable;

/** gitlab4j, made when it is first needed, since its first steps take seconds; it sends through {@link GitLabApi}. Any thread. */
final class Library {
    /** A question to gitlab4j. */
    interface Question<T> {
        T ask(org.gitlab4j.api.GitLabApi api) throws GitLabApiException;
    }

    private final GitLabApi api;
    private org.gitlab4j.api.@Nullable GitLabApi made;

    Library(GitLabApi api) {
        this.api = api;
    }

    /** Takes the first steps on a stage without an audience: nothing is sent. */
    void rehearse() {
        WireConnectors.Sender nobody =
                call -> new Answer(201, Map.of("Content-Type", List.of("application/json")), "{}".getBytes(UTF_8));
        try (var rehearsal = new org.gitlab4j.api.GitLabApi(
                api.root().toString(), "unused", Map.of(WireConnectors.PROPERTY, nobody))) {
            rehearsal
                    .getCommitsApi()
                    .addCommitStatus("group/project", "0".repeat(40), CommitBuildState.PENDING, new CommitStatus());
        } catch (GitLabApiException | ProcessingException e) {
            throw new IllegalStateException("gitlab4j does not send through us", e);
        }
    }

    private synchronized org.gitlab4j.api.GitLabApi api() {
        org.gitlab4j.api.GitLabApi ready = made;
        if (ready == null) {
            // the token here is a placeholder: the real one is put in when a call is sent, as it is then
            ready = new org.gitlab4j.api.GitLabApi(
                    api.root().toString(), "unused", Map.of(WireConnectors.PROPERTY, (WireConnectors.Sender)
                            api::send));
            made = ready;
        }
        return ready;
    }

    /**
     * What gitlab4j made of the answer.
     *
     * @param method and {@code path}: what is asked, for messages
     */
    <T> T ask(String method, String path, Question<T> question) {
        try {
            return question.ask(api());
        } catch (GitLabApiException | ProcessingException e) {
            throw meant(e).orElseGet(() -> api.unreadable(method, path, String.valueOf(e.getMessage())));
        }
    }

    /** gitlab4j wraps what our own sender threw. */
    private static Optional<RuntimeException> meant(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Unavailable || cause instanceof Refused || cause instanceof IllegalArgumentException) {
                return Optional.of((RuntimeException) cause);
            }
        }
        return Optional.empty();
    }
}
