package io.tidelock.run.step;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.ApplyRun;
import io.tidelock.run.process.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an apply ended, as it was said the first time; it is never said differently later. */
record ApplyVerdict(
        Kind kind,
        String line,
        boolean stale,
        String met,
        String expected,
        String next,
        @Nullable String file,
        int row,
        int column,
        boolean state) {
    enum Kind {
        DONE,
        FAILED,
        UNKNOWN
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "verdict.json";
    private static final String TEXT = "verdict.txt";
    private static final String STATE = "verdict.tfstate";

    /** Keeps the answer, state and text included. */
    static void keep(RunFolder folder, ApplyRun run) throws IOException {
        Optional<ApplyVerdict> verdict = switch (run) {
            case ApplyRun.Done done -> Optional.of(of(Kind.DONE, done.line(), false, Problem.of("", "", ""), run));
            case ApplyRun.Failed failed -> Optional.of(of(Kind.FAILED, "", failed.stale(), failed.problem(), run));
            case ApplyRun.Unknown unknown -> Optional.of(of(Kind.UNKNOWN, "", false, unknown.problem(), run));
            case ApplyRun.NeverStarted never -> Optional.empty();
        };
        if (verdict.isEmpty()) {
            return;
        }
        if (run.localState().isPresent()) {
            folder.keep(STATE, run.localState().get());
        }
        folder.keep(TEXT, run.text().getBytes(StandardCharsets.UTF_8));
        folder.keep(NAME, JSON.writeValueAsBytes(verdict.get()));
    }

    private static ApplyVerdict of(Kind kind, String line, boolean stale, Problem problem, ApplyRun run) {
        Optional<Problem.Place> place = problem.place();
        return new ApplyVerdict(
                kind,
                line,
                stale,
                problem.met(),
                problem.expected(),
                problem.next(),
                place.map(Problem.Place::file).orElse(null),
                place.map(Problem.Place::line).orElse(0),
                place.map(Problem.Place::column).orElse(0),
                run.localState().isPresent());
    }

    /** The answer that was kept; empty when none was given yet. */
    static Optional<ApplyRun> read(RunFolder folder) throws IOException {
        Optional<byte[]> bytes = folder.read(NAME);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        ApplyVerdict verdict = JSON.readValue(bytes.get(), ApplyVerdict.class);
        String text = new String(folder.read(TEXT).orElse(new byte[0]), StandardCharsets.UTF_8);
        Optional<byte[]> state = verdict.state() ? folder.read(STATE) : Optional.empty();
        Problem plain = Problem.of(verdict.met(), verdict.expected(), verdict.next());
        Problem problem = verdict.file() == null ? plain : plain.at(verdict.file(), verdict.row(), verdict.column());
        return Optional.of(
                switch (verdict.kind()) {
                    case DONE -> new ApplyRun.Done(verdict.line(), text, state);
                    case FAILED -> new ApplyRun.Failed(problem, verdict.stale(), text, state);
                    case UNKNOWN -> new ApplyRun.Unknown(problem, text, state);
                });
    }
}
