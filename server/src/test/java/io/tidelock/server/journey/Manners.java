package io.tidelock.server.journey;

import io.tidelock.sandbox.Sandbox;
import java.util.List;
import java.util.regex.Pattern;

/** As which host the sandbox behaves. */
enum Manners {
    GITHUB("expected.md", "pull_request", "issue_comment", "X-GitHub-Delivery") {
        @Override
        List<String> lists(String repo) {
            return List.of("/api/v3/repos/" + repo + "/pulls", "/api/v3/repos/" + repo + "/issues/comments");
        }

        @Override
        String pull(String repo, int number) {
            return "/api/v3/repos/" + repo + "/pulls/" + number;
        }

        @Override
        String at(String repo) {
            return Pattern.quote(repo) + "(\\.git)?";
        }

        @Override
        List<String> through(int port) {
            return List.of("--gh-hostname=localhost:" + port);
        }

        @Override
        void group(Sandbox sandbox, String name) {
            sandbox.organization(name, "owner");
        }

        @Override
        void team(Sandbox sandbox, String group, String name, String login) {
            sandbox.team(group, name, null, List.of(login));
        }

        @Override
        String repository(Sandbox sandbox, String owner, String name) {
            return sandbox.createRepository(owner, name);
        }

        @Override
        long hook(Sandbox sandbox, String repo, String url, String secret) {
            return sandbox.addWebhook(repo, url, secret, "json");
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
    GITLAB("expected-gitlab.md", "Merge Request Hook", "Note Hook", "Idempotency-Key") {
        @Override
        List<String> lists(String repo) {
            String project = "/api/v4/projects/" + repo.replace("/", "%2F");
            return List.of(project + "/merge_requests", project + "/events");
        }

        @Override
        String pull(String repo, int number) {
            return "/api/v4/projects/" + repo.replace("/", "%2F") + "/merge_requests/" + number;
        }

        /** In the API a path is one segment, in which the library also escapes what needs no escape. */
        @Override
        String at(String repo) {
            return repo.replace("-", "(-|%2D)").replace("/", "(/|%2F)") + "(\\.git)?";
        }

        @Override
        List<String> through(int port) {
            return List.of("--gitlab-hostname=https://localhost:" + port);
        }

        @Override
        void group(Sandbox sandbox, String name) {
            sandbox.gitlab().group(name, "owner");
        }

        @Override
        void team(Sandbox sandbox, String group, String name, String login) {
            sandbox.gitlab().group(group + "/" + name, "owner");
            sandbox.gitlab().member(group + "/" + name, login, 30);
        }

        @Override
        String repository(Sandbox sandbox, String owner, String name) {
            return sandbox.gitlab().createProject(owner, name);
        }

        @Override
        long hook(Sandbox sandbox, String repo, String url, String secret) {
            return sandbox.gitlab().addWebhook(repo, url, secret);
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
    private final String ofId;

    Manners(String transcript, String ofPulls, String ofComments, String ofId) {
        this.transcript = transcript;
        this.ofPulls = ofPulls;
        this.ofComments = ofComments;
        this.ofId = ofId;
    }

    /** The webhook's event that tells what happened to a pull request. */
    String ofPulls() {
        return ofPulls;
    }

    /** The webhook's event that tells what somebody said. */
    String ofComments() {
        return ofComments;
    }

    /** The webhook's header that stays the same when it is sent again. */
    String ofId() {
        return ofId;
    }

    /** Where the API has a pull request. */
    abstract String pull(String repo, int number);

    /** How the addresses of a repository, in the API and in git, begin: a regular expression. */
    abstract String at(String repo);

    /** What an operator would type to reach the host by another port of this machine. */
    abstract List<String> through(int port);

    /** The paths of what is open and of what was said in a repository. */
    abstract List<String> lists(String repo);

    /** The file that holds what people must see. */
    String transcript() {
        return transcript;
    }

    abstract void group(Sandbox sandbox, String name);

    /** A team of that group with one member. */
    abstract void team(Sandbox sandbox, String group, String name, String login);

    /** Makes an empty repository and gives its full name. */
    abstract String repository(Sandbox sandbox, String owner, String name);

    /** A webhook for everything; gives its id. */
    abstract long hook(Sandbox sandbox, String repo, String url, String secret);

    /** What an operator would type for the host. */
    abstract List<String> flags(Sandbox sandbox, String login, String secret);
}
