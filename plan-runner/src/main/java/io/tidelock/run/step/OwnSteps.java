package io.tidelock.run.step;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.Step;
import io.tidelock.core.secret.Secret;
import io.tidelock.run.process.Patience;
import io.tidelock.run.process.RunFolder;
import io.tidelock.run.terraform.Output;
import io.tidelock.run.terraform.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The steps of a workflow that are not terraform's: commands, variables, and the plan as JSON. One object for one course of steps,
 * since what a step sets is there for those that follow.
 */
public final class OwnSteps {
    private static final int LARGEST_VALUE = 100 << 10;
    private static final int SECRET_LENGTH = 8;
    private static final List<String> RESERVED = List.of("TF_WORKSPACE", "TF_DATA_DIR");
    private static final Map<String, String> VERSIONS = new ConcurrentHashMap<>();

    private final Site site;
    private final OwnVariables variables;
    private final Scripts scripts;
    private final List<String> told = new ArrayList<>();
    private final StringBuilder raw = new StringBuilder();

    /**
     * @param comment the commenter's arguments
     * @param undisturbed true when a command goes on by itself while we are called away, as for an apply
     */
    public OwnSteps(Site site, Project project, List<String> comment, boolean undisturbed) {
        this(site, project, comment, new Scripts(site, "own", undisturbed));
    }

    private OwnSteps(Site site, Project project, List<String> comment, Scripts scripts) {
        this.site = site;
        this.variables = new OwnVariables(site, project, comment);
        this.scripts = scripts;
    }

    /**
     * The init of a plan, for its apply; empty when there is none. Where its arguments name variables, those that the plan has set
     * before it are set again: they may decide where the state is.
     */
    public static Optional<InitStep> plannedInit(Site site, Project project, Patience patience)
            throws IOException, OperatorArgs.Valueless {
        OwnSteps before = new OwnSteps(site, project, List.of(), new Scripts(site, "planned", false));
        List<Step> plan = project.workflow().plan();
        boolean named =
                plan.stream().anyMatch(step -> step instanceof Step.Init init && OperatorArgs.named(init.extraArgs()));
        for (Step step : plan) {
            Optional<Broken> broken = Optional.empty();
            if (step instanceof Step.Init init) {
                return Optional.of(new InitStep(before.site(), before.operator(init.extraArgs(), patience)));
            } else if (named && step instanceof Step.Env env) {
                broken = before.env(env, patience);
            } else if (named && step instanceof Step.MultiEnv many) {
                broken = before.multienv(many, patience);
            }
            if (broken.isPresent()) {
                throw new OperatorArgs.Valueless(broken.get());
            }
        }
        return Optional.empty();
    }

    /** The site for terraform's steps from here on. */
    public Site site() {
        return variables.anySet()
                ? new Site(
                        site.terraform().with(variables.forTerraform()),
                        site.root(),
                        site.dir(),
                        site.workspace(),
                        site.commit(),
                        site.redactor())
                : site;
    }

    /** True once terraform may see other variables than usual. */
    public boolean changed() {
        return variables.anySet();
    }

    /**
     * False once a command of people's own was run, or terraform may see other variables than usual: what init makes then may be
     * of their making, and nothing that others may be given.
     */
    public boolean untouched() {
        return scripts.none() && !changed();
    }

    /** Arguments of one of terraform's steps, with the variables that they name. */
    public OperatorArgs operator(List<String> written, Patience patience) throws IOException, OperatorArgs.Valueless {
        boolean versioned = written.stream().anyMatch(argument -> argument.contains(OwnVariables.VERSION));
        return OperatorArgs.of(written, variables.forArguments(versioned ? version(patience) : ""), variables.words());
    }

    public Path planFile() {
        return file(OwnVariables.PLAN_FILE);
    }

    /** Everything that is for people, in the order of the steps. */
    public String text() {
        return String.join("\n", told);
    }

    /** Everything that commands have printed, also what is not shown. */
    String printed() {
        return raw.toString();
    }

    public void tell(String text) {
        if (!text.isBlank()) {
            told.add(text);
        }
    }

    /** What came before it is part of the story. */
    public Broken after(Broken broken) {
        tell(broken.text());
        return new Broken(broken.problem(), text());
    }

    /** Plans hold secrets: nothing of this course is left on the disk. */
    public void clear() throws IOException {
        Files.deleteIfExists(planFile());
        Files.deleteIfExists(file(OwnVariables.SHOW_FILE));
        Files.deleteIfExists(file("answer"));
    }

    public Optional<Broken> run(Step.Run step, Patience patience) throws IOException {
        boolean filtered = !step.shown().filters().isEmpty();
        Optional<Path> answer = filtered ? Optional.of(file("answer")) : Optional.empty();
        Scripts.Call script = script(step.script(), "run", answer, false, patience);
        if (script.broken().isPresent()) {
            return script.broken();
        }
        Ran ran = script.ran().orElseThrow();
        String whole = filtered
                ? Scripts.answer(answer.orElseThrow())
                : Output.of(folder(), ran.from(), site.redactor()).text();
        raw.append(whole).append('\n');
        String shown = Shows.of(step.shown(), whole);
        if (filtered) {
            folder().log().say(shown);
        }
        if (!ran.exited(0)) {
            return Optional.of(new Broken(scripts.problem(step.script(), ran), shown));
        }
        if (!step.shown().hidden()) {
            tell(shown);
        }
        return Optional.empty();
    }

