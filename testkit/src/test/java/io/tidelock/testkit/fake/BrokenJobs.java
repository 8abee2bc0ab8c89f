package io.tidelock.testkit.fake;

import io.tidelock.core.job.Ending;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.words.Message;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Jobs that are wrong in one way each. */
final class BrokenJobs {
    private BrokenJobs() {}

    static List<Broken> all() {
        return List.of(
                Broken.in("a claim that ignores lanes", shelf -> new FakeJobs(shelf) {
                    @Override
                    boolean firstOfItsLane(Promise promise) {
                        return true;
                    }
                }),
                Broken.in("lanes by number alone", shelf -> new FakeJobs(shelf) {
                    @Override
                    boolean firstOfItsLane(Promise promise) {
                        return shelf.promises.headMap(promise.id.value()).values().stream()
                                .noneMatch(earlier -> earlier.open()
                                        && earlier.work.lane().number()
                                                == promise.work.lane().number());
                    }
                }),
                Broken.in("a lane that only a running job holds up", shelf -> new FakeJobs(shelf) {
                    @Override
                    boolean firstOfItsLane(Promise promise) {
                        return shelf.promises.headMap(promise.id.value()).values().stream()
                                .noneMatch(earlier -> earlier.state == Promise.State.RUNNING
                                        && earlier.work.lane().equals(promise.work.lane()));
                    }
                }),
                Broken.in("applies of one repository that run together", shelf -> new FakeJobs(shelf) {
                    @Override
                    boolean noOtherApply(Promise promise) {
                        return true;
                    }
                }),
                Broken.in("a running job that anyone may take", shelf -> new FakeJobs(shelf) {
                    @Override
                    boolean ranOut(Promise promise, Instant now) {
                        return true;
                    }
                }),
                Broken.in("a lease that never runs out", shelf -> new FakeJobs(shelf) {
                    @Override
                    boolean ranOut(Promise promise, Instant now) {
                        return false;
                    }
                }),
                Broken.in("a finish without a fence", shelf -> new FakeJobs(shelf) {
                    @Override
                    public void finish(Lease lease, Ending ending, List<Message> words) {
                        synchronized (shelf) {
                            Objects.requireNonNull(
                                            shelf.promises.get(lease.job().id().value()))
                                    .end(ending);
                            shelf.post(words, shelf.now());
                        }
                    }
                }),
                Broken.in("a finish that says its words before it looks at the lease", shelf -> new FakeJobs(shelf) {
                    @Override
                    public void finish(Lease lease, Ending ending, List<Message> words) {
                        synchronized (shelf) {
                            shelf.post(words, shelf.now());
                            super.finish(lease, ending, List.of());
                        }
                    }
                }),
                Broken.in("a finish that says nothing", shelf -> new FakeJobs(shelf) {
                    @Override
                    public void finish(Lease lease, Ending ending, List<Message> words) {
                        super.finish(lease, ending, List.of());
                    }
                }),
                Broken.in("a beat that tells nobody to stop", shelf -> new FakeJobs(shelf) {
                    @Override
                    public Optional<Stopped.Reason> beat(JobId job, long fence, Instant until) {
                        return super.beat(job, fence, until).filter(reason -> reason == Stopped.Reason.LOST);
                    }
                }),
                Broken.in("a beat that does not prolong", shelf -> new FakeJobs(shelf) {
                    @Override
                    public Optional<Stopped.Reason> beat(JobId job, long fence, Instant until) {
                        return super.beat(job, fence, shelf.now());
                    }
                }),
                Broken.in("a claim that forgets that its job was superseded", shelf -> new FakeJobs(shelf) {
                    @Override
                    public Optional<Claim> claim(String owner, Instant now, Instant until) {
                        return super.claim(owner, now, until)
                                .map(claim -> new Claim(claim.job(), claim.fence(), Optional.empty()));
                    }
                }),
                Broken.in("a job given back that is tried again at once", shelf -> new FakeJobs(shelf) {
                    @Override
                    public void giveBack(Lease lease, Instant notBefore, String why) {
                        super.giveBack(lease, shelf.now(), why);
                    }
                }),
                Broken.fenceless());
    }
}
