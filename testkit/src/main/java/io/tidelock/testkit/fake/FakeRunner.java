package io.tidelock.testkit.fake;

import io.tidelock.core.command.StateEdit;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.ApplyTask;
import io.tidelock.core.port.run.EditTask;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.port.run.RunLogs;
import io.tidelock.core.port.run.Runner;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.project.Project;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A runner without processes. What a directory's plan and apply give can be said beforehand; unless said, a plan adds one
 * resource, and its apply succeeds once. The object is its own disk: after a crash, go on with the same one.
 */
public final class FakeRunner implements Runner, RunLogs {
    public static final String COMPLETE = "Apply complete! Resources: 1 added, 0 changed, 0 destroyed.";

    private enum State {
        BEGUN,
        STARTED,
        ENDED,
        ABANDONED
    }

    /** What is known of one run. */
    private static final class Run {
        private State state = State.BEGUN;
        private String log = "";
        private String dir = "";
        private Optional<ApplyRun> result = Optional.empty();
    }

    private final Map<RunId, Run> runs = new HashMap<>();
    private final Map<String, Function<PlanTask, PlanRun>> plans = new HashMap<>();
    private final Map<String, Function<ApplyTask, ApplyRun>> applies = new HashMap<>();
    private final Set<String> hangingPlans = new HashSet<>();
    private final Set<String> hangingApplies = new HashSet<>();
    private final List<PlanTask> planned = new ArrayList<>();
    private final Map<String, Function<EditTask, ApplyRun>> edits = new HashMap<>();
    private final List<ApplyTask> applied = new ArrayList<>();
    private final List<EditTask> edited = new ArrayList<>();
    private Optional<Problem> trouble = Optional.empty();
    private int serial;

    // ---- what tests say beforehand

    public FakeRunner plans(String dir, PlanRun result) {
        return plans(dir, task -> result);
    }

    /** Plans of this directory come out so; what throws leaves a run that nobody ended. */
    public synchronized FakeRunner plans(String dir, Function<PlanTask, PlanRun> how) {
        plans.put(dir, how);
        return this;
    }

    /** Only the next plan of this directory comes out so. */
    public synchronized FakeRunner plansOnce(String dir, Function<PlanTask, PlanRun> how) {
        return plans(dir, task -> {
            plans.remove(dir);
            return how.apply(task);
        });
    }

    public FakeRunner applies(String dir, ApplyRun result) {
        return applies(dir, task -> result);
    }

    public synchronized FakeRunner applies(String dir, Function<ApplyTask, ApplyRun> how) {
        applies.put(dir, how);
        return this;
    }

    /** Only the next apply of this directory comes out so. */
    public synchronized FakeRunner appliesOnce(String dir, Function<ApplyTask, ApplyRun> how) {
        return applies(dir, task -> {
            applies.remove(dir);
            return how.apply(task);
        });
    }

    /** Plans of this directory hang until {@link #release}. */
    public synchronized FakeRunner hangsInPlan(String dir) {
        hangingPlans.add(dir);
        return this;
    }

    /** Edits of the state of this directory come out so. */
    public synchronized FakeRunner edits(String dir, Function<EditTask, ApplyRun> how) {
        edits.put(dir, how);
        return this;
    }

    public synchronized FakeRunner hangsInApply(String dir) {
        hangingApplies.add(dir);
        return this;
    }

    public synchronized FakeRunner troubled(Problem problem) {
        trouble = Optional.of(problem);
        return this;
    }

    public synchronized void release() {
        hangingPlans.clear();
        hangingApplies.clear();
        notifyAll();
    }

    // ---- what tests look at afterwards

    public synchronized List<PlanTask> planned() {
        return List.copyOf(planned);
    }

    public synchronized List<ApplyTask> applied() {
        return List.copyOf(applied);
    }

    public synchronized List<EditTask> edited() {
        return List.copyOf(edited);
    }

