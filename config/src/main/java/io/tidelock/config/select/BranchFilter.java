package io.tidelock.config.select;

import io.tidelock.config.Expression;
import java.util.Optional;

/** Expressions for base branches. */
public final class BranchFilter {
    private BranchFilter() {}

    /** What is wrong with the expression; empty when nothing is. */
    public static Optional<String> fault(String expression) {
        return Expression.fault(expression);
    }

    /** Whether the expression is found in the branch; empty when it is no expression. */
    static Optional<Boolean> matches(String expression, String branch) {
        return Expression.found(expression, branch);
    }
}
