package io.tidelock.testkit.fake.host;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.CloneAccess;
import io.tidelock.core.port.host.GitRemote;
import io.tidelock.core.port.host.Permission;
import io.tidelock.core.port.host.Posted;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.secret.Secret;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Reaction;
import java.util.Optional;

/** The doors of a fake host. Each call is counted, may suffer misfortune, and holds the host's lock. */
final class FakeRoles {
    private static final int MAX_BODY = 65_536;

    private final FakeHost host;
    private final Misfortune misfortune;

    FakeRoles(FakeHost host, Misfortune misfortune) {
        this.host = host;
        this.misfortune = misfortune;
    }

    PullReader reader() {
        return new Reader();
    }

    PullWriter writer() {
        return new Writer();
    }

    CloneAccess cloneAccess() {
        return this::remote;
    }

    private final class Reader implements PullReader {
        @Override
        public PullRequest pull(PullRef ref) {
            return misfortune.around("pull " + ref, () -> {
                synchronized (host) {
                    return host.read(ref);
                }
            });
        }

        @Override
        public String reference(PullRef ref) {
            return "#" + ref.number();
        }

        @Override
        public Permission permission(RepoRef repo, Actor actor) {
            return misfortune.around("permission " + repo + " " + actor.login(), () -> {
                synchronized (host) {
                    return host.permissionOf(actor.login());
                }
            });
        }
    }

    private final class Writer implements PullWriter {
        @Override
        public void status(CommitStatus status) {
            misfortune.around("status " + status.repo() + " " + status.context() + " " + status.state(), () -> {
                synchronized (host) {
                    host.set(status);
                }
            });
        }

        @Override
        public Posted post(PullRef pull, String body) {
            checkLength(body);
            return misfortune.around("post " + pull, () -> {
                synchronized (host) {
                    return host.say(host.find(pull), host.self(), body).posted();
                }
            });
        }

        @Override
        public Posted edit(CommentRef comment, String body) {
            checkLength(body);
            return misfortune.around("edit " + comment.pull() + " " + comment.id(), () -> {
                synchronized (host) {
                    FakeComment found = host.find(comment);
                    found.edit(body, host.now());
                    return found.posted();
                }
            });
        }

        @Override
        public Optional<Posted> find(PullRef pull, String marker) {
            return misfortune.around("find " + pull, () -> {
                synchronized (host) {
                    return host.find(pull).comments.stream()
                            .filter(it -> it.author.equals(host.self()) && it.body.contains(marker))
                            .findFirst()
                            .map(FakeComment::posted);
                }
            });
        }

        @Override
        public void react(CommentRef comment, Reaction reaction) {
            misfortune.around("react " + comment.pull() + " " + comment.id() + " " + reaction, () -> {
                synchronized (host) {
                    host.find(comment).react(reaction);
                }
            });
        }

        @Override
        public int maxBody() {
            return MAX_BODY;
        }

        private static void checkLength(String body) {
            if (body.length() > MAX_BODY) {
                throw new IllegalArgumentException("a comment of " + body.length() + " characters");
            }
        }
    }

    private GitRemote remote(PullRequest pull) {
        if (!pull.cloneUrl().startsWith("https://" + host.repo().host() + "/")) {
            throw new Refused(
                    Refused.Kind.NOT_ALLOWED,
                    Problem.of(
                            "the clone address is on another host",
                            "one on " + host.repo().host(),
                            ""));
        }
        String refs = "refs/pull/" + pull.ref().number();
        return new GitRemote(
                pull.cloneUrl(),
                Optional.of(host.self()),
                Optional.of(new Secret("a token of the fake")),
                refs + "/head",
                refs + "/merge");
    }
}
