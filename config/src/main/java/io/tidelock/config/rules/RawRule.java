package io.tidelock.config.rules;

import io.tidelock.config.DidYouMean;
import io.tidelock.config.DirGlob;
import io.tidelock.config.Expression;
import io.tidelock.config.RepoPath;
import io.tidelock.config.repo.RawConditions;
import io.tidelock.config.repo.Terms;
import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Quote;
import io.tidelock.config.yaml.Section;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Hook;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An entry of {@code repos}, as it was typed. What is empty was not said.
 *
 * @param id host, owner and name, or an expression
 * @param expression whether {@code id} is one
 * @param branch the expression between the slashes
 * @param autodiscover whether anything was said about it; then all of it counts
 * @param hooks what is run before and after commands, in the order of the file
 * @param unmet by its key, what restricts or promises and cannot be obeyed yet
 * @param met keys with values that ask for nothing, which take back what an earlier entry asked for
 * @param said every key that was written, for people
 */
record RawRule(
        String id,
        boolean expression,
        Optional<String> branch,
        Optional<String> repoConfigFile,
        Optional<String> workflow,
        Field workflowField,
        Optional<List<String>> allowedWorkflows,
        Field allowedWorkflowsField,
        Optional<List<String>> allowedOverrides,
        Optional<Boolean> customWorkflows,
        boolean autodiscover,
        Optional<Autodiscover> mode,
        Optional<List<String>> ignorePaths,
        List<Hook> hooks,
        RawConditions conditions,
        Map<String, Problem> unmet,
        Set<String> met,
        Map<String, Said> said) {
    /** A key as it was written. */
    record Said(String value, String origin) {}

    boolean isFor(RepoRef repo) {
        return expression ? Expression.found(id, repo.toString()).orElse(false) : id.equals(repo.toString());
    }

    static RawRule read(Section section) {
        Unmet unmet = new Unmet();
        Field idField = section.field("id");
        Optional<String> id = idField.string();
        Optional<String> expression = expression(idField);
        if (!idField.present()) {
            section.problem(
                    "an entry without 'id'",
                    "'id: host/owner/name' or 'id: /expression/'",
                    "For all write 'id: /.*/'.");
        }
        Field workflow = section.field("workflow");
        Field allowedWorkflows = section.field("allowed_workflows");
        Optional<Section> autodiscover = section.field("autodiscover").section();
        Optional<Autodiscover> mode = Optional.empty();
        Optional<List<String>> ignored = Optional.empty();
        if (autodiscover.isPresent()) {
            mode = autodiscover
                    .get()
                    .field("mode")
                    .oneOf("auto", "enabled", "disabled")
                    .map(RepoRules::mode);
            ignored = ignored(autodiscover.get().field("ignore_paths"));
            autodiscover.get().refuseTheRest();
        }
        Optional<String> branch = branch(section.field("branch"));
        Optional<String> file = file(section.field("repo_config_file"));
        Optional<List<String>> overrides = words(section.field("allowed_overrides"), Terms.OVERRIDES);
        Optional<Boolean> custom = section.field("allow_custom_workflows").bool();
        List<Hook> hooks = Stream.of(Hook.When.values())
                .flatMap(when -> HookReader.read(section.field(when.word() + "s"), when).stream())
                .toList();
        RawConditions conditions = RawConditions.read(section);
        unmet.readAll(section);
        section.refuseTheRest();
        Map<String, Said> said = said(section);
        return new RawRule(
                expression.or(() -> id).orElse(""),
                expression.isPresent(),
                branch,
                file,
                workflow.string().filter(name -> !name.isEmpty()),
                workflow,
                allowedWorkflows.strings(),
                allowedWorkflows,
                overrides,
                custom,
                autodiscover.isPresent(),
                mode,
                ignored,
                hooks,
                conditions,
                Map.copyOf(unmet.unmet),
                Set.copyOf(unmet.met),
                said);
    }

    private static Map<String, Said> said(Section section) {
        Map<String, Said> said = new LinkedHashMap<>();
        for (Field field : section.fields()) {
            if (field.present() && !field.name().equals("id")) {
                String place = field.remark("", "", "")
                        .place()
                        .map(Problem.Place::toString)
                        .orElse("");
                said.put(field.name(), new Said(field.written(), place));
            }
        }
        return Map.copyOf(said);
    }

    /** What stands between the slashes; empty when it is a name. */
    private static Optional<String> expression(Field id) {
        Optional<String> text = id.string().filter(given -> given.startsWith("/"));
        if (text.isEmpty()) {
            id.string()
                    .filter(name -> name.chars().filter(c -> c == '/').count() < 2 || name.contains("://"))
                    .ifPresent(name -> id.wrong(
                            id.met(), "host/owner/name, like github.com/acme/infra, or an expression between slashes"));
            return Optional.empty();
        }
        return between(id, text.get());
    }

    private static Optional<String> branch(Field field) {
        return field.string().filter(text -> !text.isEmpty()).flatMap(text -> between(field, text));
    }

    private static Optional<String> between(Field field, String text) {
        if (text.length() < 3 || !text.startsWith("/") || !text.endsWith("/")) {
            field.wrong(field.met(), "a regular expression between slashes", "Write for example '/^main$/'.");
            return Optional.empty();
        }
        String expression = text.substring(1, text.length() - 1);
        Optional<String> fault = Expression.fault(expression);
        fault.ifPresent(why -> field.wrong(field.met(), "a regular expression: " + why));
        return Optional.of(expression).filter(good -> fault.isEmpty());
    }

    private static Optional<String> file(Field field) {
        Optional<String> path = field.string().filter(text -> !text.isEmpty());
        if (path.isEmpty()) {
            return Optional.empty();
        }
        String given = path.get();
        Optional<String> clean = given.startsWith("/") || given.contains("..") || RepoPath.strange(given)
                ? Optional.empty()
                : RepoPath.clean(given).filter(name -> !name.equals("."));
        if (clean.isEmpty()) {
            field.wrong(field.met(), "a file of the repository, like infra/atlantis.yaml");
        }
        return clean;
    }

    private static Optional<List<String>> ignored(Field field) {
        Optional<List<String>> patterns = field.strings();
        patterns.ifPresent(given -> given.forEach(pattern -> {
            Optional<String> fault = pattern.isEmpty() || pattern.startsWith("/")
                    ? Optional.of("is empty or begins with '/'")
                    : DirGlob.fault(pattern);
            fault.ifPresent(why -> field.wrong(
                    "a list with the pattern " + Quote.of(pattern) + ", which " + why,
                    "patterns of directories, like 'docs/**'"));
        }));
        return patterns;
    }

    private static Optional<List<String>> words(Field field, List<String> known) {
        if (!field.present()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        for (Field element : field.elements()) {
            element.string().ifPresent(word -> {
                words.add(word);
                if (!known.contains(word)) {
                    element.wrong(
                            Quote.of(word),
                            "one of " + String.join(", ", known),
                            DidYouMean.among(word, known)
                                    .map(near -> "Did you mean '" + near + "'?")
                                    .orElse(""));
                }
            });
        }
        return Optional.of(List.copyOf(words));
    }

    /** Sorts what cannot be obeyed yet from values that ask for nothing. */
    private static final class Unmet {
        private final Map<String, Problem> unmet = new LinkedHashMap<>();
        private final Set<String> met = new HashSet<>();

        void readAll(Section section) {
            truth(section.field("custom_policy_check"), false);
            section.field("policy_check").bool(); // can only switch off what is not there
            words(section.field("silence_pr_comments"), List.of("plan", "apply"));
        }

        private void truth(Field field, boolean harmless) {
            field.bool().ifPresent(value -> {
                if (value == harmless) {
                    met.add(field.name());
                } else {
                    refuse(field, "it");
                }
            });
        }

        private void refuse(Field field, String what) {
            met.remove(field.name());
            unmet.put(
                    field.name(),
                    field.remark(
                            "'" + field.name() + "' of the server's file is " + field.met()
                                    + ", which is not supported yet",
                            "no '" + field.name() + "'",
                            "The operator can remove it to go without " + what
                                    + "; it is not ignored, because that would run something else than the file says."));
        }
    }
}
