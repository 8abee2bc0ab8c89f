package io.tidelock.run.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code required_version} asks for: conditions with commas between them, all of which must hold. */
final class Constraint {
    private static final Pattern CONDITION = Pattern.compile("(=|!=|>=|<=|>|<|~>)?\\s*(v?\\d[0-9A-Za-z.+-]*)");

    private record Condition(String sign, Version version, int numbers) {
        boolean allows(Version other) {
            int order = other.compareTo(version);
            return switch (sign) {
                case "!=" -> order != 0;
                case ">" -> order > 0;
                case ">=" -> order >= 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case "~>" -> order >= 0 && near(other);
                default -> order == 0;
            };
        }

        /** All numbers but the last one that was written are the same. */
        private boolean near(Version other) {
            return (numbers < 2 || other.major() == version.major())
                    && (numbers < 3 || other.minor() == version.minor());
        }
    }

    private final List<Condition> conditions;

    private Constraint(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    /** Empty when it cannot be read. */
    static Optional<Constraint> of(String text) {
        List<Condition> found = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher form = CONDITION.matcher(part.strip());
            if (!form.matches()) {
                return Optional.empty();
            }
            String number = form.group(2);
            Optional<Version> version = Version.of(number);
            if (version.isEmpty()) {
                return Optional.empty();
            }
            int numbers = number.split("[-+]", 2)[0].split("\\.", -1).length;
            found.add(new Condition(Optional.ofNullable(form.group(1)).orElse("="), version.get(), numbers));
        }
        return Optional.of(new Constraint(found));
    }

    /** The one version that it is for, when it names just one. */
    Optional<Version> exact() {
        return conditions.size() == 1 && conditions.getFirst().sign().equals("=")
                ? Optional.of(conditions.getFirst().version())
                : Optional.empty();
    }

    /** A version before a release only when it is named itself. */
    boolean allows(Version version) {
        return conditions.stream().allMatch(condition -> condition.allows(version))
                && (version.release()
                        || conditions.stream()
                                .anyMatch(condition -> condition.version().equals(version)));
    }
}
