package io.tidelock.vcs.github;

import java.util.Optional;

/** The one question to GitHub's GraphQL API about how a pull request stands, from all that is known today to what older servers know. */
enum StandingQuery {
    /** With required workflows. */
    WHOLE(Texts.THREADS + Texts.SIGNED, Texts.CONVERSATIONS, Texts.UPDATE, Texts.RULES, Texts.SUITE),
    /** With threads, and what of classic protection everybody may read. */
    OLDER(Texts.THREADS, Texts.CONVERSATIONS, Texts.UPDATE, Texts.REVIEWS, ""),
    PLAIN("", "", "", "", "");

    private final String text;

    StandingQuery(String threads, String conversations, String update, String parameters, String suite) {
        this.text = """
                query($owner: String!, $name: String!, $number: Int!, $after: String) {
                  repository(owner: $owner, name: $name) {
                    pullRequest(number: $number) {
                      mergeStateStatus
                      reviewDecision
                      THREADS
                      latestOpinionatedReviews(first: 100, writersOnly: true) {
                        nodes { state submittedAt author { login } }
                      }
                      baseRef {
                        branchProtectionRule { requiredStatusCheckContexts CONVERSATIONS }
                        UPDATE
                        rules(first: 100) {
                          pageInfo { hasNextPage }
                          nodes {
                            type
                            ENFORCEMENT
                            parameters {
                              ... on RequiredStatusChecksParameters { requiredStatusChecks { context } }
                              PARAMETERS
                            }
                          }
                        }
                      }
                      commits(last: 1) {
                        nodes {
                          commit {
                            statusCheckRollup {
                              contexts(first: 100, after: $after) {
                                pageInfo { hasNextPage endCursor }
                                nodes {
                                  __typename
                                  ... on CheckRun { name conclusion isRequired(pullRequestNumber: $number) SUITE }
                                  ... on StatusContext { context state isRequired(pullRequestNumber: $number) }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
                """.replace("THREADS", threads)
                .replace("CONVERSATIONS", conversations)
                .replace("UPDATE", update)
                .replace("PARAMETERS", parameters)
                .replace("SUITE", suite)
                .replace("ENFORCEMENT", suite.isEmpty() ? "" : "repositoryRuleset { enforcement }");
    }

    String text() {
        return text;
    }

    /** What to ask a host that does not know something of this; empty when there is nothing less. */
    Optional<StandingQuery> less() {
        return switch (this) {
            case WHOLE -> Optional.of(OLDER);
            case OLDER -> Optional.of(PLAIN);
            case PLAIN -> Optional.empty();
        };
    }

    private static final class Texts {
        static final String THREADS = "reviewThreads(first: 100) { nodes { isResolved } pageInfo { hasNextPage } }";
        static final String CONVERSATIONS = "requiresConversationResolution";
        /** The same rule as far as it is shown to who may not administer the repository. */
        static final String UPDATE = "refUpdateRule { requiredStatusCheckContexts requiresConversationResolution }";

        static final String REVIEWS = "... on PullRequestParameters { requiredReviewThreadResolution }\n";
        /** All that is read of rules. */
        static final String RULES = """
                ... on PullRequestParameters { requiredReviewThreadResolution requiredReviewers { minimumApprovals } }
                ... on WorkflowsParameters { workflows { path repositoryId sha } }
                ... on CodeScanningParameters { codeScanningTools { tool } }
                """;

        static final String SIGNED =
                " signed: commits(first: 100) { pageInfo { hasNextPage } nodes { commit { signature { isValid } } } }";
        static final String SUITE =
                "checkSuite { conclusion workflowRun { runNumber file { path repositoryName repositoryFileUrl } } }";
    }
}
