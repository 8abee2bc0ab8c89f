package io.tidelock.run.step;

import io.tidelock.core.port.Unavailable;
import io.tidelock.run.process.Patience;
import io.tidelock.run.process.ProcessDoor;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.process.StepFolder;
import io.tidelock.run.terraform.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code terraform apply} of a plan file, and nothing but it: what the file says is what is done. */
public final class ApplyStep {
    private static final String NAME = "apply";
    private static final String INTENDED = "intended";
    private static final String PLAN_FILE = "tidelock.tfplan";

    private final Site site;
    private final OperatorArgs extra;

    public ApplyStep(Site site, OperatorArgs extra) {
        this.site = site;
        this.extra = extra;
    }

    /** When the lease calls us away, terraform goes on. */
    public Ran run(byte[] plan, Patience patience) throws IOException {
        RunFolder folder = site.terraform().folder();
        folder.keep(PLAN_FILE, plan);
        folder.keep(INTENDED, ProcessDoor.boot().getBytes(StandardCharsets.UTF_8));
        patience.check();
        Path file = folder.file(PLAN_FILE);
        List<String> arguments = new ArrayList<>(List.of("apply", "-input=false", "-no-color"));
        arguments.addAll(extra.values());
        arguments.add(file.toString());
        Ran ran = site.terraform().runUndisturbed(NAME, arguments, patience);
        Files.deleteIfExists(file);
        return ran;
    }

    /** What is noted of the apply in a run's folder. */
    public static StepFolder notes(RunFolder folder) {
        return folder.step(NAME);
    }

    /**
     * Whether the apply may have been started although its claim is missing: the machine was started anew since, and what
     * was not yet on disk is lost.
     */
    public static boolean doubtful(RunFolder folder) {
        try {
            Optional<String> boot = folder.read(INTENDED).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
            return boot.filter(then -> !then.equals(ProcessDoor.boot())).isPresent()
                    && !notes(folder).started();
        } catch (IOException e) {
            throw Unavailable.notDone("cannot read " + folder.file(INTENDED), e);
        }
    }
}
