package io.tidelock.core.outcome;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Requirement;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that is true of a pull request. The summary comment and the statuses are functions of it.
 *
 * @param heads what the rows belong to; empty when nothing was planned yet
 * @param baseBranch short name; empty when nothing was planned yet
 * @param results by project, in the order of their keys
 * @param problems what keeps the whole pull request from being planned
 * @param appliesOnMerge whether merging the pull request applies its plans
 * @param summaryId the host's id of the summary comment, once it exists
 * @param demands what its projects require before they are applied
 * @param mergesOnceApplied whether a comment that has the last of it applied has it merged by us
 */
public record Board(
        PullRef pull,
        Optional<Heads> heads,
        String baseBranch,
        List<ProjectResult> results,
        List<Problem> problems,
        boolean appliesOnMerge,
        Stage stage,
        Optional<String> summaryId,
        Demands demands,
        boolean mergesOnceApplied) {
    /** How far the pull request has come. */
    public enum Stage {
        OPEN,
        /** Merged, and what was approved is being applied. */
        LANDING,
        /** Merged, and something of it waits for a person to apply it or give it up: its locks and plans are kept. */
        MERGED,
        /** Merged, and nothing is left to do. */
        DONE,
        /** Closed without being merged; nothing of it is kept. */
        CLOSED;

        /** True when nothing of the pull request waits for anything any more. */
        public boolean closed() {
            return this == DONE || this == CLOSED;
        }
    }

    public Board {
        results = results.stream()
                .sorted(Comparator.comparing(ProjectResult::key))
                .toList();
        problems = List.copyOf(problems);
    }

    /** Of one whose projects require nothing, and which people merge. */
    public Board(
            PullRef pull,
            Optional<Heads> heads,
            String baseBranch,
            List<ProjectResult> results,
            List<Problem> problems,
            boolean appliesOnMerge,
            Stage stage,
            Optional<String> summaryId) {
        this(pull, heads, baseBranch, results, problems, appliesOnMerge, stage, summaryId, Demands.NONE, false);
    }

    public static Board empty(PullRef pull) {
        return new Board(pull, Optional.empty(), "", List.of(), List.of(), false, Stage.OPEN, Optional.empty());
    }

    /** True when the pull request is merged and something of it is still to be done. */
    public boolean merged() {
        return stage == Stage.LANDING || stage == Stage.MERGED;
    }

    /** What is still missing for this project to be applied, when it waits for that; else nothing. */
    public List<Demands.Lack> lacks(ProjectResult result) {
        return result.outcome().kept().isEmpty() ? List.of() : demands.lacks(result.key());
    }

    /** True when merging it now would apply what waits: nothing is in the way, as far as the board tells. */
    public boolean mergingWouldApply() {
        return mergingWouldApplyOnceApproved()
                && results.stream()
                        .flatMap(result -> lacks(result).stream())
                        .noneMatch(lack -> lack.requirement() == Requirement.APPROVED);
    }

    /** The same, leaving aside whether it is approved. What else is required is met by the merge itself. */
    public boolean mergingWouldApplyOnceApproved() {
        return appliesOnMerge
                && stage == Stage.OPEN
                && problems.isEmpty()
                && results.stream().allMatch(result -> switch (result.outcome()) {
                    case Outcome.Planned planned -> planned.hold().isEmpty();
                    case Outcome.Stale stale -> true;
                    case Outcome.Unchanged unchanged -> true;
                    case Outcome.Applied applied -> true;
                    case Outcome.Underway underway -> false;
                    case Outcome.PlanFailed failed -> false;
                    case Outcome.Locked locked -> false;
                    case Outcome.ApplyFailed failed -> false;
                    case Outcome.ApplyUnknown unknown -> false;
                    case Outcome.Discarded discarded -> false;
                });
    }

    /** True when nothing of the pull request waits for anything any more. */
    public boolean closed() {
        return stage.closed();
    }

    /** True when its rows belong to this head. */
    public boolean isOf(CommitSha head) {
        return heads.filter(known -> known.head().equals(head)).isPresent();
    }

    public Optional<ProjectResult> result(ProjectKey key) {
        return results.stream().filter(result -> result.key().equals(key)).findFirst();
    }

    public Board withResults(Collection<ProjectResult> others) {
        return new Board(
                pull,
                heads,
                baseBranch,
                List.copyOf(others),
                problems,
                appliesOnMerge,
                stage,
                summaryId,
                demands,
                mergesOnceApplied);
    }

    public Board withProblems(List<Problem> others) {
        return new Board(
                pull, heads, baseBranch, results, others, appliesOnMerge, stage, summaryId, demands, mergesOnceApplied);
    }

    public Board withStage(Stage other) {
        return new Board(
                pull,
                heads,
                baseBranch,
                results,
                problems,
                appliesOnMerge,
                other,
                summaryId,
                demands,
                mergesOnceApplied);
    }

    public Board withSummary(Optional<String> id) {
        return new Board(
                pull, heads, baseBranch, results, problems, appliesOnMerge, stage, id, demands, mergesOnceApplied);
    }

    public Board withDemands(Demands others) {
        return new Board(
                pull,
                heads,
                baseBranch,
                results,
                problems,
                appliesOnMerge,
                stage,
                summaryId,
                others,
                mergesOnceApplied);
    }

    /** For these commits: problems go, results not in {@code keep} go; one that was over is open again, a merged one stays merged. */
    public Board opened(Opening opening) {
        return new Board(
                pull,
                Optional.of(opening.heads()),
                opening.baseBranch(),
                results.stream()
                        .filter(result -> opening.keep().contains(result.key()))
                        .toList(),
                List.of(),
                opening.appliesOnMerge(),
                merged() ? stage : Stage.OPEN,
                summaryId,
                demands.only(opening.keep()),
                opening.mergesOnceApplied());
    }

    /**
     * What a board is opened for.
     *
     * @param keep the projects whose results stay
     */
    public record Opening(
            Heads heads,
            String baseBranch,
            boolean appliesOnMerge,
            Collection<ProjectKey> keep,
            boolean mergesOnceApplied) {
        public Opening {
            keep = List.copyOf(keep);
        }

        /** Of one that people merge. */
        public Opening(Heads heads, String baseBranch, boolean appliesOnMerge, Collection<ProjectKey> keep) {
            this(heads, baseBranch, appliesOnMerge, keep, false);
        }
    }
}
