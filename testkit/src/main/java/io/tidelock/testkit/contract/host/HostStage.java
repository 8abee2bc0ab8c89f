package io.tidelock.testkit.contract.host;

import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.event.Delivery;
import io.tidelock.core.port.host.CloneAccess;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.port.host.QueueReader;
import io.tidelock.core.port.host.RepoReader;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.core.port.host.StatusReader;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.core.port.host.WebhookReader;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A host with one repository, whose branch {@code main} has a commit, and the hands of the people on it: alice opens, pushes
 * and closes; we are {@link #self}. What they do is told by webhook, with the
 * host's proof that it is from there.
 */
public interface HostStage extends AutoCloseable {
    WebhookReader webhookReader();

    PullReader pullReader();

    PullWriter pullWriter();

    CloneAccess cloneAccess();

    RepoReader repoReader();

    StandingReader standingReader();

    TeamReader teamReader();

    PullMerger pullMerger();

    QueueReader queueReader();

    StatusReader statusReader();

    RepoRef repo();

    /** Our own login, with which the writer writes. */
    String self();

    /** alice opens a pull request into {@code main}, from a new branch with one commit. */
    PullRef open(String title, boolean draft);

    /** The same from a fork of alice's. */
    PullRef openFromFork(String title);

    /** alice pushes a commit to the pull request's branch. */
    CommitSha push(PullRef pull);

    void close(PullRef pull);

    void reopen(PullRef pull);

    void ready(PullRef pull);

    void merge(PullRef pull);

    /** Points the pull request at another branch, which is made from {@code main}. */
    void retarget(PullRef pull, String base);

    void label(PullRef pull, String label);

    /** alice commits to a branch of the repository; it is made when it is not there. */
    CommitSha pushBranch(String branch);

    /** Makes the account when it is not there. */
    CommentRef comment(PullRef pull, String login, String body);

    /** Somebody changes the text of a comment; {@code body} needs no quoting in any format. */
    void edit(CommentRef comment, String body);

    void delete(CommentRef comment);

    /** Makes the account when it is not there. NONE takes everything away; UNKNOWN is not given. */
    void permit(String login, Permission permission);

    /** Somebody who may write approves the pull request. */
    void approve(PullRef pull, String login);

    /** From now on merges into {@code main} need that many approvals, and these checks; a host may know only all or no checks. */
    void require(int approvals, List<String> checks);

    /** A service sets a status of this name on the head. */
    void judge(PullRef pull, String check, boolean success);

    /** Makes the account a member of a team, and gives that. */
    String join(String login);

    /** The team that is above another one. */
    String above(String team);

    /** The host's merge queue makes a commit of these on top of {@code main}; empty when it has none. */
    Optional<CommitSha> queue(List<PullRef> pulls);

    boolean hasBranch(String branch);

    /** What is on the page, oldest first. */
    List<Said> comments(PullRef pull);

    /** The last status of each context. */
    List<CommitStatus> statuses(CommitSha commit);

    List<Reaction> reactions(CommentRef comment);

    /** Everything that was sent by webhook so far, oldest first; waits for what is under way. */
    List<Delivery> deliveries();

    /** The same delivery as the host would send it again. */
    Delivery again(Delivery delivery);

    /** The delivery with another body, signed as the host would sign that. */
    Delivery withBody(Delivery delivery, byte[] body);

    /**
     * The delivery as strangers could send it, who have seen it but do not know the secret. A host that signs its bodies needs no
     * more than a changed body.
     */
    default List<Delivery> forgeries(Delivery delivery) {
        byte[] changed = delivery.body().clone();
        changed[changed.length / 2] ^= 1;
        byte[] longer = Arrays.copyOf(delivery.body(), delivery.body().length + 1);
        longer[longer.length - 1] = ' ';
        return List.of(new Delivery(delivery.headers(), changed), new Delivery(delivery.headers(), longer));
    }

    /** The commit of a ref, asked of git with the address and credential of the remote. */
    Optional<CommitSha> resolve(GitRemote remote, String ref);

    @Override
    void close();

    /** A comment as people see it. */
    record Said(String id, String author, String body) {}
}
