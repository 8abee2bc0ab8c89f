package io.tidelock.sandbox.forge;

import io.tidelock.sandbox.git.RefChange;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.CheckRun;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.CommitStatus;
import io.tidelock.sandbox.model.Hook;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.Review;
import java.util.Map;

/** Is told what happened, while the world's lock is held; must not wait for anything. */
public interface Herald {
    /**
     * Something happened to a pull request.
     *
     * @param extra further fields of the event, such as before, after, changes or label
     */
    void pull(Pull pull, String action, Account sender, Map<String, ?> extra);

    void comment(Pull pull, Comment comment, String action, Account sender, Map<String, ?> extra);

    void review(Review review, String action, Account sender);

    void push(Repo repo, RefChange change, Account sender);

    void status(Repo repo, CommitStatus status);

    void check(CheckRun run, String action, Account sender);

    void ping(Hook hook, Account sender);
}
