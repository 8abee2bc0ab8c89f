package io.tidelock.vcs.gitlab;

import io.tidelock.core.port.Refused;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.gitlab4j.models.Constants.CommitBuildState;
import org.jspecify.annotations.Nullable;

/**
 * Sets commit statuses, one request each: GitLab hangs a status on the newest pipeline of its commit, which is the one that people
 * see, and makes a pipeline when there is none. So nothing is asked before, and nothing is waited for. When another pipeline came
 * in between, the status that we left open in the older one is ended there too. Any thread.
 */
final class GitLabStatuses {
    private static final int MOST_REMEMBERED = 2_000;

    private final GitLabApi api;
    private final Library library;

    /** What of ours has not ended; lost with the process, which leaves an old pipeline unended at worst. */
    private final LinkedHashMap<Key, Open> open = new LinkedHashMap<>();

    /** The first words about a commit go one after the other. */
    private final List<ReentrantLock> turns =
            Stream.generate(ReentrantLock::new).limit(64).toList();

    /** What has not ended under a name: with which words, in which state, in which pipelines. */
    private record Open(String description, CommitBuildState state, Set<Long> pipelines) {}

    private record Key(String repo, String sha, String name) {}

    GitLabStatuses(GitLabApi api, Library library) {
        this.api = api;
        this.library = library;
    }

    void set(CommitStatus status) {
        if (isBegun(status)) {
            say(status);
            return;
        }
        ReentrantLock turn = turns.get(Math.floorMod(status.sha().hashCode(), turns.size()));
        turn.lock(); // the first makes the pipeline that the others join
        try {
            say(status);
        } finally {
            turn.unlock();
        }
    }

    private synchronized boolean isBegun(CommitStatus status) {
        return open.keySet().stream()
                .anyMatch(key -> key.repo().equals(status.repo().path())
                        && key.sha().equals(status.sha().hex()));
    }

    private void say(CommitStatus status) {
        Key key = new Key(status.repo().path(), status.sha().hex(), StatusText.name(status.context()));
        switch (status.state()) {
            case PENDING -> await(key, status);
            case SUCCESS -> finish(key, status, CommitBuildState.SUCCESS);
            case FAILURE -> finish(key, status, CommitBuildState.FAILED);
            case CANCELLED -> finish(key, status, CommitBuildState.CANCELED);
        }
    }

    /**
     * GitLab takes other words for a status only along with another state. It has two that are pending for us, and they follow one
     * another; after both of them the status is ended and begins anew.
     */
    private void await(Key key, CommitStatus status) {
        Optional<Open> open = open(key);
        if (open.isPresent() && open.get().description().equals(status.description())) {
            begin(key, status, open.get().state());
        } else if (open.isPresent() && open.get().state() == CommitBuildState.RUNNING) {
            beginAnew(key, status);
        } else if (open.isPresent()) {
            if (!begin(key, status, CommitBuildState.RUNNING)) {
                beginAnew(key, status);
            }
        } else if (!begin(key, status, CommitBuildState.PENDING) && !begin(key, status, CommitBuildState.RUNNING)) {
            beginAnew(key, status);
        }
    }

    /** False when it is in that state already, or past it. */
    private boolean begin(Key key, CommitStatus status, CommitBuildState state) {
        try {
            remember(key, status, state, post(status, state));
            return true;
        } catch (Refused refused) {
            if (isThereAlready(refused)) {
                return false;
            }
            throw refused;
        }
    }

    private void beginAnew(Key key, CommitStatus status) {
        end(status, CommitBuildState.CANCELED, null);
        begin(key, status, CommitBuildState.PENDING);
    }

    private void finish(Key key, CommitStatus status, CommitBuildState state) {
        Optional<Long> pipeline;
        try {
            pipeline = post(status, state);
        } catch (Refused refused) {
            if (isThereAlready(refused)) {
                return;
            }
            throw refused;
        }
        for (long older : forget(key)) {
            if (pipeline.filter(id -> id == older).isEmpty()) {
                end(status, state, older);
            }
        }
    }

    private Optional<Long> post(CommitStatus status, CommitBuildState state) {
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
    private Optional<Long> post(
            CommitStatus status, CommitBuildState state, @Nullable String ref, @Nullable Long pipeline) {
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
                                api.project(status.repo()), status.sha().hex(), state, details));
        return Optional.ofNullable(answer.getPipelineId());
    }

    private String path(CommitStatus status) {
        return api.path(status.repo()) + "/statuses/" + status.sha();
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
    private void end(CommitStatus status, CommitBuildState state, @Nullable Long pipeline) {
        try {
            post(status, state, null, pipeline);
        } catch (Refused gone) {
            // it has ended otherwise, or the pipeline was deleted: nobody looks at it any more
        }
    }

    private synchronized Optional<Open> open(Key key) {
        return Optional.ofNullable(open.get(key));
    }

    private synchronized void remember(Key key, CommitStatus status, CommitBuildState state, Optional<Long> pipeline) {
        Open before = open.remove(key);
        Set<Long> pipelines = new LinkedHashSet<>(before == null ? Set.of() : before.pipelines());
        pipeline.ifPresent(pipelines::add);
        open.put(key, new Open(status.description(), state, pipelines));
        if (open.size() > MOST_REMEMBERED) {
            open.pollFirstEntry();
        }
    }

    private synchronized Set<Long> forget(Key key) {
        Open ended = open.remove(key);
        return ended == null ? Set.of() : ended.pipelines();
    }
}
