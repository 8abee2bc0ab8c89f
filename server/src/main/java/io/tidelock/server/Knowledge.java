package io.tidelock.server;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.OpenPull;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.Lane;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.store.Boards;
import io.tidelock.core.port.store.Boards.Standing;
import io.tidelock.core.port.store.Jobs;
import java.util.List;
import java.util.Optional;

/** What is known here of a pull request by webhooks and by what came of them: boards, and what was promised. */
final class Knowledge {
    private final Boards boards;
    private final Jobs jobs;

    Knowledge(Boards boards, Jobs jobs) {
        this.boards = boards;
        this.jobs = jobs;
    }

    /** Pull requests that were planned and count as open here. */
    List<PullRef> open(RepoRef repo) {
        return boards.open(repo).stream()
                .filter(standing -> standing.heads().isPresent())
                .map(Standing::pull)
                .toList();
    }

    /** Whether it was planned, or was to be, or ended under our eyes. */
    boolean tracks(PullRef pull) {
        return boards.standing(pull).flatMap(Standing::heads).isPresent()
                || lastOf(pull).isPresent();
    }

    /** Whether it counts as over here. */
    boolean isClosed(PullRef pull) {
        return boards.standing(pull).filter(Standing::closed).isPresent();
    }

    /**
     * Whether that state of an open pull request has been told, so that nothing need be done about it.
     *
     * @param ready true when it was a draft when it was last looked at, and is none now
     */
    boolean hasHeardOf(OpenPull pull, boolean ready) {
        if (plansNow(pull.ref(), pull.head())) {
            return true;
        }
        Optional<Standing> open =
                boards.standing(pull.ref()).filter(standing -> standing.heads().isPresent() && !standing.closed());
        if (open.isPresent()) {
            return open.filter(standing -> isAt(standing, pull)).isPresent();
        }
        return !ready
                && lastOf(pull.ref())
                        .filter(work -> announces(work, pull.head()))
                        .isPresent();
    }

    /** Whether the end of a pull request has been told, and nothing after it. */
    boolean hasHeardOfTheEnd(PullRef pull) {
        return lastOf(pull).filter(Knowledge::ends).isPresent();
    }

    private static boolean isAt(Standing standing, OpenPull pull) {
        return standing.baseBranch().equals(pull.baseBranch())
                && standing.heads()
                        .filter(heads -> heads.head().equals(pull.head()))
                        .isPresent();
    }

    private boolean plansNow(PullRef pull, CommitSha head) {
        return jobs.open().stream()
                .map(Job::work)
                .filter(work -> work.lane().equals(Lane.of(pull)))
                .anyMatch(work -> announces(work, head));
    }

    private static boolean announces(Work work, CommitSha head) {
        return work.announced().equals(Optional.of(head));
    }

    /** The last of what was promised because the pull request itself changed: not because somebody wrote a comment. */
    private Optional<Work> lastOf(PullRef pull) {
        return jobs.of(pull).stream()
                .map(Job::work)
                .filter(work -> work instanceof Work.AutoPlan || ends(work))
                .reduce((earlier, later) -> later);
    }

    private static boolean ends(Work work) {
        return work instanceof Work.Close || work instanceof Work.Land;
    }
}
