package io.tidelock.run.step;

import io.tidelock.run.process.Patience;
import io.tidelock.run.terraform.InitNote;
import io.tidelock.run.terraform.Ran;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code terraform init}. Never with {@code -upgrade}: a committed lock file decides the versions, and where there is none a
 * fresh tree gets the newest that the constraints allow anyway, while a plan and its apply must see the same ones.
 */
public final class InitStep {
    private final Site site;
    private final List<String> arguments;
    private final InitNote note;

    public InitStep(Site site, OperatorArgs extra) {
        this.site = site;
        this.arguments = new ArrayList<>(List.of("init", "-input=false", "-no-color"));
        arguments.addAll(extra.values());
        this.note = new InitNote(site.path(), site.commit(), site.terraform().tool(), arguments);
    }

    /** What terraform is called with. */
    public List<String> arguments() {
        return List.copyOf(arguments);
    }

    /** Notes that what this step would make is there already. */
    public void spare() throws IOException {
        note.write();
    }

    /** Whether this tree was initialised in just this way before. */
    public boolean remembered() {
        return note.valid();
    }

    public Optional<Broken> run(String name, Patience patience) throws IOException {
        note.forget();
        Ran ran = site.terraform().run(name, arguments, patience);
        if (!ran.exited(0)) {
            return Optional.of(Breakage.of("init", site, ran));
        }
        note.write();
        return Optional.empty();
    }
}
