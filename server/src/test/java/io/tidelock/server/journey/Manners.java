package io.tidelock.server.journey;

import io.tidelock.sandbox.Sandbox;
import java.util.List;

/** As which host the sandbox behaves. */
enum Manners {
    GITHUB("expected.md") {
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
    GITLAB("expected-gitlab.md") {
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

    Manners(String transcript) {
        this.transcript = transcript;
    }

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
