package io.tidelock.server.execute;

import io.tidelock.core.command.CommentArguments;
import io.tidelock.core.command.StateEdit;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.HookRun;
import io.tidelock.core.project.Hook;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A job as hooks know it: the name of the command, what was asked for, and how it ended. */
final class HookCommand {
    private static final int LONGEST = 200;

    private HookCommand() {}

    // ---- what was asked for

    /** By what names hooks know what this job does, the best one first; none when hooks are none of its business. */
    static List<String> names(Work work) {
        return switch (work) {
            case Work.AutoPlan plan -> List.of("autoplan");
            case Work.LockFreed freed -> List.of("autoplan");
            case Work.Plan plan -> List.of("plan", "autoplan");
            case Work.Apply apply -> List.of("apply", "autoplan");
            case Work.Land land -> List.of("apply", "autoplan");
            case Work.EditState edit ->
                List.of(edit.edit() instanceof StateEdit.Import ? "import" : "state", "autoplan");
            case Work.Version version -> List.of("version", "autoplan");
            case Work.Unlock unlock -> List.of("unlock");
            case Work.PostHooks hooks -> List.of(hooks.command());
            case Work.Reply reply -> List.of();
            case Work.Close close -> List.of();
            case Work.Queued queued -> List.of("autoplan");
            case Work.Merge merge -> List.of();
            case Work.Refit refit -> List.of();
            case Work.BaseMoved moved -> List.of();
            case Work.Reassess reassess -> List.of();
            case Work.Checked checked -> List.of();
        };
    }

    static void addRequest(Map<String, String> variables, Work work) {
        variables.put("COMMENT_ARGS", CommentArguments.escaped(arguments(work)));
        variables.put("PROJECT_NAME", project(work));
    }

    static List<String> arguments(Work work) {
        if (work instanceof Work.EditState edit) {
            return Stream.concat(edit.extraArgs().stream(), edit.edit().arguments().stream())
                    .toList();
        }
        return work instanceof Work.Plan plan ? plan.extraArgs() : List.of();
    }

    static String project(Work work) {
        Target target = switch (work) {
            case Work.Plan plan -> plan.target();
            case Work.Apply apply -> apply.target();
            case Work.EditState edit -> edit.target();
            case Work.Version version -> version.target();
            case Work other -> new Target.All();
        };
        return target instanceof Target.Named named ? named.name() : "";
    }

    // ---- what came of it

    static boolean didSomething(Work work, List<Evidence> evidence, Lease lease) {
        if (work instanceof Work.Land) { // a merge is no command: what it has planned or applied counts
            return evidence.stream().anyMatch(found -> switch (found) {
                case Evidence.Shown shown ->
                    ours(shown.board(), lease).findAny().isPresent();
                case Evidence.Freed freed ->
                    ours(freed.board(), lease).findAny().isPresent();
                case Evidence.Answer _, Evidence.Told _, Evidence.Skipped _, Evidence.Queued _ -> false;
                case Evidence.Overtaken _, Evidence.Denied _, Evidence.Broken _, Evidence.Nothing _ -> false;
                case Evidence.Complete _ -> false;
            });
        }
        return evidence.stream().anyMatch(found -> switch (found) {
            case Evidence.Shown shown ->
                !(work instanceof Work.AutoPlan || work instanceof Work.Queued)
                        || shown.board().results().isEmpty()
                        || ours(shown.board(), lease).findAny().isPresent();
            case Evidence.Freed freed -> true;
            case Evidence.Answer answer -> true;
            case Evidence.Told told -> true;
            case Evidence.Skipped skipped -> false;
            case Evidence.Queued queued -> false;
            case Evidence.Overtaken overtaken -> false;
            case Evidence.Denied denied -> false;
            case Evidence.Broken broken -> false;
            case Evidence.Complete complete -> false;
            case Evidence.Nothing nothing -> false;
        });
    }

    /** Whether not all of what was to be done was done. */
    static boolean failed(List<Evidence> evidence, Lease lease) {
        return evidence.stream().anyMatch(found -> switch (found) {
            case Evidence.Shown shown ->
                !shown.board().problems().isEmpty()
                        || ours(shown.board(), lease).anyMatch(HookCommand::bad);
            case Evidence.Answer answer -> !answer.obeyed();
            case Evidence.Told told -> true;
            case Evidence.Denied denied -> true;
            case Evidence.Broken broken -> true;
            case Evidence.Freed freed -> false;
            case Evidence.Skipped skipped -> false;
            case Evidence.Queued queued -> false;
            case Evidence.Overtaken overtaken -> false;
            case Evidence.Complete complete -> false;
            case Evidence.Nothing nothing -> false;
        });
    }

    private static Stream<Outcome> ours(Board board, Lease lease) {
        return board.results().stream()
                .filter(row -> row.job().equals(lease.job().id()))
                .map(row -> row.outcome());
    }

    private static boolean bad(Outcome outcome) {
        return switch (outcome) {
            case Outcome.PlanFailed failed -> true;
            case Outcome.ApplyFailed failed -> true;
            case Outcome.ApplyUnknown unknown -> true;
            case Outcome.Locked locked -> true;
            case Outcome.Planned planned -> false;
            case Outcome.Unchanged unchanged -> false;
            case Outcome.Applied applied -> false;
            case Outcome.Underway underway -> false;
            case Outcome.Stale stale -> false;
            case Outcome.Discarded discarded -> false;
        };
    }

    // ---- what came of a hook

    /** Why a command is not done. */
    static Problem failure(Hook hook, HookRun run, Problem problem) {
        return Problem.of(
                "the hook '" + hook.description() + "', which is run before the command, failed: "
                        + (run.said().isEmpty() ? "" : run.said() + ": ")
                        + problem.met(),
                "",
                last(run.text()) + "Put right what it complains about; it is the operator's, and its log says more");
    }

    /** What it printed last. */
    private static String last(String text) {
        String line = text.lines()
                .filter(said -> !said.isBlank())
                .reduce("", (first, next) -> next)
                .strip();
        String shown = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return shown.isEmpty() ? "" : "It printed: `" + shown.replace('`', '\'') + "`. ";
    }
}
