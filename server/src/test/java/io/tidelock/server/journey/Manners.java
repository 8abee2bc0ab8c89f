package io.tidelock.server.journey;

import io.tidelock.sandbox.Sandbox;
import java.util.List;

/** As which host the sandbox behaves. */
enum Manners {
    GITHUB("expected.md", "pull_request", "issue_comment") {
        @Override
        List<String> lists(String repo) {
            return List.of("/api/v3/repos/" + repo + "/pulls", "/api/v3/repos/" + repo + "/issues/comments");
        }

        @Override
        void group(Sandbox sandbox, String name) {
            sandbox.organization(name, "owner");
        }

        @Override
        String repository(Sandbox sandbox, String owner, String name) {
            return sandbox.createRepository(owner, name);
        }

        @Override
        void hook(Sandbox sandbox, String repo, String url, String secret) {
            sandbox.addWebhook(repo, url, secret, "json");
        }

        @Override
        List<String> flags(Sandbox sandbox, String login, String secret) {
            return List.of(
                    "--gh-hostname=" + sandbox.httpsUrl().replaceFirst("^https://", ""),
                    "--gh-user=" + login,
                    "--gh-token=" + sandbox.token(login),
                    "--gh-webhook-secret=" + secret);
        }
    },
    GITLAB("expected-gitlab.md", "Merge Request Hook", "Note Hook") {
        @Override
        List<String> lists(String repo) {
            String project = "/api/v4/projects/" + repo.replace("/", "%2F");
            return List.of(project + "/merge_requests", project + "/events");
        }

        @Override
        void group(Sandbox sandbox, String name) {
            sandbox.gitlab().group(name, "owner");
        }

        @Override
        String repository(Sandbox sandbox, String owner, String name) {
            return sandbox.gitlab().createProject(owner, name);
        }

        @Override
        void hook(Sandbox sandbox, String repo, String url, String secret) {
            sandbox.gitlab().addWebhook(repo, url, secret);
        }

        @Override
        List<String> flags(Sandbox sandbox, String login, String secret) {
            return List.of(
                    "--gitlab-hostname=" + sandbox.httpsUrl(),
                    "--gitlab-user=" + login,
                    "--gitlab-token=" + sandbox.token(login),
                    "--gitlab-webhook-secret=" + secret);
        }
    };

    private final String transcript;
    private final String ofPulls;
    private final String ofComments;

    Manners(String transcript, String ofPulls, String ofComments) {
        this.transcript = transcript;
        this.ofPulls = ofPulls;
        this.ofComments = ofComments;
    }

    /** The webhook's event that tells what happened to a pull request. */
    String ofPulls() {
        return ofPulls;
    }

    /** The webhook's event that tells what somebody said. */
    String ofComments() {
        return ofComments;
    }

    /** The paths of what is open and of what was said in a repository. */
    abstract List<String> lists(String repo);

    /** The file that holds what people must see. */
    String transcript() {
        return transcript;
    }

    abstract void group(Sandbox sandbox, String name);

    /** Makes an empty repository and gives its full name. */
    abstract String repository(Sandbox sandbox, String owner, String name);

    abstract void hook(Sandbox sandbox, String repo, String url, String secret);

    /** What an operator would type for the host. */
    abstract List<String> flags(Sandbox sandbox, String login, String secret);
}
