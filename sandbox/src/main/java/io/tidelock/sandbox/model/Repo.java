package io.tidelock.sandbox.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A repository: its settings, and everything that hangs on it. Its commits are in git, under {@link #folder}. */
public final class Repo {
    public final long id;
    public final Account owner;
    public final String name;
    public final Instant createdAt;
    /** Name of the bare repository's folder below the data folder. */
    public final String folder;

    public @Nullable String description;
    public boolean isPrivate;
    public boolean archived;
    public String defaultBranch = "main";
    public boolean allowMergeCommit = true;
    public boolean allowSquashMerge = true;
    public boolean allowRebaseMerge = true;
    public boolean allowAutoMerge;
    public boolean allowUpdateBranch;
    public boolean deleteBranchOnMerge;
    /** Whether it was made as a GitLab project: what is proposed is a merge request there, {@code !7} and {@code refs/merge-requests/7/head}. */
    public boolean gitlab;
    /** Whether a merge request waits for a successful pipeline; of a GitLab project. */
    public boolean pipelinesMustSucceed;

    public Instant updatedAt;
    public Instant pushedAt;
    /** The repository this one was forked from. */
    public @Nullable Repo parent;

    public final Map<String, Permission> collaborators = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    public final Map<String, Label> labels = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    public final Map<Integer, Pull> pulls = new TreeMap<>();
    /** Comments by id, in order of creation. */
    public final Map<Long, Comment> comments = new LinkedHashMap<>();
    /** By commit; oldest first. */
    public final Map<String, List<CommitStatus>> statuses = new LinkedHashMap<>();
    /** By id, in order of creation. */
    public final Map<Long, CheckRun> checkRuns = new LinkedHashMap<>();
    /** By branch name. */
    public final Map<String, Protection> protections = new LinkedHashMap<>();

    public final Map<Long, Hook> hooks = new LinkedHashMap<>();

    private int lastNumber;

    public Repo(long id, Account owner, String name, Instant createdAt) {
        this.id = id;
        this.owner = owner;
        this.name = name;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
        this.pushedAt = createdAt;
        this.folder = id + ".git";
    }

    public String fullName() {
        return owner.login + "/" + name;
    }

    /** Full name in lower case: names are compared without regard to case. */
    public String key() {
        return fullName().toLowerCase(Locale.ROOT);
    }

    /** The ref of a pull request's head or of its test merge: which is {@code head} or {@code merge}. */
    public String pullRef(int number, String which) {
        return (gitlab ? "refs/merge-requests/" : "refs/pull/") + number + "/" + which;
    }

    /** The next number of a pull request; numbers are never used twice. */
    public int nextNumber() {
        return ++lastNumber;
    }

    public List<CommitStatus> statusesOf(String sha) {
        return statuses.getOrDefault(sha, List.of());
    }

    public List<CheckRun> checksOf(String sha) {
        return checkRuns.values().stream()
                .filter(run -> run.headSha.equals(sha))
                .toList();
    }

    public List<Comment> commentsOf(int number) {
        return comments.values().stream().filter(c -> c.number == number).toList();
    }

    public void add(CommitStatus status) {
        statuses.computeIfAbsent(status.sha(), sha -> new ArrayList<>()).add(status);
    }

    @Override
    public String toString() {
        return fullName();
    }
}
