package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.github.GHCommitState;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHPullRequestFileDetail;
import org.kohsuke.github.GHPullRequestReviewEvent;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.ReactionContent;

/** The library that many servers use, against the sandbox. */
class Hub4jTest {
    @TempDir
    @Nullable
    Path folder;

    @Test
    void readsAndWritesAPullRequest() throws Exception {
        try (Sandbox sandbox =
                Sandbox.start(SandboxSettings.in(Objects.requireNonNull(folder)).advertiseHttp())) {
            sandbox.createRepository("owner", "infra");
            sandbox.commitFiles("owner/infra", "main", Map.of("main.tf", "# one\n"), "One", "owner");
            sandbox.commitFiles("owner/infra", "feature", Map.of("main.tf", "# two\n"), "Two", "owner");
            sandbox.user("ann");
            sandbox.openPull("owner/infra", "A change", "feature", "main", "ann");
            GitHub hub = new GitHubBuilder()
                    .withEndpoint(sandbox.httpUrl() + "/api/v3")
                    .withOAuthToken(sandbox.token("owner"))
                    .build();
            assertThat(hub.getMyself().getLogin()).isEqualTo("owner");
            GHRepository repo = hub.getRepository("owner/infra");
            assertThat(repo.getDefaultBranch()).isEqualTo("main");
            assertThat(repo.getPermission("owner").name()).isEqualTo("ADMIN");
            GHPullRequest pull = repo.getPullRequest(1);
            await().until(() -> Boolean.TRUE.equals(pull.getMergeable()));
            assertThat(pull.getUser().getLogin()).isEqualTo("ann");
            assertThat(pull.getHead().getRepository().getFullName()).isEqualTo("owner/infra");
            assertThat(pull.listFiles().toList())
                    .extracting(GHPullRequestFileDetail::getFilename)
                    .containsExactly("main.tf");
            var comment = pull.comment("Hello");
            comment.createReaction(ReactionContent.ROCKET);
            comment.update("Hello again");
            assertThat(pull.listComments().toList().get(0).getBody()).isEqualTo("Hello again");
            repo.createCommitStatus(
                    pull.getHead().getSha(), GHCommitState.SUCCESS, "http://x.test", "Done", "tidelock/plan");
            assertThat(repo.getLastCommitStatus(pull.getHead().getSha()).getContext())
                    .isEqualTo("tidelock/plan");
            pull.createReview().event(GHPullRequestReviewEvent.APPROVE).create();
            assertThat(pull.listReviews().toList()).hasSize(1);
            pull.addLabels("urgent");
            assertThat(repo.getFileContent("main.tf", "feature").getSize()).isEqualTo(6);
            assertThat(repo.getBranch("main").isProtected()).isFalse();
            assertThat(repo.getCompare("main", "feature").getAheadBy()).isEqualTo(1);
            assertThat(hub.getRateLimit().getRemaining()).isPositive();
            pull.merge("By library", pull.getHead().getSha(), GHPullRequest.MergeMethod.SQUASH);
            assertThat(repo.getPullRequest(1).isMerged()).isTrue();
        }
    }
}
