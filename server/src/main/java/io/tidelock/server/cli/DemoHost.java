package io.tidelock.server.cli;

import io.tidelock.core.secret.Secret;
import io.tidelock.sandbox.Sandbox;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The hosts that the sandbox can play in a demo, and what is different about them. */
enum DemoHost {
    GITHUB("pull request", "GH") {
        @Override
        String hostname(Sandbox sandbox) {
            return sandbox.httpsUrl().replaceFirst("^https://", "");
        }

        @Override
        Person person(Sandbox sandbox, String login) {
            return new GitHubPerson(URI.create(sandbox.httpUrl() + "/api/v3"), new Secret(sandbox.token(login)));
        }

        @Override
        void repository(Sandbox sandbox, String owner, String name) {
            sandbox.organization(owner, "owner");
            sandbox.createRepository(owner, name);
        }

        @Override
        String page(String repo, int number) {
            return "/" + repo + "/pull/" + number;
        }
    },
    GITLAB("merge request", "GITLAB") {
        @Override
        String hostname(Sandbox sandbox) {
            return sandbox.httpsUrl();
        }

        @Override
        Person person(Sandbox sandbox, String login) {
            return new GitLabPerson(URI.create(sandbox.httpUrl() + "/api/v4"), new Secret(sandbox.token(login)));
        }

        @Override
        void repository(Sandbox sandbox, String owner, String name) {
            sandbox.gitlab().group(owner, "owner");
            sandbox.gitlab().createProject(owner, name);
        }

        @Override
        String page(String repo, int number) {
            return "/" + repo + "/-/merge_requests/" + number;
        }
    };

    private final String kind;
    private final String settings;

    DemoHost(String kind, String settings) {
        this.kind = kind;
        this.settings = settings;
    }

    static Optional<DemoHost> of(String word) {
        return Arrays.stream(values())
                .filter(host -> host.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }

    /** What the host calls what is proposed. */
    String kind() {
        return kind;
    }

    /** What an operator would type for this host; but for the webhook's secret where the environment has one. */
    List<String> flags(Sandbox sandbox, String login, Secret secret, Map<String, String> environment) {
        String flag = "--" + settings.toLowerCase(Locale.ROOT) + "-";
        List<String> flags = new java.util.ArrayList<>(List.of(
                flag + "hostname=" + hostname(sandbox),
                flag + "user=" + login,
                flag + "token=" + sandbox.token(login)));
        if (!environment.containsKey("TIDELOCK_" + settings + "_WEBHOOK_SECRET")) {
            flags.add(flag + "webhook-secret=" + secret.reveal());
        }
        return flags;
    }

    /** The environment without what it says of the other hosts, which are not part of the demo. */
    Map<String, String> alone(Map<String, String> environment) {
        Map<String, String> own = new LinkedHashMap<>(environment);
        for (DemoHost other : values()) {
            if (other != this) {
                own.keySet().removeIf(name -> name.matches("(TIDELOCK|ATLANTIS)_" + other.settings + "_.*"));
            }
        }
        return own;
    }

    /** The sandbox by the name that the server's settings know. */
    abstract String hostname(Sandbox sandbox);

    /** Somebody who acts through the host's API. */
    abstract Person person(Sandbox sandbox, String login);

    /** Makes an empty repository, and its owner, who is many. */
    abstract void repository(Sandbox sandbox, String owner, String name);

    /** Path of the page of what is proposed. */
    abstract String page(String repo, int number);
}
