package io.tidelock.config.repo;

import io.tidelock.config.DirGlob;
import io.tidelock.config.RepoPath;
import io.tidelock.config.WorkspaceName;
import io.tidelock.config.select.BranchFilter;
import io.tidelock.config.select.Glob;
import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Quote;
import io.tidelock.config.yaml.Section;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.Program;
import io.tidelock.core.project.ProjectKey;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An entry of {@code projects}, as it was typed, with the defaults filled in.
 *
 * @param dir clean, or a pattern of directories; empty when it is missing or wrong, which is then a Problem of the file
 * @param branch the expression between the slashes
 * @param program what it wants to be run with
 * @param wish when its turn should come
 * @param conditions under which it should be worked on
 * @param refusals keys that would change what runs, and are not supported yet
 */
record RawProject(
        Optional<String> name,
        Field nameField,
        String dir,
        Field dirField,
        String workspace,
        Optional<String> branch,
        Optional<List<String>> whenModified,
        boolean autoplan,
        Optional<String> workflow,
        Field workflowField,
        Program program,
        Place.Wish wish,
        RawConditions conditions,
        List<Problem> refusals) {
    /** Those that Atlantis accepts: what stays itself in the query of a URL, and the slash. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.~/-]+");

    /** The same, with workflow, conditions and branches of another entry; without workflow and conditions where there is no other. */
    RawProject ruledBy(Optional<RawProject> other) {
        return new RawProject(
                name,
                nameField,
                dir,
                dirField,
                workspace,
                other.map(RawProject::branch).orElse(branch),
                whenModified,
                autoplan,
                other.flatMap(RawProject::workflow),
                other.map(RawProject::workflowField).orElse(workflowField),
                program,
                wish,
                other.map(RawProject::conditions).orElse(RawConditions.NOTHING),
                refusals);
    }

    static RawProject read(Section section) {
        Refusals refusals = new Refusals();
        Field nameField = section.field("name");
        Field dirField = section.field("dir");
        Optional<String> name = nameField.string();
        name.filter(given -> !NAME.matcher(given).matches() || given.length() > 200)
                .ifPresent(given -> nameField.wrong(nameField.met(), "letters, digits and any of _ . ~ - /"));
        String dir = dir(section, dirField);
        String workspace = workspace(section.field("workspace"));
        Optional<String> branch = branch(section.field("branch"));

        Optional<Section> autoplan = section.field("autoplan").section();
        Optional<List<String>> whenModified = Optional.empty();
        boolean automatic = true;
        if (autoplan.isPresent()) {
            Field patterns = autoplan.get().field("when_modified");
            whenModified = patterns.strings();
            whenModified.ifPresent(given -> given.forEach(pattern -> checkPattern(pattern, patterns)));
            automatic = autoplan.get().field("enabled").bool().orElse(true);
            autoplan.get().refuseTheRest();
        }
        Field workflowField = section.field("workflow");
        Optional<String> workflow = workflowField.string().filter(given -> !given.isEmpty());
        Place.Wish wish = new Place.Wish(
                section.field("execution_order_group").integer().orElse(0), names(section.field("depends_on")));
        Program program = ProgramReader.read(section);
        RawConditions conditions = RawConditions.read(section);
        refuseWhatIsNotThere(section, refusals);
        section.refuseTheRest();
        if (name.isPresent() && DirGlob.isPattern(dir)) {
            nameField.wrong(
                    nameField.met() + " although 'dir' is a pattern",
                    "no 'name', since each directory that matches is a project",
                    "Remove it.");
        }
        return new RawProject(
                name,
                nameField,
                dir,
                dirField,
                workspace,
                branch,
                whenModified,
                automatic,
                workflow,
                workflowField,
                program,
                wish,
                conditions,
                refusals.list());
    }

    boolean many() {
        return DirGlob.isPattern(dir);
    }

    private static List<String> names(Field field) {
        List<String> names = field.strings().orElse(List.of());
        names.stream()
                .filter(String::isBlank)
                .forEach(blank -> field.wrong("a list with a blank name", "names of projects"));
        return names.stream().filter(given -> !given.isBlank()).distinct().toList();
    }

    private static void refuseWhatIsNotThere(Section section, Refusals refusals) {
        // Checks that would be expected to stop an apply.
        refusals.unless(section.field("policy_check"), false);
        refusals.unless(section.field("custom_policy_check"), false);
        // Keeps comments away, never runs; our one living comment is edited in place and shows what may be applied.
        Refusals.silence(section.field("silence_pr_comments"));
    }

    private static String dir(Section section, Field field) {
        Optional<String> given = field.string();
        if (!field.present()) {
            section.problem("a project without 'dir'", "'dir: path/of/the/project'", "For the root write 'dir: .'.");
            return "";
        }
        if (given.isEmpty()) {
            return "";
        }
        String dir = given.get();
        if (dir.isBlank() || dir.length() > 1000 || RepoPath.strange(dir)) {
            field.wrong(field.met(), "a directory, with '/'", "For the root write 'dir: .'.");
            return "";
        }
        if (dir.contains("..")) {
            field.wrong(field.met(), "a directory inside the repository, without '..'");
            return "";
        }
        if (DirGlob.isPattern(dir)) {
            String pattern = dir.replaceFirst("^(\\./|/)+", "").replaceFirst("/+$", "");
            Optional<String> fault = DirGlob.fault(pattern);
            fault.ifPresent(
                    why -> field.wrong(field.met() + ", which " + why, "a directory, or a pattern like 'env/*'"));
            return fault.isPresent() ? "" : pattern;
        }
        return RepoPath.clean(dir).orElse("");
    }

    private static String workspace(Field field) {
        String workspace = field.string().orElse(ProjectKey.DEFAULT_WORKSPACE);
        if (workspace.isEmpty()) {
            return ProjectKey.DEFAULT_WORKSPACE;
        }
        WorkspaceName.fault(workspace)
                .ifPresent(fault ->
                        field.wrong(field.met() + ", which " + fault, WorkspaceName.EXPECTED.replace("`", "'")));
        return workspace;
    }

    private static Optional<String> branch(Field field) {
        Optional<String> given = field.string().filter(text -> !text.isEmpty());
        if (given.isEmpty()) {
            return Optional.empty();
        }
        String text = given.get();
        if (text.length() < 3 || !text.startsWith("/") || !text.endsWith("/")) {
            field.wrong(field.met(), "a regular expression between slashes", "Write for example 'branch: /^main$/'.");
            return Optional.empty();
        }
        String expression = text.substring(1, text.length() - 1);
        Optional<String> fault = BranchFilter.fault(expression);
        fault.ifPresent(why -> field.wrong(field.met(), "a regular expression: " + why));
        return Optional.of(expression).filter(readable -> fault.isEmpty());
    }

    private static void checkPattern(String pattern, Field field) {
        String bare = pattern.strip();
        Optional<String> fault = Glob.fault(pattern);
        if (bare.isEmpty() || fault.isPresent() || bare.length() > 1000) {
            field.wrong(
                    "a list with the pattern " + Quote.of(pattern)
                            + fault.map(why -> ", which " + why).orElse(""),
                    "a pattern like '**/*.tf', or '!**/*.md' to leave out");
        }
    }
}
