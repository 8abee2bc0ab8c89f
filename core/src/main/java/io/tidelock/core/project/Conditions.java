package io.tidelock.core.project;

import java.util.List;

/**
 * Under which conditions a project is worked on.
 *
 * @param plan what planning it requires
 * @param apply what applying it requires
 * @param imports what importing into its state requires
 * @param locking when its lock is taken
 * @param deletesBranch whether the branch is deleted when we merge the pull request
 */
public record Conditions(
        List<Requirement> plan,
        List<Requirement> apply,
        List<Requirement> imports,
        Locking locking,
        boolean deletesBranch) {
    /** When a pull request takes the lock of its project. */
    public enum Locking {
        /** Never: pull requests may plan and apply it side by side. */
        DISABLED,
        /** Planning and applying wait for it. */
        ON_PLAN,
        /** Applying waits for it; planning does not. */
        ON_APPLY
    }

    public static final Conditions NONE = new Conditions(List.of(), List.of(), List.of(), Locking.ON_PLAN, false);

    public Conditions {
        plan = List.copyOf(plan);
        apply = List.copyOf(apply);
        imports = List.copyOf(imports);
    }

    public Conditions locking(Locking other) {
        return new Conditions(plan, apply, imports, other, deletesBranch);
    }

    public Conditions deletingBranch(boolean deletes) {
        return new Conditions(plan, apply, imports, locking, deletes);
    }
}
