package io.tidelock.config.repo;

import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Problems;
import io.tidelock.config.yaml.Section;
import io.tidelock.config.yaml.YamlFile;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Conditions;
import io.tidelock.core.project.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What holds for a repository and for each of its projects, key by key, and where that was said. To be asked for a file with
 * nothing wrong in it.
 *
 * @param repository the keys of the top of its file
 * @param projects the entries of its file
 * @param others the keys of a project that the file does not name
 */
public record Explained(List<Held> repository, List<Entry> projects, List<Held> others) {
    private static final List<String> REPOSITORY = List.of(
            "automerge",
            "parallel_plan",
            "parallel_apply",
            "abort_on_execution_order_fail",
            "autodiscover.mode",
            "autodiscover.ignore_paths");
    private static final List<String> PROJECT = List.of(
            "branch",
            "workflow",
            "terraform_distribution",
            "terraform_version",
            "autoplan.enabled",
            "autoplan.when_modified",
            "execution_order_group",
            "depends_on",
            "plan_requirements",
            "apply_requirements",
            "import_requirements",
            "repo_locks",
            "delete_source_branch_on_merge",
            "policy_check",
            "custom_policy_check",
            "silence_pr_comments");

    /** What only an entry has. */
    private static final List<String> ENTRY =
            List.of("branch", "autoplan.enabled", "autoplan.when_modified", "execution_order_group", "depends_on");

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("automerge", "false"),
            Map.entry("abort_on_execution_order_fail", "false"),
            Map.entry("autodiscover.ignore_paths", "[]"),
            Map.entry("branch", "all"),
            Map.entry("terraform_version", "as the code requires, else what is installed"),
            Map.entry("autoplan.enabled", "true"),
            Map.entry("autoplan.when_modified", "[" + String.join(", ", Meaning.WHEN_MODIFIED) + "]"),
            Map.entry("execution_order_group", "0"),
            Map.entry("depends_on", "[]"),
            Map.entry("policy_check", "false"),
            Map.entry("custom_policy_check", "false"),
            Map.entry("silence_pr_comments", "[]"));

    public Explained {
        repository = List.copyOf(repository);
        projects = List.copyOf(projects);
        others = List.copyOf(others);
    }

    /**
     * A key with what holds.
     *
     * @param origin a place in a file, a flag or variable, or "default"
     * @param refused what was asked for instead and may not be, with its place
     */
    public record Held(String key, String value, String origin, Optional<Problem> refused) {
        public Held(String key, String value, String origin) {
            this(key, value, origin, Optional.empty());
        }
    }

    /** An entry of the file. */
    public record Entry(String dir, String workspace, String name, List<Held> keys) {
        public Entry {
            keys = List.copyOf(keys);
        }
    }

    /** @param usual what holds where the file does not say, as far as that is not by default */
    public static Explained of(byte[] bytes, String file, Terms terms, Map<String, Held> usual) {
        Optional<Section> top = YamlFile.read(bytes, file, new Problems(file));
        return top.map(section -> new Course(file, section, terms, usual).explained())
                .orElseGet(() -> without(terms, usual));
    }

    /** Of a repository without a file. */
    public static Explained without(Terms terms, Map<String, Held> usual) {
        Overrides.Ruled asIs = new Overrides.Ruled(terms.conditions(), Map.of(), Map.of());
        List<Held> repository =
                REPOSITORY.stream().map(key -> orDefault(key, usual)).toList();
        return new Explained(repository, List.of(), others(asIs, usual));
    }

    private static List<Held> others(Overrides.Ruled ofRepo, Map<String, Held> usual) {
        return PROJECT.stream()
                .filter(key -> !ENTRY.contains(key))
                .map(key -> conditions(ofRepo.conditions(), key)
                        .map(value -> held(key, value, ofRepo, usual))
                        .orElseGet(() -> orDefault(key, usual)))
                .toList();
    }

    private static Held orDefault(String key, Map<String, Held> usual) {
        return Optional.ofNullable(usual.get(key))
                .orElseGet(() -> new Held(key, DEFAULTS.getOrDefault(key, ""), "default"));
    }

    /** What the top of the file says of a condition, or else what the operator says. */
    private static Held held(String key, String value, Overrides.Ruled ofRepo, Map<String, Held> usual) {
        String origin = Optional.ofNullable(ofRepo.taken().get(key))
                .map(Explained::place)
                .orElseGet(() -> orDefault(key, usual).origin());
        return new Held(key, value, origin, Optional.ofNullable(ofRepo.refused().get(key)));
    }

    /** As it would be written; empty for a key that is no condition. */
    private static Optional<String> conditions(Conditions conditions, String key) {
        return switch (key) {
            case "plan_requirements" -> Optional.of(list(conditions.plan()));
            case "apply_requirements" -> Optional.of(list(conditions.apply()));
            case "import_requirements" -> Optional.of(list(conditions.imports()));
            case "repo_locks" ->
                Optional.of("{mode: " + conditions.locking().name().toLowerCase(Locale.ROOT) + "}");
            case "delete_source_branch_on_merge" -> Optional.of(String.valueOf(conditions.deletesBranch()));
            default -> Optional.empty();
        };
    }

    private static String list(List<Requirement> requirements) {
        return "["
                + String.join(", ", requirements.stream().map(Requirement::word).toList()) + "]";
    }

    private static String place(Field field) {
        return field.remark("", "", "").place().map(Problem.Place::toString).orElse("");
    }

    /** One file on its way. */
    private record Course(String file, Section top, Terms terms, Map<String, Held> usual) {
        Explained explained() {
            RawRepo raw = RawRepo.read(top);
            Overrides overrides = new Overrides(terms);
            Overrides.Ruled ofRepo = overrides.ofAll(raw.conditions());
            List<Entry> entries = new ArrayList<>();
            for (Section section : top.field("projects").sections()) {
                RawProject project = RawProject.read(section);
                Overrides.Ruled ruled = overrides.ofProject(project.conditions(), ofRepo.conditions());
                List<Held> keys = PROJECT.stream()
                        .map(key -> key.equals("workflow")
                                ? workflow(project, raw)
                                : conditions(ruled.conditions(), key)
                                        .map(value -> condition(key, value, ruled, ofRepo))
                                        .orElseGet(() -> said(section, key, project.refusals())))
                        .toList();
                entries.add(new Entry(
                        project.dir(), project.workspace(), project.name().orElse(""), keys));
            }
            List<Held> repository = REPOSITORY.stream()
                    .map(key -> said(top, key, raw.refusals()))
                    .map(this::overruled)
                    .toList();
            return new Explained(repository, entries, others(ofRepo, usual));
        }

        /** What of the search the operator has decided, whatever the file says. */
        private Held overruled(Held held) {
            boolean fixed = held.key().equals("autodiscover.mode")
                            && terms.searchFixed().mode()
                    || held.key().equals("autodiscover.ignore_paths")
                            && terms.searchFixed().ignored();
            Held server = orDefault(held.key(), usual);
            return fixed && !held.equals(server)
                    ? new Held(
                            server.key(),
                            server.value(),
                            server.origin(),
                            Optional.of(Problem.of(
                                    "'" + held.key() + "' is " + held.value() + " at " + held.origin()
                                            + ", and the server decides",
                                    "",
                                    "")))
                    : held;
        }

        private Held condition(String key, String value, Overrides.Ruled ruled, Overrides.Ruled ofRepo) {
            List<String> names = key.equals("repo_locks") ? List.of(key, "repo_locking") : List.of(key);
            Optional<Field> taken = names.stream()
                    .flatMap(name -> Stream.ofNullable(ruled.taken().get(name)))
                    .findFirst();
            Optional<Problem> refused = names.stream()
                    .flatMap(name -> Stream.ofNullable(ruled.refused().get(name)))
                    .findFirst();
            Held ofAll = held(key, value, ofRepo, usual);
            return new Held(key, value, taken.map(Explained::place).orElse(ofAll.origin()), refused.or(ofAll::refused));
        }

        private Held workflow(RawProject project, RawRepo raw) {
            List<Problem> refusals = new ArrayList<>();
            new Meaning(file, terms, new TreeSet<>()).recipe(project, raw, refusals);
            Field field = project.workflowField();
            return field.present() && refusals.isEmpty()
                    ? new Held("workflow", field.written(), place(field))
                    : new Held(
                            "workflow",
                            terms.workflow(),
                            orDefault("workflow", usual).origin(),
                            refusals.stream().findFirst());
        }

        /** A key of the file, or a key in a section of it, that needs nobody's leave. */
        private Held said(Section section, String key, List<Problem> refusals) {
            int dot = key.indexOf('.');
            Optional<Field> field = dot < 0
                    ? Optional.of(section.field(key))
                    : section.field(key.substring(0, dot)).section().map(inner -> inner.field(key.substring(dot + 1)));
            Optional<Field> present = field.filter(Field::present);
            if (present.isEmpty()) {
                return orDefault(key, usual);
            }
            Optional<Problem> refused = refusals.stream()
                    .filter(problem -> problem.met().startsWith("'" + key + "' "))
                    .findFirst();
            Held before = orDefault(key, usual);
            return refused.isPresent()
                    ? new Held(key, before.value(), before.origin(), refused)
                    : new Held(key, present.get().written(), place(present.get()));
        }
    }

    /** The same where no project is ever locked, since that was said there. */
    public Explained withoutLocks(String origin) {
        return new Explained(
                repository,
                projects.stream()
                        .map(entry ->
                                new Entry(entry.dir(), entry.workspace(), entry.name(), unlocked(entry.keys(), origin)))
                        .toList(),
                unlocked(others, origin));
    }

    private static List<Held> unlocked(List<Held> keys, String origin) {
        return keys.stream()
                .map(held -> held.key().equals("repo_locks")
                        ? new Held(held.key(), "{mode: disabled}", origin, held.refused())
                        : held)
                .toList();
    }
}
