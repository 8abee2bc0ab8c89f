package io.tidelock.testkit.fake.host;

import io.tidelock.core.change.CommitSha;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Branches and commits; commits are counted, nothing is in them. */
final class FakeGit {
    private final Map<String, CommitSha> branches = new HashMap<>();
    private final Set<CommitSha> commits = new HashSet<>();

    FakeGit() {
        push("main");
    }

    CommitSha commit() {
        CommitSha commit = new CommitSha(String.format("%040x", commits.size() + 1));
        commits.add(commit);
        return commit;
    }

    CommitSha push(String branch) {
        CommitSha tip = commit();
        branches.put(branch, tip);
        return tip;
    }

    /** From main, when it is not there. */
    void branch(String name) {
        branches.putIfAbsent(name, tip("main"));
    }

    CommitSha tip(String branch) {
        return Optional.ofNullable(branches.get(branch)).orElseThrow();
    }

    boolean has(CommitSha commit) {
        return commits.contains(commit);
    }
}
