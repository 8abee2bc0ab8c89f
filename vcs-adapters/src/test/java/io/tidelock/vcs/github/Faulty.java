package io.tidelock.vcs.github;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.secret.Secret;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.StatusState;
import io.tidelock.vcs.http.Network;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** A server that answers as it is told, and an adapter that is connected to it. */
final class Faulty implements AutoCloseable {
    static final String TOKEN = "ghp_neverToBeSeen0123456789";
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    final WireMockServer server;

    Faulty() {
        server = new WireMockServer(wireMockConfig().dynamicPort());
        server.start();
    }

    GitHub github() {
        return github(Duration.ofSeconds(10), () -> new Secret(TOKEN));
    }

    GitHub github(Duration callTimeout, Supplier<Secret> token) {
        return GitHub.connect(
                new GitHubSettings(
                        "http://localhost:" + server.port(), Optional.of("tidelock"), token, Optional.empty()),
                Network.plain(InstantSource.fixed(NOW)).callTimeout(callTimeout));
    }

    void always(ResponseDefinitionBuilder answer) {
        server.resetAll();
        server.stubFor(any(anyUrl()).willReturn(answer));
    }

    int requests() {
        return server.findAll(anyRequestedFor(anyUrl())).size();
    }

    /** Those that change something; a read that was given up may still arrive later. */
    long writes() {
        return server.findAll(anyRequestedFor(anyUrl())).stream()
                .filter(request -> !request.getMethod().equals(RequestMethod.GET))
                .count();
    }

    RepoRef repo() {
        return new RepoRef("localhost:" + server.port(), "acme/infra");
    }

    PullRef pull() {
        return new PullRef(repo(), 7);
    }

    CommentRef comment() {
        return new CommentRef(pull(), "99");
    }

    CommitStatus status() {
        return new CommitStatus(
                repo(),
                new CommitSha("ab".repeat(20)),
                "tidelock/plan",
                StatusState.SUCCESS,
                "Planned",
                Optional.empty());
    }

    @Override
    public void close() {
        server.stop();
    }
}
