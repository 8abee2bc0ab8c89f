package io.tidelock.server;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.PullReader;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Reads pull requests. Whoever reads that of a comment's job will ask next what the commenter may do, so that is asked at the same
 * time: two answers are waited for as long as one. Never older than the job's own first question, and used once.
 */
final class Foresight implements PullReader {
    private static final ScopedValue<Foreseen> JOB = ScopedValue.newInstance();

    private final PullReader reader;

    Foresight(PullReader reader) {
        this.reader = reader;
    }

    /** Does one try of a job. */
    static void during(Work work, Runnable job) {
        if (work instanceof Work.Ordered ordered && ordered.asksPermission()) {
            ScopedValue.where(
                            JOB,
                            new Foreseen(ordered.pull().repo(), ordered.order().author()))
                    .run(job);
        } else {
            job.run();
        }
    }

    @Override
    public PullRequest pull(PullRef ref) {
        if (JOB.isBound()) {
            JOB.get().ask(reader);
        }
        return reader.pull(ref);
    }

    @Override
    public String reference(PullRef ref) {
        return reader.reference(ref);
    }

    @Override
    public Permission permission(RepoRef repo, Actor actor) {
        Optional<FutureTask<Permission>> asked = JOB.isBound() ? JOB.get().take(repo, actor) : Optional.empty();
        return asked.map(Foresight::answer).orElseGet(() -> reader.permission(repo, actor));
    }

    private static Permission answer(FutureTask<Permission> asked) {
        try {
            return asked.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException as) {
                throw as;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Unavailable.notDone("interrupted while asking for a permission", stop);
        }
    }

    /** The question that one try of a job will come to. */
    private static final class Foreseen {
        private final RepoRef repo;
        private final Actor actor;
        private Optional<FutureTask<Permission>> asked = Optional.empty();
        private boolean over;

        Foreseen(RepoRef repo, Actor actor) {
            this.repo = repo;
            this.actor = actor;
        }

        synchronized void ask(PullReader reader) {
            if (!over) {
                over = true;
                FutureTask<Permission> question = new FutureTask<>(() -> reader.permission(repo, actor));
                asked = Optional.of(question);
                Thread.ofVirtual().name("permission").start(question);
            }
        }

        synchronized Optional<FutureTask<Permission>> take(RepoRef of, Actor who) {
            if (!of.equals(repo) || !who.equals(actor)) {
                return Optional.empty();
            }
            Optional<FutureTask<Permission>> answer = asked;
            asked = Optional.empty();
            return answer;
        }
    }
}
