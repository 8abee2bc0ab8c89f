package io.tidelock.run.checkout;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.port.host.GitRemote;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * One fetch into a mirror. What the host advertises decides what is asked for, so that a ref which is not there is our finding
 * and not git's failure; objects that are here already are not asked for again.
 */
final class Fetch {
    /** With this try of a job, a ref is believed although the host names a head that cannot be had: it may be lost for good. */
    private static final int BELIEF = 9;

    private final CheckoutSettings settings;
    private final Repository mirror;
    private final GitRemote remote;
    private final Lease lease;
    private final Patience patience;
    private final URI address;
    private final Wire wire;
    private final Trouble trouble;

    /** @param testMerge what the host's ref for its test merge shows, when the pull request names one and it is there */
    record Fetched(ObjectId base, ObjectId head, Optional<ObjectId> testMerge) {}

    Fetch(CheckoutSettings settings, Repository mirror, GitRemote remote, Lease lease) {
        this.settings = settings;
        this.mirror = mirror;
        this.remote = remote;
        this.lease = lease;
        this.patience = new Patience(lease, settings.fetch());
        this.address = Wire.address(remote.url());
        this.wire = new Wire(settings, patience, address, remote);
        this.trouble = new Trouble(address, settings, patience, wire);
    }

    /** Where from, without the credential. */
    String address() {
        return address.toString();
    }

    /**
     * @param merge what merging made, when the host names it
     * @param head the pull request's head, when the host still has it
     */
    record Landed(ObjectId tip, Optional<ObjectId> merge, Optional<ObjectId> head) {}

    /** The base branch of a pull request that was merged. */
    Landed landed(PullRequest pull) throws IOException {
        String baseRef = Refs.branch(pull.base().branch());
        Refs.valid(remote.headRef());
        Map<String, ObjectId> tips = tips(List.of(baseRef, remote.headRef()));
        ObjectId tip = tips.get(baseRef);
        if (tip == null) {
            throw trouble.absent("the base branch " + pull.base().branch(), "see where the pull request was merged to");
        }
        Refs.set(mirror, baseRef, tip);
        ObjectId named = sha1(pull.head().sha());
        boolean there = mirror.getObjectDatabase().has(named);
        return new Landed(tip, pull.testMerge().map(Fetch::sha1), there ? Optional.of(named) : Optional.empty());
    }

    Fetched run(PullRequest pull) throws IOException {
        String baseRef = Refs.branch(pull.base().branch());
        Refs.valid(remote.headRef());
        ObjectId named = sha1(pull.head().sha());
        List<String> refs = new ArrayList<>(List.of(baseRef, remote.headRef()));
        if (pull.testMerge().isPresent() && Repository.isValidRefName(remote.mergeRef())) {
            refs.add(remote.mergeRef());
        }
        Map<String, ObjectId> tips = tips(refs);
        ObjectId base = tips.get(baseRef);
        if (base == null) {
            throw trouble.absent(
                    "the base branch " + pull.base().branch(), "point the pull request at a branch that exists");
        }
        ObjectId live = tips.get(remote.headRef());
        ObjectId head = live == null || !live.equals(named) ? settle(pull.ref(), live, named) : live;
        Refs.set(mirror, baseRef, base);
        Refs.set(mirror, Refs.head(pull.ref()), head);
        return new Fetched(base, head, Optional.ofNullable(tips.get(remote.mergeRef())));
    }

    private static ObjectId sha1(CommitSha sha) {
        if (sha.hex().length() != Constants.OBJECT_ID_STRING_LENGTH) {
            throw new Refused(
                    Refused.Kind.NOT_ACCEPTABLE,
                    Problem.of(
                            "the repository names its commits with SHA-256: " + sha.abbreviated(),
                            "a repository with SHA-1",
                            "Tidelock cannot fetch such a repository yet."));
        }
        return ObjectId.fromString(sha.hex());
    }

