package io.tidelock.vcs.gitlab;

import io.tidelock.core.port.Refused;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.StatusState;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.gitlab4j.models.Constants.CommitBuildState;
import org.jspecify.annotations.Nullable;

/**
 * Sets commit statuses, one request each: GitLab hangs a status on the newest pipeline of its commit, which is the one that people
 * see, and makes a pipeline when there is none. So nothing is asked before, and nothing is waited for. When another pipeline came
 * in between, the status that we left running in the older one is ended there too. Any thread.
 */
final class GitLabStatuses {
    private static final int MOST_REMEMBERED = 2_000;

    private final GitLabApi api;
    private final Library library;

    /** What of ours is running; lost with the process, which leaves an old pipeline unended at worst. */
    private final LinkedHashMap<Key, Open> running = new LinkedHashMap<>();

    /** What is running under a name: as what, and in which pipelines. */
    private record Open(String description, Set<Long> pipelines) {}

    private record Key(String repo, String sha, String name) {}

    GitLabStatuses(GitLabApi api, Library library) {
        this.api = api;
        this.library = library;
    }

    void set(CommitStatus status) {
        Key key = new Key(status.repo().path(), status.sha().hex(), StatusText.name(status.context()));
        if (status.state() == StatusState.PENDING) {
            run(key, status);
        } else {
            finish(key, status);
        }
    }

    /** What runs cannot begin to run, not even under another description: then it is ended first, and begins anew. */
    private void run(Key key, CommitStatus status) {
        Optional<Open> open = open(key);
        boolean other = open.isPresent() && !open.get().description().equals(status.description());
        if (!other) {
            try {
                remember(key, status, post(status, status.state()));
                return;
            } catch (Refused refused) {
                if (!isThereAlready(refused)) {
                    throw refused;
                }
                if (open.isPresent()) {
                    return;
                }
            }
        }
        endIn(status, StatusState.CANCELLED, null);
        remember(key, status, post(status, status.state()));
    }

    private void finish(Key key, CommitStatus status) {
        Optional<Long> pipeline;
        try {
            pipeline = post(status, status.state());
        } catch (Refused refused) {
            if (isThereAlready(refused)) {
                return;
            }
            throw refused;
        }
        for (long older : forget(key)) {
            if (pipeline.filter(id -> id == older).isEmpty()) {
                endIn(status, status.state(), older);
            }
        }
    }

    private Optional<Long> post(CommitStatus status, StatusState state) {
        try {
            return post(status, state, null, null);
        } catch (Refused refused) {
            if (!lacksBranch(refused)) {
                throw refused;
            }
            return post(status, state, branch(status).orElseThrow(() -> refused), null);
        }
    }

    /** Gives the pipeline that the status hangs on. */
    private Optional<Long> post(CommitStatus status, StatusState state, @Nullable String ref, @Nullable Long pipeline) {
        var details = new org.gitlab4j.api.models.CommitStatus()
                .withName(StatusText.name(status.context()))
                .withDescription(StatusText.description(status.description()))
                .withTargetUrl(status.url().orElse(null))
                .withRef(ref)
                .withPipelineId(pipeline);
        var answer = library.ask(
                "POST",
                path(status),
                gitlab -> gitlab.getCommitsApi()
                        .addCommitStatus(
                                api.project(status.repo()), status.sha().hex(), state(state), details));
        return Optional.ofNullable(answer.getPipelineId());
    }

    private String path(CommitStatus status) {
        return api.path(status.repo()) + "/statuses/" + status.sha();
    }

    private static CommitBuildState state(StatusState state) {
        return switch (state) {
            case PENDING -> CommitBuildState.RUNNING;
            case SUCCESS -> CommitBuildState.SUCCESS;
            case FAILURE -> CommitBuildState.FAILED;
            case CANCELLED -> CommitBuildState.CANCELED;
        };
    }

    /** What is running cannot begin to run, nor can what has ended end: so it is said already. */
    private static boolean isThereAlready(Refused refused) {
        return refused.kind() == Refused.Kind.NOT_ACCEPTABLE
                && refused.problem().met().contains("Cannot transition status");
    }

    /** The commits of a fork are on no branch of the project. */
    private static boolean lacksBranch(Refused refused) {
        return refused.kind() == Refused.Kind.NOT_FOUND
                && refused.problem().met().contains("References for commit");
    }

    /** The branch of the merge request that brought the commit here. */
    private Optional<String> branch(CommitStatus status) {
        String path = api.path(status.repo()) + "/repository/commits/" + status.sha() + "/merge_requests";
        try {
            for (Tree mr : api.get(path).elements()) {
                if (mr.at("sha").optionalText().equals(Optional.of(status.sha().hex()))) {
                    return Optional.of(mr.at("source_branch").text());
                }
            }
            return Optional.empty();
        } catch (Malformed e) {
            throw api.unreadable("GET", path, e.what());
        }
    }

    /** In one pipeline, or in the newest when that is null. */
    private void endIn(CommitStatus status, StatusState state, @Nullable Long pipeline) {
        try {
            post(status, state, null, pipeline);
        } catch (Refused gone) {
            // it has ended otherwise, or the pipeline was deleted: nobody looks at it any more
        }
    }

    private synchronized Optional<Open> open(Key key) {
        return Optional.ofNullable(running.get(key));
    }

    private synchronized void remember(Key key, CommitStatus status, Optional<Long> pipeline) {
        Open before = running.remove(key);
        Set<Long> pipelines = new LinkedHashSet<>(before == null ? Set.of() : before.pipelines());
        pipeline.ifPresent(pipelines::add);
        running.put(key, new Open(status.description(), pipelines));
        if (running.size() > MOST_REMEMBERED) {
            running.pollFirstEntry();
        }
    }

    private synchronized Set<Long> forget(Key key) {
        Open open = running.remove(key);
        return open == null ? Set.of() : open.pipelines();
    }
}
