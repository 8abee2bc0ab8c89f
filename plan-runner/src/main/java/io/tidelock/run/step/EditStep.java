package io.tidelock.run.step;

import io.tidelock.core.command.StateEdit;
import io.tidelock.run.process.Patience;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.process.StepFolder;
import io.tidelock.run.terraform.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code terraform import} or {@code terraform state rm}. */
final class EditStep {
    private static final String NAME = "edit";

    private final Site site;
    private final StateEdit edit;
    private final List<String> options;

    EditStep(Site site, StateEdit edit, OperatorArgs operator, CommenterArgs commenter) {
        this.site = site;
        this.edit = edit;
        this.options = new ArrayList<>(operator.values());
        this.options.addAll(commenter.values());
    }

    /** When the lease calls us away, terraform goes on. */
    Ran run(Patience patience) {
        List<String> arguments = new ArrayList<>(
                switch (edit) {
                    case StateEdit.Import _ -> List.of("import", "-input=false", "-no-color");
                    case StateEdit.Removal _ -> List.of("state", "rm");
                });
        Path variables = Path.of("env", site.workspace() + ".tfvars");
        if (edit instanceof StateEdit.Import && Files.isRegularFile(site.path().resolve(variables))) {
            arguments.add("-var-file=" + variables);
        }
        arguments.addAll(options);
        arguments.addAll(edit.arguments());
        return site.terraform().runUndisturbed(NAME, arguments, patience);
    }

    /** What is noted of it in a run's folder. */
    static StepFolder notes(RunFolder folder) {
        return folder.step(NAME);
    }
}
