package io.tidelock.config.repo;

import io.tidelock.config.yaml.Field;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Conditions;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a repository's file may say of requirements, locks and the branch, under the operator's terms. */
final class Overrides {
    private final Terms terms;

    Overrides(Terms terms) {
        this.terms = terms;
    }

    /**
     * What came of asking.
     *
     * @param conditions that hold
     * @param taken what was asked for and holds, by key
     * @param refused what was asked for and may not be, by key
     */
    record Ruled(Conditions conditions, Map<String, Field> taken, Map<String, Problem> refused) {
        Ruled {
            taken = Map.copyOf(taken);
            refused = Map.copyOf(refused);
        }
    }

    /**
     * What the top of the file asks for and may not have is left out, as in Atlantis, so that such files go on working; what asks for
     * more care than the operator does needs no permission.
     */
    Ruled ofAll(RawConditions asked) {
        Conditions now = terms.conditions();
        Map<String, Field> taken = new TreeMap<>();
        for (String key : new TreeSet<>(asked.fields().keySet())) {
            Conditions then = asked.only(key, now);
            if (terms.allowedOverrides().contains(key) || stricter(then, now)) {
                now = then;
                taken.put(key, field(asked, key));
            }
        }
        return new Ruled(now, taken, Map.of());
    }

    private static boolean stricter(Conditions asked, Conditions now) {
        boolean locked = asked.locking() != now.locking()
                && (asked.locking() == Conditions.Locking.ON_PLAN || now.locking() == Conditions.Locking.DISABLED);
        return locked || (now.deletesBranch() && !asked.deletesBranch());
    }

    /** What the project asks for, where the operator lets it; what comes to the same anybody may say. */
    Ruled ofProject(RawConditions asked, Conditions ofRepo) {
        Conditions now = ofRepo;
        Map<String, Field> taken = new TreeMap<>();
        Map<String, Problem> refused = new TreeMap<>();
        for (String key : new TreeSet<>(asked.fields().keySet())) {
            Conditions then = asked.only(key, now);
            if (terms.allowedOverrides().contains(key)) {
                now = then;
                taken.put(key, field(asked, key));
            } else if (!then.equals(now)) {
                refused.put(key, notYours(asked, key));
            }
        }
        return new Ruled(now, taken, refused);
    }

    private static Field field(RawConditions asked, String key) {
        return Objects.requireNonNull(asked.fields().get(key));
    }

    private static Problem notYours(RawConditions asked, String key) {
        return field(asked, key)
                .remark(
                        "'" + key + "' is " + field(asked, key).written()
                                + ", and the server does not let this file say so",
                        "no '" + key + "'",
                        "Remove it, or ask the operator for 'allowed_overrides: [" + key + "]'.");
    }
}
