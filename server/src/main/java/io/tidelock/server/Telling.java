package io.tidelock.server;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.HookSign;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.server.execute.Progress;
import io.tidelock.server.report.Reporter;
import java.util.Collection;

/** Shows the board while work goes on. */
final class Telling implements Progress {
    private final Reporter reporter;
    private final Postman postman;

    Telling(Reporter reporter, Postman postman) {
        this.reporter = reporter;
        this.postman = postman;
    }

    @Override
    public void planning(Board board) {
        postman.send(reporter.progress(board, Reporter.Phase.PLANNING));
    }

    @Override
    public void applying(Board board) {
        postman.send(reporter.progress(board, Reporter.Phase.APPLYING));
    }

    @Override
    public void closing(Board board) {
        postman.send(reporter.progress(board, Reporter.Phase.CLOSING));
    }

    @Override
    public void overtaken(Evidence.Overtaken overtaken) {
        postman.send(reporter.overtaken(overtaken));
    }

    @Override
    public void gone(PullRef pull, CommitSha head, Collection<ProjectKey> projects, boolean untouched) {
        postman.send(reporter.gone(pull, head, projects, untouched));
    }

    @Override
    public void unasked(PullRef pull, CommitSha head, Collection<ProjectKey> projects) {
        postman.send(reporter.unasked(pull, head, projects));
    }

    @Override
    public void hook(HookSign sign) {
        postman.send(reporter.hook(sign));
    }
}
