package io.tidelock.vcs.github;

/** The one question to GitHub's GraphQL API about how a pull request stands. */
enum StandingQuery {
    /** With threads and required workflows. */
    WHOLE(
            "reviewThreads(first: 100) { nodes { isResolved } pageInfo { hasNextPage } }",
            "requiresConversationResolution",
            """
            ... on PullRequestParameters { requiredReviewThreadResolution }
                          ... on WorkflowsParameters { workflows { path } }""",
            "checkSuite { conclusion workflowRun { file { path } } }"),
    /** What older servers know as well. */
    PLAIN("", "", "", "");

    private final String text;

    StandingQuery(String threads, String conversations, String parameters, String suite) {
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
                        rules(first: 100) {
                          nodes {
                            type
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
                .replace("PARAMETERS", parameters)
                .replace("SUITE", suite);
    }

    String text() {
        return text;
    }
}