    /** Runs that were started and have not ended. */
    public synchronized int running() {
        return (int) runs.values().stream().filter(this::hangs).count();
    }

    public synchronized void awaitRunning() throws InterruptedException {
        while (running() == 0) {
            wait(50);
        }
    }

    // ---- the port

    @Override
    public synchronized PlanRun plan(PlanTask task, Lease lease) {
        lease.check();
        planned.add(task);
        String dir = task.project().key().dir();
        Run run = begin(task.run(), dir);
        run.state = State.STARTED;
        run.log = "$ terraform plan\n";
        try (Lease.Registration _ = lease.onStop(this::ring)) {
            while (hangingPlans.contains(dir)) {
                if (lease.stop().isPresent()) {
                    run.state = State.ABANDONED;
                    throw new Stopped(lease.stop().get());
                }
                if (run.state == State.ABANDONED) {
                    return new PlanRun.Failed(Problem.of("terraform plan was killed", "", "Try again"), run.log);
                }
                pause();
            }
        }
        Function<PlanTask, PlanRun> said = plans.get(dir);
        PlanRun result = said == null ? ordinary(dir, task.localState()) : said.apply(task);
        run.state = State.ENDED;
        run.log += result.text() + "\n";
        return result;
    }

    private static PlanRun ordinary(String dir, Optional<byte[]> state) {
        if (state.isPresent()) {
            return idle(dir);
        }
        PlanSummary summary = new PlanSummary(1, 0, 0, 0, 0, 0, 0, 0, 0);
        byte[] file = ("plan of " + dir).getBytes(StandardCharsets.UTF_8);
        return new PlanRun.Done(
                true,
                summary,
                file,
                List.of(dir),
                true,
                "  + resource \"terraform_data\" \"it\" {}\n\n" + summary.line(),
                fingerprint(dir));
    }

    /** Of the plan that a directory gives unless something else is said: the same one every time. */
    public static PlanFingerprint fingerprint(String dir) {
        return new PlanFingerprint(new TreeMap<>(Map.of("terraform_data.it: create", "hash of " + dir)), List.of());
    }

    /** A plan that finds nothing to do. */
    public static PlanRun idle(String dir) {
        return new PlanRun.Done(
                false,
                PlanSummary.nothing(),
                new byte[0],
                List.of(dir),
                true,
                "No changes. Your infrastructure matches the configuration.",
                PlanFingerprint.unknown("it has no changes"));
    }

    /** A plan that fails. */
    public static PlanRun failing(String why) {
        return new PlanRun.Failed(
                Problem.of("terraform plan failed: " + why, "", "Put it right and push"), "Error: " + why);
    }

    @Override
    public synchronized ApplyRun apply(ApplyTask task, Lease lease) {
        checkApply(lease);
        Run known = runs.get(task.run());
        if (known != null) {
            return adopt(task.run(), lease);
        }
        applied.add(task);
        Run run = begin(task.run(), task.project().key().dir());
        run.state = State.STARTED;
        run.log = "$ terraform apply\n";
        run.result = Optional.of(outcome(task));
        return await(run, lease);
    }

    @Override
    public synchronized ApplyRun edit(EditTask task, Lease lease) {
        checkApply(lease);
        if (runs.containsKey(task.run())) {
            return adopt(task.run(), lease);
        }
        edited.add(task);
        Run run = begin(task.run(), task.project().key().dir());
        run.state = State.STARTED;
        run.log = "$ terraform " + task.edit().word() + "\n";
        Function<EditTask, ApplyRun> said = edits.get(task.project().key().dir());
        run.result = Optional.of(said == null ? ordinary(task) : said.apply(task));
        return await(run, lease);
    }