    /**
     * The ref and the pull request name different heads. Either the host has moved on, then the ref is right; or its git lags behind
     * its API, then the named commit is. The ref lags when the named commit is ahead of it, or when it is still where we saw it last.
     */
    private ObjectId settle(PullRef pull, @Nullable ObjectId live, ObjectId named) throws IOException {
        boolean there = mirror.getObjectDatabase().has(named) || obtained(named);
        if (live == null) {
            if (there) {
                return named;
            }
            throw trouble.absent(
                    "the pull request's head, neither as " + remote.headRef() + " nor as commit " + named.name(),
                    "see whether the pull request still exists; push a commit to it, then plan again");
        }
        if (there) {
            boolean lags = History.reaches(mirror, named, live)
                    || (Refs.read(mirror, Refs.head(pull)).filter(live::equals).isPresent()
                            && !History.reaches(mirror, live, named));
            return lags ? named : live;
        }
        if (lease.job().attempt() < BELIEF) {
            throw Unavailable.notDone(
                    address + " does not have " + named.name() + " yet, the head that the host names", null);
        }
        return live;
    }

    private Map<String, ObjectId> tips(List<String> refs) throws IOException {
        Map<String, ObjectId> tips = new HashMap<>();
        converse(refs, advertised -> {
            for (String ref : refs) {
                ObjectId id = Optional.ofNullable(advertised.get(ref))
                        .map(Ref::getObjectId)
                        .orElse(null);
                if (id != null) {
                    tips.put(ref, id);
                }
            }
            return new LinkedHashSet<>(tips.values());
        });
        return tips;
    }

    /** Tries to fetch a commit by its name; hosts may refuse that. */
    private boolean obtained(ObjectId commit) throws IOException {
        lease.check();
        try {
            converse(List.of(remote.headRef()), advertised -> Set.of(commit));
            return true;
        } catch (Unavailable | Refused e) {
            lease.check();
            if (patience.timeIsUp()) {
                throw e;
            }
            return false;
        }
    }

    /** From what is advertised to what is wanted. */
    private interface Choice {
        Set<ObjectId> of(Map<String, Ref> advertised);
    }

    private void converse(List<String> refs, Choice choice) throws IOException {
        try (Transport transport = transport();
                FetchConnection connection = transport.openFetch(
                        refs.stream().map(ref -> new RefSpec().setSource(ref)).toList())) {
            lease.check();
            Set<ObjectId> wanted = missing(choice.of(connection.getRefsMap()));
            if (!wanted.isEmpty()) {
                List<Ref> wants = wanted.stream()
                        .<Ref>map(id -> new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, id.name(), id))
                        .toList();
                connection.fetch(patience, wants, Set.of());
                patience.check(); // JGit returns quietly when it was cancelled
                if (!missing(wanted).isEmpty()) {
                    throw new TransportException("the host did not send " + missing(wanted));
                }
            }
        } catch (IOException | RuntimeException e) {
            lease.check();
            Damage.rethrow(e);
            throw trouble.of(e);
        }
        lease.check();
    }

    private Transport transport() throws IOException {
        Transport transport = Transport.open(mirror, new URIish(address.toURL()));
        transport.setTimeout(Math.toIntExact(settings.silence().toSeconds()));
        transport.setTagOpt(TagOpt.NO_TAGS);
        transport.setObjectChecker(strictEnough());
        transport.setCredentialsProvider(null);
        ((TransportHttp) transport).setHttpConnectionFactory(wire);
        return transport;
    }

    /** As git's own {@code transfer.fsckObjects}, but for the harmless oddities of old tools. */
    private static ObjectChecker strictEnough() {
        return new ObjectChecker()
                .setAllowLeadingZeroFileMode(true)
                .setAllowInvalidPersonIdent(true)
                .setIgnore(ObjectChecker.ErrorType.NULL_SHA1, true);
    }

    private Set<ObjectId> missing(Set<ObjectId> wanted) throws IOException {
        Set<ObjectId> missing = new LinkedHashSet<>();
        for (ObjectId id : wanted) {
            if (!mirror.getObjectDatabase().has(id)) {
                missing.add(id);
            }
        }
        return missing;
    }
}
