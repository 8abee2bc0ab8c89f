package io.tidelock.server.execute;

import io.tidelock.config.select.Selector;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.command.StateEdit;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.port.run.EditTask;
import io.tidelock.core.port.run.Prospect;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.port.store.Audit;
import io.tidelock.core.port.store.Locks;
import io.tidelock.core.port.store.Runs;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Changes what terraform's state knows, where a comment asks for it: import and state rm. Each is done once, whatever happens. */
public final class Registrar {
    private static final int LOG_LIMIT = 1 << 20;

    private final PullReader reader;
    private final Gate gate;
    private final Survey survey;
    private final Batch batch;
    private final Desk desk;

    /** Where it is done, what is remembered of it. */
    public record Desk(Ground ground, Records records, Audit audit, InstantSource clock) {}

    public Registrar(PullReader reader, Gate gate, Survey survey, Batch batch, Desk desk) {
        this.reader = reader;
        this.gate = gate;
        this.survey = survey;
        this.batch = batch;
        this.desk = desk;
    }

    public List<Evidence> edit(Work.EditState work, Lease lease) {
        begun(lease).stream().filter(run -> run.endedAt().isEmpty()).forEach(run -> settle(run, lease));
        PullRequest pull = reader.pull(work.pull());
        Board board = desk.records().boards().board(work.pull());
        Optional<Problem> refusal = Planner.over(pull, board)
                .or(() -> gate.refuse(work.order(), pull, work.edit().word(), lease));
        if (refusal.isPresent() && ended(lease).isEmpty()) {
            return List.of(new Evidence.Denied(work.order(), refusal.get()));
        }
        return switch (survey.look(pull, lease)) {
            case Survey.Sight.Blocked blocked ->
                stopped(work, blocked.problems().getFirst(), lease);
            case Survey.Sight.Clear clear -> edit(work, pull, clear, refusal, lease);
        };
    }

    /** @param denied why nothing more may be done, although an earlier try of this job has done something */
    private List<Evidence> edit(
            Work.EditState work, PullRequest pull, Survey.Sight.Clear clear, Optional<Problem> denied, Lease lease) {
        List<Project> projects = new ArrayList<>();
        Optional<Problem> unclear = meant(work, pull, clear, projects);
        if (unclear.isPresent()) {
            return stopped(work, unclear.get(), lease);
        }
        Map<ProjectKey, Problem> unmet = gate.refuseEdit(work, Attempt.of(pull, clear, lease), projects);
        List<EditWords.Entry> entries = projects.stream()
                .map(project -> denied.map(project::refused).orElse(project))
                .map(project -> Optional.ofNullable(unmet.get(project.key()))
                        .map(project::refused)
                        .orElse(project))
                .map(project -> edit(work, project, clear.prospect(), lease))
                .toList();
        boolean dropped = false;
        for (EditWords.Entry entry : entries) {
            Optional<ProjectResult> row =
                    desk.records().boards().board(work.pull()).result(entry.key());
            if (entry.changed()
                    && row.filter(found -> found.outcome().kept().isPresent()).isPresent()) {
                batch.discard(
                        lease, work.pull(), row.get(), "`" + work.edit().word() + "` has changed its state since");
                dropped = true;
            }
        }
        List<Evidence> evidence = new ArrayList<>();
        if (dropped) {
            evidence.add(new Evidence.Shown(desk.records().boards().board(work.pull()), Optional.empty()));
        }
        String told =
                String.join("\n\n", entries.stream().map(EditWords.Entry::told).toList());
        String next = String.join(
                ", ",
                entries.stream()
                        .filter(EditWords.Entry::changed)
                        .map(entry -> "`plan " + EditWords.pointer(entry.key()) + "`")
                        .toList());
        String plan = next.isEmpty()
                ? ""
                : "\n\n" + (dropped ? "What was planned before is dropped. " : "")
                        + "To see what is left to do, comment " + next + ".";
        evidence.add(
                new Evidence.Answer(work.order(), told + plan, entries.stream().allMatch(EditWords.Entry::well)));
        return evidence;
    }

