package io.tidelock.run.step;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.run.process.End;
import io.tidelock.run.process.Redactor;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.terraform.Complaint;
import io.tidelock.run.terraform.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Says how an apply ended, from what is left of it: exit code, log, state file. Says it once and for all. */
public final class ApplyEnd {
    private final RunFolder folder;
    private final Redactor redactor;

    public ApplyEnd(RunFolder folder, Redactor redactor) {
        this.folder = folder;
        this.redactor = redactor;
    }

    /** What was said before. */
    public Optional<ApplyRun> said() throws IOException {
        return ApplyVerdict.read(folder);
    }

    public ApplyRun say(ApplyRun run) throws IOException {
        ApplyVerdict.keep(folder, run);
        folder.end();
        return run;
    }

    /** Everything that was printed so far. */
    String text() throws IOException {
        return Output.of(folder, 0, redactor).text();
    }

    /** Nothing was begun, and now never will be. */
    public ApplyRun never() throws IOException {
        folder.end();
        return new ApplyRun.NeverStarted(Output.of(folder, 0, redactor).text());
    }

    /** It broke before the apply was begun: nothing was changed. */
    public ApplyRun broken(Broken broken) throws IOException {
        return say(new ApplyRun.Failed(broken.problem(), false, broken.text(), Optional.empty()));
    }

    /** @param end after which nothing of it runs any more */
    public ApplyRun of(ApplyNote note, End end) throws IOException {
        if (end instanceof End.NeverStarted) {
            return never();
        }
        Output output = Output.of(folder, ApplyStep.notes(folder).from(), redactor);
        return say(judge(note, end, output));
    }

    /** How the apply ended, without saying it yet: something may come after it. */
    ApplyRun judged(ApplyNote note, End end) throws IOException {
        return judge(note, end, Output.of(folder, ApplyStep.notes(folder).from(), redactor));
    }

    private ApplyRun judge(ApplyNote note, End end, Output output) throws IOException {
        Optional<byte[]> state = note.localState();
        boolean ownEnd = end instanceof End.Exited exited && !exited.killed();
        if (ownEnd && !(end instanceof End.Exited(int code) && code == 0)) {
            return failed(
                    note, Breakage.problem("apply", Path.of(note.tool()), note.dir(), end, output), output, state);
        }
        if (output.complete().isPresent()) {
            return new ApplyRun.Done(output.complete().get(), output.text(), state);
        }
        if (ownEnd) {
            return failed(note, Breakage.notTerraform(Path.of(note.tool()), "apply"), output, state);
        }
        Problem cut = Breakage.problem("apply", Path.of(note.tool()), note.dir(), end, output);
        return unknown(cut.met(), output.text(), state);
    }

    /** How an import or the like ended, without saying it yet. */
    ApplyRun edited(ApplyNote note, String word, End end, Output output) throws IOException {
        if (end instanceof End.NeverStarted) {
            return new ApplyRun.NeverStarted(output.text());
        }
        Optional<byte[]> state = note.localState();
        Problem problem = Breakage.problem(word, Path.of(note.tool()), note.dir(), end, output);
        if (end instanceof End.Exited exited && !exited.killed()) {
            String line = output.text()
                    .lines()
                    .filter(said -> said.startsWith("Import successful") || said.startsWith("Successfully removed"))
                    .reduce((first, last) -> last)
                    .orElse("Done.");
            return exited.code() == 0
                    ? new ApplyRun.Done(line, output.text(), state)
                    : new ApplyRun.Failed(problem, false, output.text(), state);
        }
        return unknown(problem.met(), output.text(), state);
    }

    Output output(long from) throws IOException {
        return Output.of(folder, from, redactor);
    }

    /** It may have begun, and everything that would tell is lost. */
    public ApplyRun lost(Optional<ApplyNote> note) throws IOException {
        Optional<byte[]> state = note.isPresent() ? note.get().localState() : Optional.empty();
        return say(unknown(
                "the machine went down while the apply was about to begin",
                Output.of(folder, 0, redactor).text(),
                state));
    }

    private static ApplyRun unknown(String met, String text, Optional<byte[]> state) {
        return new ApplyRun.Unknown(
                Problem.of(
                        met + ": what it had changed by then is not known",
                        "",
                        "Compare the state with what is really there, then plan again; the plan shows what is left to do"),
                text,
                state);
    }

    private static ApplyRun failed(ApplyNote note, Problem problem, Output output, Optional<byte[]> state) {
        Path errored = Path.of(note.path()).resolve("errored.tfstate");
        Problem told = Files.isRegularFile(errored)
                ? Problem.of(
                        problem.met() + "; terraform could not save the state",
                        problem.expected(),
                        "On the server, run 'terraform state push " + errored + "' in " + note.path()
                                + " before anything else: it holds what this apply did")
                : problem;
        return new ApplyRun.Failed(told, Complaint.stale(output), output.text(), state);
    }
}
