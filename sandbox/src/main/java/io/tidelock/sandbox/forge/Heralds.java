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
import java.util.List;
import java.util.Map;

/** Several heralds as one; each is told everything, in turn. */
public record Heralds(List<Herald> all) implements Herald {
    public Heralds {
        all = List.copyOf(all);
    }

    @Override
    public void pull(Pull pull, String action, Account sender, Map<String, ?> extra) {
        all.forEach(herald -> herald.pull(pull, action, sender, extra));
    }

    @Override
    public void comment(Pull pull, Comment comment, String action, Account sender, Map<String, ?> extra) {
        all.forEach(herald -> herald.comment(pull, comment, action, sender, extra));
    }

    @Override
    public void review(Review review, String action, Account sender) {
        all.forEach(herald -> herald.review(review, action, sender));
    }

    @Override
    public void push(Repo repo, RefChange change, Account sender) {
        all.forEach(herald -> herald.push(repo, change, sender));
    }

    @Override
    public void status(Repo repo, CommitStatus status) {
        all.forEach(herald -> herald.status(repo, status));
    }

    @Override
    public void check(CheckRun run, String action, Account sender) {
        all.forEach(herald -> herald.check(run, action, sender));
    }

    @Override
    public void ping(Hook hook, Account sender) {
        all.forEach(herald -> herald.ping(hook, sender));
    }
}