    /** What an earlier try has done is told, whatever stands in the way now. */
    private List<Evidence> stopped(Work.EditState work, Problem problem, Lease lease) {
        List<Runs.Run> done = ended(lease);
        if (done.isEmpty()) {
            return List.of(new Evidence.Denied(work.order(), problem));
        }
        String told = String.join(
                "\n\n", done.stream().map(run -> told(work, run).told()).toList());
        return List.of(
                new Evidence.Answer(work.order(), told + "\n\nNothing more is done: " + problem.sentence(), false));
    }

    private EditWords.Entry told(Work.EditState work, Runs.Run run) {
        byte[] log = desk.records().runs().log(run.id()).orElse(new byte[0]);
        return EditWords.told(work, run.key(), run.result().orElse(""), new String(log, StandardCharsets.UTF_8));
    }

    /** Which projects a comment is about: one for an import, since an object belongs to one state. */
    private static Optional<Problem> meant(
            Work.EditState work, PullRequest pull, Survey.Sight.Clear clear, List<Project> projects) {
        Prospect.Merged prospect = clear.prospect();
        String base = pull.base().branch();
        if (!(work.target() instanceof Target.All)) {
            return switch (Selector.find(
                    clear.settings(), prospect.source(), prospect.changed(), work.target(), base)) {
                case Selector.Missing missing -> Optional.of(missing.problem());
                case Selector.Found found -> {
                    projects.add(found.project());
                    yield Optional.empty();
                }
            };
        }
        projects.addAll(
                Selector.select(clear.settings(), prospect.source(), prospect.changed(), base, Selector.Mode.COMMENT)
                        .projects());
        if (projects.isEmpty() || (projects.size() > 1 && work.edit() instanceof StateEdit.Import)) {
            String met = projects.isEmpty()
                    ? "this pull request touches no project"
                    : "this pull request touches " + projects.size() + " projects: "
                            + String.join(
                                    ", ",
                                    projects.stream()
                                            .limit(10)
                                            .map(project -> project.key().label())
                                            .toList());
            return Optional.of(Problem.of(
                    met, "one project for " + work.edit().word(), "Say which one, with `-d DIR` or `-p PROJECT`"));
        }
        return Optional.empty();
    }

    private EditWords.Entry edit(Work.EditState work, Project project, Prospect.Merged prospect, Lease lease) {
        ProjectKey key = project.key();
        Optional<Runs.Run> before =
                ended(lease).stream().filter(run -> run.key().equals(key)).findFirst();
        if (before.isPresent()) { // by an earlier try of this job
            return told(work, before.get());
        }
        Optional<Problem> refusal = project.refusal().or(() -> locked(work.pull(), project, lease));
        if (refusal.isPresent()) {
            return new EditWords.Entry(
                    key, "Not done in `" + key.label() + "`: " + refusal.get().sentence(), false, false);
        }
        Runs.Run run = new Runs.Run(
                new RunId(UUID.randomUUID().toString()),
                lease.job().id(),
                work.edit() instanceof StateEdit.Import ? Runs.Kind.IMPORT : Runs.Kind.STATE_RM,
                work.pull(),
                key,
                desk.clock().instant(),
                Optional.empty(),
                Optional.empty());
        WorkingTree tree = desk.ground().checkouts().tree(work.pull(), prospect, key.workspace(), lease);
        Optional<byte[]> state = desk.records().states().state(work.pull().repo(), key);
        desk.records().runs().begin(lease, run);
        ApplyRun result = desk.ground()
                .runner()
                .edit(new EditTask(run.id(), project, tree, work.edit(), work.extraArgs(), state), lease);
        record(run, result, lease);
        return EditWords.told(work, key, EditWords.word(result), result.text());
    }