    /** Addresses that say so do not exist. */
    private ApplyRun ordinary(EditTask task) {
        String state = new String(task.localState().orElse(new byte[0]), StandardCharsets.UTF_8);
        if (task.edit().arguments().getFirst().contains("missing")) {
            return new ApplyRun.Failed(
                    Problem.of("terraform " + task.edit().word() + " failed: no such address", "", ""),
                    false,
                    "Error: no such address",
                    task.localState());
        }
        serial++;
        String line = switch (task.edit()) {
            case StateEdit.Import imports -> "Import successful!";
            case StateEdit.Removal removal ->
                "Successfully removed " + removal.addresses().size() + " resource instance(s).";
        };
        return new ApplyRun.Done(
                line, line, Optional.of((state + "{\"serial\":" + serial + "}").getBytes(StandardCharsets.UTF_8)));
    }

    private ApplyRun outcome(ApplyTask task) {
        Function<ApplyTask, ApplyRun> said = applies.get(task.project().key().dir());
        if (said != null) {
            return said.apply(task);
        }
        if (task.localState().isPresent()) {
            String text = "Error: Saved plan is stale";
            return new ApplyRun.Failed(
                    Problem.of("terraform apply failed: Saved plan is stale", "", "Plan again"),
                    true,
                    text,
                    task.localState());
        }
        serial++;
        return new ApplyRun.Done(
                COMPLETE, COMPLETE, Optional.of(("{\"serial\":" + serial + "}").getBytes(StandardCharsets.UTF_8)));
    }

    private ApplyRun await(Run run, Lease lease) {
        try (Lease.Registration _ = lease.onStop(this::ring)) {
            while (hangs(run)) {
                checkApply(lease);
                pause();
            }
        }
        ApplyRun result = run.result.orElseThrow();
        if (run.state == State.STARTED) {
            run.state = State.ENDED;
            run.log += result.text() + "\n";
        }
        return result;
    }

    @Override
    public synchronized ApplyRun adopt(RunId id, Lease lease) {
        Run run = runs.computeIfAbsent(id, _ -> new Run());
        if (run.state == State.BEGUN) {
            run.state = State.ABANDONED;
        }
        return run.state == State.ABANDONED ? new ApplyRun.NeverStarted(run.log) : await(run, lease);
    }

    @Override
    public synchronized void stop(RunId id) {
        Run run = runs.get(id);
        if (run != null && run.state == State.STARTED) {
            run.state = State.ABANDONED;
            notifyAll();
        }
    }

    @Override
    public synchronized Optional<Problem> trouble() {
        return trouble;
    }

    @Override
    public String version() {
        return "Terraform v0.0.0-fake";
    }

    @Override
    public String version(Project project, WorkingTree tree) {
        return project.workflow()
                .program()
                .version()
                .map(number -> "Terraform v" + number)
                .orElseGet(this::version);
    }

    @Override
    public synchronized Optional<byte[]> read(RunId id, long offset, int limit) {
        return Optional.ofNullable(runs.get(id)).map(run -> {
            byte[] log = run.log.getBytes(StandardCharsets.UTF_8);
            int from = (int) Math.min(offset, log.length);
            return Arrays.copyOfRange(log, from, Math.min(log.length, from + limit));
        });
    }

    // ---- within

    private Run begin(RunId id, String dir) {
        if (runs.containsKey(id)) {
            throw new IllegalArgumentException("run " + id.value() + " was used before");
        }
        Run run = new Run();
        run.dir = dir;
        runs.put(id, run);
        notifyAll();
        return run;
    }

    private boolean hangs(Run run) {
        Set<String> hanging = run.result.isPresent() ? hangingApplies : hangingPlans;
        return run.state == State.STARTED && hanging.contains(run.dir);
    }

    private static void checkApply(Lease lease) {
        lease.stop().filter(reason -> reason != Stopped.Reason.SUPERSEDED).ifPresent(reason -> {
            throw new Stopped(reason);
        });
    }

    private synchronized void ring() {
        notifyAll();
    }

    /** Its callers look again. */
    @SuppressWarnings("WaitNotInLoop")
    private void pause() {
        try {
            wait(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(Stopped.Reason.SHUTDOWN);
        }
    }
}
