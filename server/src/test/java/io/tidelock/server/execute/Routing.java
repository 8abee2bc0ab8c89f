package io.tidelock.server.execute;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import io.tidelock.testkit.fake.host.FakeHost;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A fake host has one repository; this is a host with several. */
record Routing(Function<RepoRef, FakeHost> hosts) implements PullReader, PullWriter, PullMerger {
    @Override
    public PullRequest pull(PullRef ref) {
        return hosts.apply(ref.repo()).pullReader().pull(ref);
    }

    @Override
    public String reference(PullRef ref) {
        return hosts.apply(ref.repo()).pullReader().reference(ref);
    }

    @Override
    public Permission permission(RepoRef repo, Actor actor) {
        return hosts.apply(repo).pullReader().permission(repo, actor);
    }

    @Override
    public Set<MergeMethod> methods(RepoRef repo) {
        return hosts.apply(repo).pullMerger().methods(repo);
    }

    @Override
    public Optional<Problem> merge(PullRequest pull, CommitSha head, Order order) {
        return hosts.apply(pull.ref().repo()).pullMerger().merge(pull, head, order);
    }

    @Override
    public Optional<Problem> deleteBranch(PullRequest pull) {
        return hosts.apply(pull.ref().repo()).pullMerger().deleteBranch(pull);
    }

    @Override
    public Dropped dropApprovals(PullRequest pull) {
        return hosts.apply(pull.ref().repo()).pullMerger().dropApprovals(pull);
    }

    @Override
    public void status(CommitStatus status) {
        hosts.apply(status.repo()).pullWriter().status(status);
    }

    @Override
    public Posted post(PullRef pull, String body) {
        return hosts.apply(pull.repo()).pullWriter().post(pull, body);
    }

    @Override
    public Posted edit(CommentRef comment, String body) {
        return hosts.apply(comment.pull().repo()).pullWriter().edit(comment, body);
    }

    @Override
    public Optional<Posted> find(PullRef pull, String marker) {
        return hosts.apply(pull.repo()).pullWriter().find(pull, marker);
    }

    @Override
    public void react(CommentRef comment, Reaction reaction) {
        hosts.apply(comment.pull().repo()).pullWriter().react(comment, reaction);
    }

    @Override
    public int maxBody() {
        return 65_536;
    }
}