    public Optional<Broken> env(Step.Env step, Patience patience) throws IOException {
        if (step.script().isEmpty()) {
            return set(step.name(), step.value().orElse(""));
        }
        Path answer = file("answer");
        Scripts.Call script = script(step.script().get(), "env", Optional.of(answer), true, patience);
        Optional<Broken> broken =
                script.broken().or(() -> scripts.failed(step.script().get(), script));
        if (broken.isPresent()) {
            return broken;
        }
        String value = Scripts.answer(answer);
        return set(step.name(), value.endsWith("\n") ? value.substring(0, value.length() - 1) : value);
    }

    public Optional<Broken> multienv(Step.MultiEnv step, Patience patience) throws IOException {
        Path answer = file("answer");
        Scripts.Call script = script(step.script(), "multienv", Optional.of(answer), true, patience);
        Optional<Broken> broken = script.broken().or(() -> scripts.failed(step.script(), script));
        if (broken.isPresent()) {
            return broken;
        }
        Optional<Map<String, String>> pairs = Pairs.read(Scripts.answer(answer).strip());
        if (pairs.isEmpty()) {
            return Optional.of(new Broken(
                    Problem.of(
                            "the output of the 'multienv' step `" + Scripts.shortened(step.script())
                                    + "` cannot be read",
                            "NAME=value,NAME2=value2 with values that may be quoted, or a JSON object of texts",
                            "Correct the command; its output is not shown, since it may hold secrets"),
                    ""));
        }
        for (Map.Entry<String, String> pair : pairs.get().entrySet()) {
            broken = set(pair.getKey(), pair.getValue());
            if (broken.isPresent()) {
                return broken;
            }
        }
        if (step.told()) {
            tell(
                    pairs.get().isEmpty()
                            ? "No dynamic environment variable added"
                            : "Dynamic environment variables added:\n"
                                    + String.join("\n", pairs.get().keySet()));
        }
        return Optional.empty();
    }

    /** {@code terraform show -json} of the plan, for the steps that follow. */
    public Optional<Broken> show(Step.Show step, Patience patience) throws IOException, OperatorArgs.Valueless {
        if (!Files.isRegularFile(planFile())) {
            return Optional.of(new Broken(
                    Problem.of("the step 'show' without a plan", "a plan step before it", "Move it behind that"), ""));
        }
        Path json = file(OwnVariables.SHOW_FILE);
        Files.deleteIfExists(json);
        List<String> arguments = new ArrayList<>(List.of("show", "-json", "-no-color"));
        arguments.addAll(operator(step.extraArgs(), patience).values());
        arguments.add(planFile().toString());
        Ran ran = site().terraform().ask(scripts.name("show"), arguments, json, patience);
        return ran.exited(0) ? Optional.empty() : Optional.of(Breakage.of("show", site, ran));
    }

    private Optional<Broken> set(String name, String value) {
        Optional<String> fault = RESERVED.contains(name)
                ? Optional.of("decides where terraform keeps its state")
                : value.indexOf('\0') >= 0
                        ? Optional.of("would hold a NUL character")
                        : value.length() > LARGEST_VALUE
                                ? Optional.of("would be larger than 100 KiB")
                                : Optional.empty();
        if (fault.isPresent()) {
            return Optional.of(new Broken(
                    Problem.of(
                            "the variable '" + name + "' cannot be set: it " + fault.get(),
                            "another variable or value",
                            "Correct the step in the workflow"),
                    ""));
        }
        if (value.strip().length() >= SECRET_LENGTH
                && OwnVariables.SECRET.matcher(name.toUpperCase(Locale.ROOT)).find()) {
            site.redactor().learn(new Secret(value));
        }
        variables.set(name, value);
        return Optional.empty();
    }

    private Scripts.Call script(
            Step.Script script, String word, Optional<Path> answer, boolean apart, Patience patience)
            throws IOException {
        String version = version(patience);
        number(version);
        return scripts.call(script, word, variables.forScripts(version), answer, apart, patience);
    }

    /** Steps written for Atlantis call {@code terraform$ATLANTIS_TERRAFORM_VERSION}. */
    private void number(String version) throws IOException {
        Path folder = file(OwnVariables.NUMBERED);
        String name = site.terraform().tool().name().startsWith("tofu") ? "tofu" : "terraform";
        Path link = folder.resolve(name + version);
        if (version.matches("[0-9A-Za-z.-]+") && !Files.isSymbolicLink(link)) {
            Files.createDirectories(folder);
            Files.createSymbolicLink(link, site.terraform().tool().path().toAbsolutePath());
        }
    }

    /** Asked once for each binary. */
    private String version(Patience patience) throws IOException {
        String identity = site.terraform().tool().identity();
        String known = VERSIONS.get(identity);
        if (known != null) {
            return known;
        }
        Path answer = file("version");
        Ran ran = site.terraform().ask("version", List.of("version"), answer, patience);
        String line = Scripts.answer(answer).lines().findFirst().orElse("").strip();
        String version = ran.exited(0) ? line.replaceFirst("^.* v", "") : "";
        if (!version.isEmpty()) {
            VERSIONS.put(identity, version);
        }
        return version;
    }

    private RunFolder folder() {
        return site.terraform().folder();
    }

    private Path file(String name) {
        return folder().file(name);
    }
}
