package io.tidelock.run.step;

import io.tidelock.core.outcome.Problem;
import io.tidelock.run.process.End;
import io.tidelock.run.terraform.Complaint;
import io.tidelock.run.terraform.Output;
import io.tidelock.run.terraform.Ran;
import java.io.IOException;
import java.nio.file.Path;

/** Says why a call of terraform did not do its part. */
final class Breakage {
    private Breakage() {}

    static Broken of(String command, Site site, Ran ran) throws IOException {
        Output output = Output.ofPlan(site.terraform().folder(), ran.from(), site.redactor());
        return new Broken(problem(command, site, ran.end(), output), output.text());
    }

    static Problem problem(String command, Site site, End end, Output output) {
        return problem(command, site.terraform().tool().path(), site.dir(), end, output);
    }

    static Problem problem(String command, Path tool, String dir, End end, Output output) {
        String did = tool.getFileName() + " " + command;
        return switch (end) {
            case End.Exited exited
            when exited.code() == 127 || exited.code() == 126 ->
                Problem.of(
                        tool + " could not be executed",
                        "an executable terraform or tofu for this machine",
                        "Install it anew on the server");
            case End.Exited exited
            when exited.killed() ->
                Problem.of(
                        did + " was killed by signal " + (exited.code() - 128),
                        "",
                        exited.code() == 137
                                ? "Perhaps the server ran out of memory: look at its log, give it more, then try again"
                                : "Somebody or something at the server stopped it: try again");
            case End.Exited exited -> Complaint.of(did, dir, output);
            case End.Vanished vanished ->
                Problem.of(
                        did + " ended and left no exit code",
                        "",
                        "Somebody or something at the server killed it: try again");
            case End.Late late ->
                Problem.of(
                        did + " was stopped because it took too long",
                        "an end before the deadline",
                        "See below what it was waiting for; the operator can allow more time");
            case End.NeverStarted never -> Problem.of(did + " was not started", "", "Try again");
            case End.Called called -> Problem.of(did + " was stopped", "", "Try again");
        };
    }

    /** A command of the operator's; who reads this is told its name before. */
    static Problem ofHook(End end) {
        Problem problem = ofCommand("it", ".", end);
        return Problem.of(problem.met().replace("it in '.' ended", "it ended"), problem.expected(), problem.next());
    }

    /** A command of a workflow. */
    static Problem ofCommand(String did, String dir, End end) {
        return switch (end) {
            case End.Exited exited
            when !exited.killed() ->
                Problem.of(
                        did + " in '" + dir + "' ended with exit code " + exited.code(),
                        "exit code 0",
                        exited.code() == 127
                                ? "Is what it calls installed on the server? See below what it printed"
                                : "See below what it printed");
            case End.Exited exited ->
                Problem.of(
                        did + " was killed by signal " + (exited.code() - 128),
                        "",
                        "Somebody or something at the server stopped it: try again");
            case End.Vanished vanished ->
                Problem.of(
                        did + " ended and left no exit code",
                        "",
                        "Somebody or something at the server killed it: try again");
            case End.Late late ->
                Problem.of(
                        did + " was stopped because it took too long",
                        "an end before the deadline",
                        "See below what it was waiting for; the operator can allow more time");
            case End.NeverStarted never -> Problem.of(did + " was not started", "", "Try again");
            case End.Called called -> Problem.of(did + " was stopped", "", "Try again");
        };
    }

    /** It ended well and did not say what terraform says when it does. */
    static Problem notTerraform(Path tool, String command) {
        return Problem.of(
                "the program " + tool + " does not behave like terraform: '" + command
                        + "' did not say what came of it",
                "terraform or tofu",
                "Name the right binary with --terraform PATH");
    }
}
