package io.tidelock.run.step;

import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.outcome.Problem;
import io.tidelock.run.meaning.Circumstances;
import io.tidelock.run.meaning.KeyedHash;
import io.tidelock.run.meaning.PlanMeaning;
import io.tidelock.run.process.Patience;
import io.tidelock.run.terraform.Ran;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plan of a workflow without a plan step: what its commands left at {@code $PLANFILE}, and what they printed. Terraform is
 * asked what the file says; where it cannot tell, since the commands planned elsewhere, their words have to do.
 */
public final class OwnPlan {
    private static final int LARGEST = 256 << 20;
    private static final Pattern LINE = Pattern.compile(
            "Plan: (?:([0-9]{1,9}) to import, )?([0-9]{1,9}) to add, ([0-9]{1,9}) to change, ([0-9]{1,9}) to destroy");
    private static final List<String> IDLE = List.of(
            "No changes. Infrastructure is up-to-date.", "No changes. Your infrastructure matches the configuration.");

    private final OwnSteps steps;
    private final KeyedHash hash;

    public OwnPlan(OwnSteps steps, KeyedHash hash) {
        this.steps = steps;
        this.hash = hash;
    }

    /** What came of it. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Found(boolean changes, PlanSummary summary, byte[] planFile, PlanFingerprint fingerprint) {}

    /** Whether the commands left a plan file. */
    public boolean there() {
        return Files.isRegularFile(steps.planFile());
    }

    /** Why the file cannot be kept; empty when it can. */
    public Optional<Problem> fault() throws IOException {
        return there() && Files.size(steps.planFile()) > LARGEST
                ? Optional.of(Problem.of("the file at $PLANFILE is larger than 256 MiB", "a terraform plan", ""))
                : Optional.empty();
    }

    public Found read(Patience patience) throws IOException {
        byte[] file = there() ? Files.readAllBytes(steps.planFile()) : new byte[0];
        Optional<PlanMeaning> told = file.length == 0 ? Optional.empty() : asked(file, patience);
        if (told.isPresent()) {
            PlanSummary summary = told.get().summary();
            boolean changes = !nothing(summary);
            return new Found(
                    changes, summary, changes ? file : new byte[0], told.get().fingerprint());
        }
        String printed = steps.printed();
        Optional<PlanSummary> scraped = scraped(printed);
        boolean idle = scraped.isEmpty() && IDLE.stream().anyMatch(printed::contains);
        return new Found(
                !idle,
                scraped.orElse(PlanSummary.nothing()),
                idle ? new byte[0] : file,
                PlanFingerprint.unknown("what the commands of its workflow have planned"));
    }

    private Optional<PlanMeaning> asked(byte[] file, Patience patience) throws IOException {
        Site site = steps.site();
        Path json = site.terraform().folder().file("plan.json");
        try {
            Ran ran = site.terraform()
                    .ask(
                            "own-show",
                            List.of(
                                    "show",
                                    "-json",
                                    "-no-color",
                                    steps.planFile().toString()),
                            json,
                            patience);
            if (!ran.exited(0)) {
                return Optional.empty();
            }
            try (InputStream stream = Files.newInputStream(json)) {
                Circumstances circumstances = new Circumstances(site.root(), site.path(), site.workspace(), List.of());
                return Optional.of(PlanMeaning.of(stream, file, circumstances, hash));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                return Optional.empty();
            }
        } finally {
            Files.deleteIfExists(json);
        }
    }

    private static boolean nothing(PlanSummary summary) {
        return summary.add()
                        + summary.change()
                        + summary.destroy()
                        + summary.replace()
                        + summary.imported()
                        + summary.moved()
                        + summary.forgotten()
                        + summary.outputs()
                == 0;
    }

    /** All of terraform's lines together: a command may have planned several directories. */
    static Optional<PlanSummary> scraped(String printed) {
        Matcher matcher = LINE.matcher(printed);
        int imported = 0;
        int add = 0;
        int change = 0;
        int destroy = 0;
        boolean found = false;
        while (matcher.find()) {
            found = true;
            imported += matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
            add += Integer.parseInt(matcher.group(2));
            change += Integer.parseInt(matcher.group(3));
            destroy += Integer.parseInt(matcher.group(4));
        }
        return found ? Optional.of(new PlanSummary(add, change, destroy, 0, imported, 0, 0, 0, 0)) : Optional.empty();
    }
}
