package io.tidelock.config.operator;

import io.tidelock.config.DidYouMean;
import io.tidelock.config.compat.Compat;
import io.tidelock.config.compat.CompatRow;
import io.tidelock.config.operator.OperatorSettings.ConfigFile;
import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Problems;
import io.tidelock.config.yaml.Section;
import io.tidelock.config.yaml.YamlFile;
import io.tidelock.core.outcome.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Collects what was given, weakest source first, by our names and by Atlantis's. */
final class Sources {
    private static final String OURS = "TIDELOCK_";
    private static final String THEIRS = "ATLANTIS_";

    /** Variables of the launcher, which are no settings of the server. */
    private static final Set<String> LAUNCHER =
            Set.of("TIDELOCK_JAVA_HOME", "TIDELOCK_JAVA_OPTS", "TIDELOCK_MAVEN_ARGS");

    /** The launcher's word for a setting, which a person would otherwise have to say twice. */
    private static final Map<String, String> ALSO = Map.of("TIDELOCK_TERRAFORM", Setting.TERRAFORM_BINARY.key());

    private enum Level {
        FILE,
        OLD_VARIABLE,
        VARIABLE,
        FLAG
    }

    /**
     * @param text as it was typed; never empty
     * @param origin for people
     * @param place of the file, where it stands in one
     */
    record Given(String text, String origin, Level level, Optional<Problem.Place> place) {
        Given(String text, String origin, Level level) {
            this(text, origin, level, Optional.empty());
        }

        /** How people call it: by what they typed, or by the key of the file. */
        String name(String key) {
            return place.isPresent() ? "'" + key + "'" : origin;
        }

        /** With the place in the file. */
        Problem at(Problem problem) {
            return new Problem(problem.met(), problem.expected(), problem.next(), place);
        }
    }

    private final Compat compat;
    private final Map<Setting, Given> given = new EnumMap<>(Setting.class);
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Sources(Compat compat) {
        this.compat = compat;
    }

