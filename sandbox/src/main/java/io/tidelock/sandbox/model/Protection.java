package io.tidelock.sandbox.model;

import java.util.List;

/**
 * What a protected branch demands.
 *
 * @param requiresChecks whether the section about status checks is there at all
 * @param strict whether the head must contain the base branch's tip
 * @param contexts names that must be successful on the head
 * @param requiresReviews whether the section about reviews is there at all
 * @param approvals how many approving reviews are needed
 * @param dismissStale whether a push dismisses approvals
 * @param codeOwners whether a code owner must review; told, not enforced
 * @param enforceAdmins whether admins are held to it too
 * @param conversations whether every thread must be resolved
 */
public record Protection(
        boolean requiresChecks,
        boolean strict,
        List<String> contexts,
        boolean requiresReviews,
        int approvals,
        boolean dismissStale,
        boolean codeOwners,
        boolean enforceAdmins,
        boolean conversations) {
    /** Threads may stay open. */
    public Protection(
            boolean requiresChecks,
            boolean strict,
            List<String> contexts,
            boolean requiresReviews,
            int approvals,
            boolean dismissStale,
            boolean codeOwners,
            boolean enforceAdmins) {
        this(
                requiresChecks,
                strict,
                contexts,
                requiresReviews,
                approvals,
                dismissStale,
                codeOwners,
                enforceAdmins,
                false);
    }
}
