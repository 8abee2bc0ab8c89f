package io.tidelock.run.step;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.run.HookRun;
import io.tidelock.core.port.run.HookTask;
import io.tidelock.core.project.Step;
import io.tidelock.run.process.Patience;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.terraform.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A hook of the operator's, in the root of a checkout. */
public final class HookStep {
    /** A variable, and the file that it points to: what is written there becomes the description of the hook's status. */
    private static final String STATUS = "OUTPUT_STATUS_FILE";

    private final Site site;

    /** @param site the root of the checkout */
    public HookStep(Site site) {
        this.site = site;
    }

    public HookRun run(HookTask task, Patience patience) throws IOException {
        RunFolder folder = site.terraform().folder();
        Path status = folder.file(STATUS);
        Map<String, String> environment = new TreeMap<>(site.terraform().environment());
        environment.putAll(task.variables());
        environment.put("DIR", site.root().toString());
        environment.put(STATUS, status.toString());
        Step.Script script = task.hook().script();
        Scripts scripts = new Scripts(site, "own", false);
        Scripts.Call call =
                scripts.call(script, task.hook().when().word(), environment, Optional.empty(), false, patience);
        Optional<Problem> problem = call.broken()
                .map(Broken::problem)
                .or(() -> call.ran().filter(ran -> !ran.exited(0)).map(ran -> Breakage.ofHook(ran.end())));
        String text = call.ran().isPresent()
                ? Output.of(folder, call.ran().get().from(), site.redactor()).text()
                : "";
        String said = site.redactor().redact(Scripts.answer(status).strip());
        return new HookRun(problem, text, said);
    }
}
