package io.tidelock.sandbox.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pull request. */
public final class Pull {
    public final long id;
    /** Id of the issue that every pull request also is. */
    public final long issueId;

    public final int number;
    public final Repo repo;
    public final Account author;
    public final Instant createdAt;

    public String title;
    public @Nullable String body;
    public boolean draft;
    public boolean locked;
    public Instant updatedAt;
    public @Nullable Instant closedAt;
    public @Nullable Instant mergedAt;
    public @Nullable Account mergedBy;

    /** Where the head lives; null once that repository is gone. */
    public @Nullable Repo headRepo;

    public final String headLabelOwner;
    public final String headRef;
    public String headSha;
    public String baseRef;
    public String baseSha;

    /** Whether it merges without conflict; null while that is being found out. */
    public @Nullable Boolean mergeable;

    public boolean rebaseable;
    /** The test merge while open, the commit on the base branch once merged. */
    public @Nullable String mergeCommitSha;
    /** What merging made of several commits before it merged them; null unless it did. */
    public @Nullable String squashCommitSha;
    /** Counts up whenever head or base move, so that a late answer about an older state is recognised. */
    public long revision;

    public final Set<String> labels = new LinkedHashSet<>();
    public final Map<String, Account> assignees = new LinkedHashMap<>();
    public final Map<String, Account> requestedReviewers = new LinkedHashMap<>();
    /** By slug. */
    public final Map<String, Team> requestedTeams = new LinkedHashMap<>();

    public final List<Review> reviews = new ArrayList<>();
    /** Conversations about lines, oldest first: whether each is resolved. */
    public final List<Boolean> threads = new ArrayList<>();

    public final List<Reaction> reactions = new ArrayList<>();

    public Pull(
            long id,
            long issueId,
            int number,
            Repo repo,
            Account author,
            String title,
            Repo headRepo,
            String headRef,
            String headSha,
            String baseRef,
            String baseSha,
            Instant now) {
        this.id = id;
        this.issueId = issueId;
        this.number = number;
        this.repo = repo;
        this.author = author;
        this.title = title;
        this.headRepo = headRepo;
        this.headLabelOwner = headRepo.owner.login;
        this.headRef = headRef;
        this.headSha = headSha;
        this.baseRef = baseRef;
        this.baseSha = baseSha;
        this.createdAt = now;
        this.updatedAt = now;
    }

    public boolean isOpen() {
        return closedAt == null;
    }

    public boolean isMerged() {
        return mergedAt != null;
    }

    /** open or closed; a merged one is closed. */
    public String state() {
        return isOpen() ? "open" : "closed";
    }

    /** {@code owner/repo#7} or {@code group/project!7}, for messages. */
    @Override
    public String toString() {
        return repo.fullName() + (repo.gitlab ? "!" : "#") + number;
    }
}
