package io.tidelock.run.step;

import io.tidelock.run.meaning.Circumstances;
import io.tidelock.run.meaning.KeyedHash;
import io.tidelock.run.meaning.PlanMeaning;
import io.tidelock.run.process.Patience;
import io.tidelock.run.terraform.Complaint;
import io.tidelock.run.terraform.Output;
import io.tidelock.run.terraform.Ran;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code terraform plan}, and {@code show} when it found something to do. */
public final class PlanStep {
    /** What came of it. */
    public sealed interface Result {
        record Idle(String text) implements Result {}

        @SuppressWarnings("ArrayRecordComponent")
        record Changes(PlanMeaning meaning, byte[] planFile, String text) implements Result {}

        /** The directory must be initialised (again) first. */
        record InitNeeded(Broken broken) implements Result {}

        record Failed(Broken broken) implements Result {}
    }

    private static final String PLAN_FILE = "tidelock.tfplan";
    private static final String PLAN_JSON = "plan.json";

    private final Site site;
    private final KeyedHash hash;
    private final List<String> arguments = new ArrayList<>();
    private Optional<Path> copy = Optional.empty();

    /** @param hash for the plan's fingerprint */
    public PlanStep(Site site, OperatorArgs operator, CommenterArgs commenter, KeyedHash hash) {
        this.site = site;
        this.hash = hash;
        arguments.addAll(List.of("plan", "-input=false", "-no-color", "-detailed-exitcode", "-out=" + planFile()));
        Path variables = Path.of("env", site.workspace() + ".tfvars");
        if (Files.isRegularFile(site.path().resolve(variables))) {
            arguments.add("-var-file=" + variables);
        }
        arguments.addAll(operator.values());
        arguments.addAll(commenter.values());
    }

    /** What terraform is called with, our own plan file aside. */
    public List<String> arguments() {
        return arguments.stream()
                .filter(argument -> !argument.startsWith("-out="))
                .toList();
    }

    /** The plan file is moved there once it was read, for the steps that follow; it is deleted otherwise. */
    public PlanStep leaving(Path other) {
        copy = Optional.of(other);
        return this;
    }

    public Result run(String name, Patience patience) throws IOException {
        try {
            Ran ran = site.terraform().run(name, arguments, patience);
            Output output = Output.ofPlan(site.terraform().folder(), ran.from(), site.redactor());
            if (ran.exited(0)) {
                return output.idle() ? new Result.Idle(output.text()) : notTerraform("plan", output);
            }
            if (ran.exited(2)) {
                return Files.isRegularFile(planFile()) ? show(name, output, patience) : notTerraform("plan", output);
            }
            Broken broken = new Broken(Breakage.problem("plan", site, ran.end(), output), output.text());
            return ran.exited(1) && Complaint.initNeeded(output)
                    ? new Result.InitNeeded(broken)
                    : new Result.Failed(broken);
        } finally {
            if (copy.isPresent() && Files.isRegularFile(planFile())) {
                Files.move(planFile(), copy.get(), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.deleteIfExists(planFile());
            Files.deleteIfExists(site.terraform().folder().file(PLAN_JSON));
        }
    }

    /** A plan's JSON holds every sensitive value: it is read from a file that is gone when we return. */
    private Result show(String name, Output output, Patience patience) throws IOException {
        Path json = site.terraform().folder().file(PLAN_JSON);
        Ran ran = site.terraform()
                .ask(
                        name + "-show",
                        List.of("show", "-json", "-no-color", planFile().toString()),
                        json,
                        patience);
        if (!ran.exited(0)) {
            return new Result.Failed(Breakage.of("show", site, ran));
        }
        try (InputStream stream = Files.newInputStream(json)) {
            byte[] file = Files.readAllBytes(planFile());
            Circumstances circumstances = new Circumstances(site.root(), site.path(), site.workspace(), arguments());
            return new Result.Changes(PlanMeaning.of(stream, file, circumstances, hash), file, output.text());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return notTerraform("show -json", output);
        }
    }

    private Result notTerraform(String command, Output output) {
        return new Result.Failed(
                new Broken(Breakage.notTerraform(site.terraform().tool().path(), command), output.text()));
    }

    private Path planFile() {
        return site.terraform().folder().file(PLAN_FILE);
    }
}