    private Optional<Problem> locked(PullRef pull, Project project, Lease lease) {
        if (project.conditions().locking() == Conditions.Locking.DISABLED) {
            return Optional.empty();
        }
        return desk.records()
                .locks()
                .take(lease, pull, project.key(), desk.clock().instant())
                .map(Locks.Lock::holder)
                .map(holder -> Problem.of(
                        reader.reference(holder) + " has its lock",
                        "a lock that is free",
                        "Try again when that one is merged, closed or unlocked"));
    }

    private void record(Runs.Run run, ApplyRun result, Lease lease) {
        result.localState()
                .ifPresent(
                        state -> desk.records().states().keep(lease, run.pull().repo(), run.key(), state));
        desk.audit()
                .note(
                        desk.clock().instant(),
                        ProjectApplier.who(lease),
                        run.kind() == Runs.Kind.IMPORT ? "import" : "state rm",
                        run.pull() + " " + run.key().label(),
                        EditWords.word(result));
        byte[] log = desk.ground().logs().read(run.id(), 0, LOG_LIMIT).orElse(new byte[0]);
        desk.records()
                .runs()
                .end(lease, run.id(), EditWords.word(result), desk.clock().instant(), log);
    }

    // ---- after a crash

    private List<Runs.Run> begun(Lease lease) {
        return desk.records().runs().of(lease.job().id()).stream()
                .filter(run -> run.kind() == Runs.Kind.IMPORT || run.kind() == Runs.Kind.STATE_RM)
                .toList();
    }

    private List<Runs.Run> ended(Lease lease) {
        return begun(lease).stream()
                .filter(run -> run.result()
                        .filter(word -> !word.equals(EditWords.NEVER_STARTED))
                        .isPresent())
                .toList();
    }

    private void settle(Runs.Run run, Lease lease) {
        record(run, desk.ground().runner().adopt(run.id(), lease), lease);
    }

    /** The job is given up. What it began is never begun again by itself, also when nobody can say how it ended. */
    public void giveUp(Lease lease) {
        for (Runs.Run run : begun(lease)) {
            if (run.endedAt().isEmpty()) {
                try {
                    settle(run, lease);
                } catch (Stopped stopped) {
                    throw stopped;
                } catch (RuntimeException trouble) {
                    Problem problem = Problem.of(
                            "nobody can say how it ended: " + trouble.getMessage(), "", "Look at the state itself");
                    record(run, new ApplyRun.Unknown(problem, "", Optional.empty()), lease);
                }
            }
        }
    }

    // ---- versions

    /** Which terraform runs. */
    public List<Evidence> version(Work.Version work, Lease lease) {
        if (work.target() instanceof Target.All && !gate.isForSome(work.pull().repo(), "version")) {
            return usual(work);
        }
        PullRequest pull = reader.pull(work.pull());
        Optional<Problem> refusal = gate.refuse(work.order(), pull, "version", lease);
        if (refusal.isPresent()) {
            return List.of(new Evidence.Denied(work.order(), refusal.get()));
        }
        if (work.target() instanceof Target.All) {
            return usual(work);
        }
        return switch (survey.look(pull, lease)) {
            case Survey.Sight.Blocked blocked ->
                List.of(new Evidence.Denied(work.order(), blocked.problems().getFirst()));
            case Survey.Sight.Clear clear -> {
                Prospect.Merged prospect = clear.prospect();
                yield switch (Selector.find(
                        clear.settings(),
                        prospect.source(),
                        prospect.changed(),
                        work.target(),
                        pull.base().branch())) {
                    case Selector.Missing missing -> List.of(new Evidence.Denied(work.order(), missing.problem()));
                    case Selector.Found found -> {
                        Project project = found.project();
                        WorkingTree tree = desk.ground()
                                .checkouts()
                                .tree(work.pull(), prospect, project.key().workspace(), lease);
                        yield List.of(new Evidence.Answer(
                                work.order(),
                                "`" + project.key().label() + "`: `"
                                        + desk.ground().runner().version(project, tree) + "`"));
                    }
                };
            }
        };
    }

    private List<Evidence> usual(Work.Version work) {
        return List.of(
                new Evidence.Answer(work.order(), "`" + desk.ground().runner().version() + "`"));
    }
}
