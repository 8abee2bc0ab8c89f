package io.tidelock.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of the table.
 *
 * @param line the name of the line it belongs to
 * @param what is measured
 * @param unit of the figure: s, ms, calls, …
 * @param references what the bare commands took in the same rounds
 */
public record Row(String line, String what, String unit, Series ours, List<Reference> references, List<Goal> goals) {
    public Row {
        references = List.copyOf(references);
        goals = List.copyOf(goals);
    }

    /** A figure that stands for itself. */
    public static Row of(String line, String what, String unit, Series ours) {
        return new Row(line, what, unit, ours, List.of(), List.of());
    }

    /**
     * What it is compared with.
     *
     * @param name such as R or B
     */
    public record Reference(String name, Series series) {}

    /**
     * What is to be reached.
     *
     * @param words such as {@code ≤ 1.7 B}
     * @param value what was reached, in the unit of the words
     */
    public record Goal(String words, double value, boolean met) {}

    public Row beside(String name, Series series) {
        List<Reference> more = new ArrayList<>(references);
        more.add(new Reference(name, series));
        return new Row(line, what, unit, ours, more, goals);
    }

    /** The median of the ratios to a reference is to be at most this. */
    public Row atMostTimes(double limit, String reference) {
        double ratio = ours.over(reference(reference)).median();
        return with(new Goal("≤ " + Words.number(limit) + " " + reference, ratio, ratio <= limit));
    }

    /** The median is to be at most this. */
    public Row atMost(double limit) {
        return with(new Goal("≤ " + Words.number(limit) + " " + unit, ours.median(), ours.median() <= limit));
    }

    /** The median is to be at least this. */
    public Row atLeast(double limit) {
        return with(new Goal("≥ " + Words.number(limit) + " " + unit, ours.median(), ours.median() >= limit));
    }

    /** Every single round is to be just this. */
    public Row always(double value) {
        boolean met = ours.values().stream().allMatch(each -> each == value);
        return with(new Goal("always " + Words.number(value), ours.max(), met));
    }

    public Row with(Goal goal) {
        List<Goal> more = new ArrayList<>(goals);
        more.add(goal);
        return new Row(line, what, unit, ours, references, more);
    }

    private Series reference(String name) {
        return references.stream()
                .filter(reference -> reference.name().equals(name))
                .findFirst()
                .orElseThrow()
                .series();
    }
}
