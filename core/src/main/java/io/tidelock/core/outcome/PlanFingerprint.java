package io.tidelock.core.outcome;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a plan means, in a form that two plans can be compared by. It names addresses, outputs, variables and providers, and
 * never shows a value: those are keyed hashes, which say nothing to whoever has not the key.
 *
 * @param parts keyed hash by what it is of, for people: {@code terraform_data.a: create}, {@code output url}, {@code backend}.
 *     What follows the last colon and space is a facet of what stands before it
 * @param unseen what the plan does that cannot be seen from outside, in words; with any of it no plan is equal to another
 */
public record PlanFingerprint(SortedMap<String, String> parts, List<String> unseen) {
    private static final String FACET = ": ";

    public PlanFingerprint {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        unseen = List.copyOf(unseen);
    }

    /** Of a plan that cannot be compared at all. */
    public static PlanFingerprint unknown(String why) {
        return new PlanFingerprint(new TreeMap<>(), List.of(why));
    }

    /** Whether applying one is certain to do what applying the other does. In doubt it is not. */
    public boolean equivalentTo(PlanFingerprint other) {
        return comparable() && other.comparable() && parts.equals(other.parts);
    }

    private boolean comparable() {
        return unseen.isEmpty() && !parts.isEmpty();
    }

    /**
     * What keeps {@code other}, the newer of the two, from being equivalent: short sentences without values, sorted, such as
     * {@code null_resource.b: provisioners differ}. Empty exactly when they are equivalent.
     */
    public List<String> differences(PlanFingerprint other) {
        SortedSet<String> found = new TreeSet<>();
        unseen.forEach(what -> found.add("cannot be compared: " + what));
        other.unseen.forEach(what -> found.add("cannot be compared: " + what));
        if (!parts.isEmpty() && !other.parts.isEmpty()) {
            alone(parts, other.parts, "the earlier plan", found);
            alone(other.parts, parts, "the new plan", found);
            parts.forEach((name, hash) -> {
                if (other.parts.containsKey(name) && !hash.equals(other.parts.get(name))) {
                    found.add(name + (plural(name) ? " differ" : " differs"));
                }
            });
        } else if (found.isEmpty()) {
            found.add("cannot be compared: it is not known what the "
                    + (parts.isEmpty() ? "earlier plan does" : "new plan does"));
        }
        return List.copyOf(new ArrayList<>(found));
    }

    /** What one has and the other has not; a subject that the other does not know at all is said once. */
    private static void alone(
            SortedMap<String, String> one, SortedMap<String, String> other, String whose, SortedSet<String> found) {
        SortedSet<String> known = new TreeSet<>();
        other.keySet().forEach(name -> known.add(subject(name)));
        for (String name : one.keySet()) {
            if (!other.containsKey(name)) {
                boolean stranger = !known.contains(subject(name));
                found.add(stranger ? subject(name) + ": only in " + whose : name + ", only in " + whose);
            }
        }
    }

    private static String subject(String name) {
        int facet = name.lastIndexOf(FACET);
        return facet < 0 ? name : name.substring(0, facet);
    }

    private static boolean plural(String name) {
        return name.lastIndexOf(FACET) >= 0 && name.endsWith("s");
    }
}
