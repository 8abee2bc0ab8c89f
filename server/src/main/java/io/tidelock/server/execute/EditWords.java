package io.tidelock.server.execute;

import io.tidelock.core.command.StateEdit;
import io.tidelock.core.job.Work;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.core.project.ProjectKey;
import java.util.List;

/** What was done to states, in words: one for the record, and some for whoever asked. */
final class EditWords {
    static final String NEVER_STARTED = "never started";
    private static final String WELL = "done: ";

    private EditWords() {}

    /**
     * What was done to one project, as it is told.
     *
     * @param changed whether its state may be another one now
     */
    record Entry(ProjectKey key, String told, boolean changed, boolean well) {}

    /** For the record. */
    static String word(ApplyRun result) {
        return switch (result) {
            case ApplyRun.Done done -> WELL + done.line();
            case ApplyRun.Failed failed -> "failed: " + failed.problem().sentence();
            case ApplyRun.Unknown unknown ->
                "outcome unknown: " + unknown.problem().sentence();
            case ApplyRun.NeverStarted never -> NEVER_STARTED;
        };
    }

    /** @param result of the record */
    static Entry told(Work.EditState work, ProjectKey key, String result, String log) {
        String what = String.join(
                ", ",
                (work.edit() instanceof StateEdit.Import imports
                                ? List.of(imports.address())
                                : work.edit().arguments())
                        .stream()
                                .map(address -> "`" + address.replace('`', '\'') + "`")
                                .toList());
        String place = "`" + key.label() + "`";
        boolean well = result.startsWith(WELL);
        boolean failed = result.startsWith("failed");
        String said = well || !result.contains(": ") ? "" : result.substring(result.indexOf(": ") + 2);
        String line = switch (work.edit()) {
            case StateEdit.Import imports when well -> what + " is imported into the state of " + place + ".";
            case StateEdit.Removal removal
            when well ->
                what + (removal.addresses().size() == 1 ? " is" : " are") + " no longer in the state of " + place
                        + ". What stands behind it was not touched.";
            case StateEdit.Import imports when failed -> what + " is not imported into " + place + ": " + said;
            case StateEdit.Removal removal when failed -> what + " could not be removed from " + place + ": " + said;
            case StateEdit edit -> "The outcome of `" + edit.word() + "` in " + place + " is not known: " + said;
        };
        String shown = log.strip().replace("```", "'''");
        return new Entry(key, line + (shown.isEmpty() ? "" : "\n\n```\n" + tail(shown) + "\n```"), !failed, well);
    }

    private static String tail(String log) {
        int most = 4_000;
        if (log.length() <= most) {
            return log;
        }
        int line = log.indexOf('\n', log.length() - most);
        return "…" + log.substring(line < 0 ? log.length() - most : line);
    }

    static String pointer(ProjectKey key) {
        if (!key.name().isEmpty()) {
            return "-p " + key.name();
        }
        return "-d " + key.dir()
                + (key.workspace().equals(ProjectKey.DEFAULT_WORKSPACE) ? "" : " -w " + key.workspace());
    }
}
