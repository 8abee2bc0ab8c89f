package io.tidelock.vcs.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.PullRequest;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** GitLab merges in three ways, and tells each in a field of its own. */
class GitLabMergesTest {
    private final GitLabStage stage = new GitLabStage();

    @AfterEach
    void leave() {
        stage.close();
    }

    private PullRequest merged(PullRef ref, String method) {
        stage.sandbox().merge(stage.id(ref), method, "alice");
        PullRequest pull = stage.pullReader().pull(ref);
        assertThat(pull.state()).isEqualTo(PullRequest.State.MERGED);
        assertThat(pull.mergedAt()).isPresent();
        return pull;
    }

    private Optional<CommitSha> main() {
        return Optional.ofNullable(stage.sandbox().branch(stage.repo().path(), "main"))
                .map(CommitSha::new);
    }

    @Test
    void a_merge_commit_is_what_merging_made() {
        PullRequest pull = merged(stage.open("One", false), "merge");
        assertThat(pull.testMerge())
                .isEqualTo(main())
                .isNotEqualTo(Optional.of(pull.head().sha()));
    }

    @Test
    void of_a_squashed_one_the_merge_counts() {
        PullRef ref = stage.open("One", false);
        stage.push(ref);
        PullRequest pull = merged(ref, "squash");
        assertThat(pull.testMerge())
                .isEqualTo(main())
                .isNotEqualTo(Optional.of(pull.head().sha()));
    }

    @Test
    void what_only_moved_the_target_forward_is_the_head_itself() {
        PullRequest pull = merged(stage.open("One", false), "rebase");
        assertThat(pull.testMerge()).isEqualTo(main()).contains(pull.head().sha());
    }
}