    Optional<Given> given(Setting setting) {
        return Optional.ofNullable(given.get(setting));
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    void takeFile(ConfigFile file) {
        Problems found = new Problems(file.name());
        YamlFile.read(file.bytes(), file.name(), found)
                .ifPresent(top -> top.keys().forEach(key -> take(top, key)));
        problems.addAll(0, found.list());
    }

    private void take(Section top, String key) {
        Field field = top.field(key);
        Optional<Problem.Place> place = field.remark("", "", "").place();
        String origin = place.map(Problem.Place::toString).orElse("the file");
        Optional<CompatRow> onlyThere = compat.rows().stream()
                .filter(row ->
                        row.kind() == CompatRow.Kind.CONFIG_KEYS && row.name().equals(key))
                .findFirst();
        if (onlyThere.isPresent()) {
            warnings.add("the key '" + key + "' of " + origin + " is not supported yet and has no effect: "
                    + onlyThere.get().why());
            return;
        }
        if (!known(key)) {
            unknown("the key '" + key + "'", key, "", place);
            return;
        }
        Optional<String> text = field.isList() ? field.strings().map(items -> String.join(",", items)) : field.string();
        text.ifPresent(value -> offer(key, value, new Given(value, origin, Level.FILE, place)));
    }

    void takeVariables(Map<String, String> environment) {
        Map<String, String> sorted = new TreeMap<>(environment);
        sorted.forEach((name, value) -> takeVariable(name, value, THEIRS, Level.OLD_VARIABLE));
        sorted.forEach((name, value) -> takeVariable(name, value, OURS, Level.VARIABLE));
    }

    private void takeVariable(String name, String value, String prefix, Level level) {
        if (!name.startsWith(prefix) || value.isEmpty() || LAUNCHER.contains(name)) {
            return;
        }
        String key = ALSO.getOrDefault(
                name, name.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-'));
        if (known(key)) {
            offer(key, value, new Given(value, name, level));
        } else if (!ofKubernetes(name, value)) {
            Optional<String> near = near(key);
            if (level == Level.VARIABLE && near.isPresent()) {
                unknown("the variable " + name, key, OURS, Optional.empty());
            } else {
                warnings.add("the variable " + name + " is not known and has no effect"
                        + near.map(word -> "; did you mean " + prefix + variable(word) + "?")
                                .orElse(""));
            }
        }
    }

    /** A service called tidelock or atlantis puts such variables into every container beside it. */
    private static boolean ofKubernetes(String name, String value) {
        return name.matches(".*_SERVICE_(HOST|PORT(_.*)?)")
                || name.matches(".*_PORT_[0-9]+_(TCP|UDP)(_.*)?")
                || isLink(value);
    }

    private static boolean isLink(String value) {
        return value.startsWith("tcp://") || value.startsWith("udp://");
    }

    void takeArguments(List<String> arguments) {
        Arguments.Read read = Arguments.read(arguments, this::isTruth);
        read.strays()
                .forEach(stray -> problems.add(Problem.of(
                        stray, "flags only, like --port 4141", "Values with blanks need quotes in a shell.")));
        for (Arguments.Flag flag : read.flags()) {
            if (!known(flag.key())) {
                unknown("the flag --" + flag.key(), flag.key(), "--", Optional.empty());
            } else if (flag.value().isEmpty()) {
                problems.add(Problem.of("--" + flag.key() + " without a value", "--" + flag.key() + "=VALUE", ""));
            } else {
                offer(flag.key(), flag.value().get(), new Given(flag.value().get(), "--" + flag.key(), Level.FLAG));
            }
        }
    }

    private boolean isTruth(String key) {
        return Setting.of(key)
                .map(setting -> setting.kind() == Setting.Kind.TRUTH)
                .or(() -> compat.flag(key).map(row -> row.type().equals("bool")))
                .orElse(false);
    }

    private boolean known(String key) {
        return setting(key).isPresent() || compat.flag(key).isPresent();
    }

    /** Ours of this name, or what took the place of Atlantis's. */
    private Optional<Setting> setting(String key) {
        return Setting.of(key)
                .or(() -> compat.flag(key).flatMap(CompatRow::ours).flatMap(Setting::of));
    }

    private void offer(String key, String text, Given value) {
        Optional<CompatRow> missing = compat.flag(key).filter(row -> !row.honoured());
        if (missing.isEmpty()) {
            setting(key)
                    .ifPresentOrElse(
                            setting -> set(setting, value),
                            () -> compat.flag(key).ifPresent(row -> check(row, value)));
        } else if (!missing.get().asksForNothing(text)) {
            refuse(missing.get(), value);
        }
    }

    private void set(Setting setting, Given value) {
        if (value.text().isEmpty() || (setting.kind() == Setting.Kind.NUMBER && isLink(value.text()))) {
            return;
        }
        Given before = given.put(setting, value);
        if (before != null
                && before.level() == value.level()
                && !before.origin().equals(value.origin())
                && !before.text().equals(value.text())) {
            problems.add(Problem.of(
                    before.origin() + " and " + value.origin() + " with different values",
                    "one of them",
                    "They mean the same: keep " + setting.key() + "."));
        }
    }

    /** What holds anyway has no setting, and is still no place for mistakes. */
    private void check(CompatRow row, Given value) {
        String text = value.text().strip();
        Optional<String> expected = Optional.empty();
        if (row.type().equals("bool") && !text.matches("(?i)true|false|t|f|1|0")) {
            expected = Optional.of("true or false");
        } else if (row.type().startsWith("int") && !text.matches("-?[0-9]{1,18}") && !isLink(text)) {
            expected = Optional.of("a number");
        } else if (!row.fits().isEmpty() && !text.isEmpty() && !row.asksForNothing(text)) {
            expected = Optional.of(row.fallback() + " or " + String.join(" or ", row.fits()));
        }
        expected.ifPresent(words -> problems.add(
                value.at(Problem.of(value.name(row.name()) + " is '" + shortened(text) + "'", words, ""))));
    }

    /** What would restrict is never passed over; what would only do more is remarked upon. */
    private void refuse(CompatRow row, Given value) {
        if (row.type().startsWith("int") && isLink(value.text())) {
            return;
        }
        boolean secret = row.name().matches(".*(token|secret|password|key|username|headers|json)");
        String met = value.name(row.name()) + (secret ? "" : " is '" + shortened(value.text()) + "'")
                + ", which is not supported" + (row.status() == CompatRow.Status.PLANNED ? " yet" : "");
        if (row.restricts()) {
            problems.add(value.at(Problem.of(met, "no such setting", row.why() + " Remove it to go without.")));
        } else {
            warnings.add(value.place().map(at -> at + ": ").orElse("") + met + " and has no effect: " + row.why());
        }
    }

    private void unknown(String met, String key, String prefix, Optional<Problem.Place> place) {
        String next = near(key)
                .map(word -> "Did you mean " + (prefix.equals(OURS) ? OURS + variable(word) : prefix + word) + "?")
                .orElse("Remove it.");
        problems.add(new Problem(shortened(met) + ", which is not known", "a setting", next, place));
    }

    private Optional<String> near(String key) {
        List<String> flags = compat.rows().stream()
                .filter(row -> row.kind() == CompatRow.Kind.FLAGS)
                .map(CompatRow::name)
                .toList();
        return DidYouMean.among(
                key, Stream.concat(Setting.keys().stream(), flags.stream()).toList());
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > 100 ? line.substring(0, 100) + "…" : line;
    }
}
