package io.tidelock.core.outcome;

/**
 * What a plan would do, counted from terraform's JSON.
 *
 * @param add resources to create, those to be replaced included, as terraform counts them
 * @param destroy resources to destroy, those to be replaced included
 * @param replace how many of both are replacements
 * @param outputs root outputs that change
 * @param drift resources found changed outside of terraform
 */
public record PlanSummary(
        int add, int change, int destroy, int replace, int imported, int moved, int forgotten, int outputs, int drift) {
    public static PlanSummary nothing() {
        return new PlanSummary(0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Terraform's own summary line, e.g. {@code Plan: 1 to add, 0 to change, 0 to destroy.} */
    public String line() {
        StringBuilder line = new StringBuilder("Plan: ");
        if (imported > 0) {
            line.append(imported).append(" to import, ");
        }
        line.append(add)
                .append(" to add, ")
                .append(change)
                .append(" to change, ")
                .append(destroy)
                .append(" to destroy");
        if (forgotten > 0) {
            line.append(", ").append(forgotten).append(" to forget");
        }
        return line.append('.').toString();
    }
}
