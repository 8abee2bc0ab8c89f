package io.tidelock.vcs.github;

import io.tidelock.core.port.Unavailable;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.github.app.Installations;
import io.tidelock.vcs.http.Answer;
import io.tidelock.vcs.http.Call;
import io.tidelock.vcs.http.NoAnswer;
import io.tidelock.vcs.http.Wire;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A GitHub App, which has a token for each account that installed it. */
final class AppLogin implements Login, Installations.Desk {
    private final GitHubAddress address;
    private final Identity.App app;
    private final Wire wire;
    private final InstantSource clock;
    private final Installations installations;
    private final GitHubErrors errors = new GitHubErrors(this::redact);

    AppLogin(GitHubAddress address, Identity.App app, Wire wire, InstantSource clock) {
        this.address = address;
        this.app = app;
        this.wire = wire;
        this.clock = clock;
        this.installations = new Installations(app.id(), app.key(), app.installation(), this, clock);
    }

    @Override
    public Secret token(String owner, Optional<String> name) {
        return installations.token(owner, name);
    }

    @Override
    public boolean dropped(String owner, Secret token) {
        installations.drop(owner, token);
        return true; // what is used next is another one, also when somebody else has dropped this one
    }

    @Override
    public boolean outgrown(String owner, Secret token) {
        return installations.outgrown(owner, token);
    }

    @Override
    public Optional<String> author() {
        return Optional.of(app.slug().orElseGet(installations::slug) + "[bot]");
    }

    @Override
    public String gitUser() {
        return "x-access-token";
    }

    @Override
    public String redact(String text) {
        return installations.redact(text);
    }

    /** Whether it says statuses as check runs, which takes another permission. */
    boolean checks() {
        return app.checks();
    }

    /** Reads something in the name of the App itself. */
    Answer ask(String path) {
        return installations.ask("GET", path);
    }

    @Override
    public Answer ask(String method, String path, Secret webToken) {
        Call call = call(method, path).with("Authorization", "Bearer " + webToken.reveal());
        try {
            return wire.send(call);
        } catch (NoAnswer e) {
            throw harmless(errors.of(call, e));
        }
    }

    @Override
    public RuntimeException meaning(String method, String path, Answer answer) {
        RuntimeException meaning = harmless(errors.of(call(method, path), answer, clock.instant()));
        return answer.status() == 401
                ? Unavailable.notDone(
                        "the GitHub App " + app.id()
                                + " is not accepted; check its id, its private key and this machine's"
                                + " clock (the key is read again before each try): "
                                + String.valueOf(meaning.getMessage()).replaceFirst("\\. Check that the token.*", ""),
                        meaning)
                : meaning;
    }

    @Override
    public RuntimeException unreadable(String method, String path, String why) {
        return harmless(errors.unreadable(call(method, path), why));
    }

    /** A token that was lent and never arrived is no deed that anybody could doubt. */
    private static RuntimeException harmless(RuntimeException meaning) {
        if (meaning instanceof Unavailable trouble && trouble.perhapsDone()) {
            String what = String.valueOf(trouble.getMessage());
            return trouble.retryAfter()
                    .map(wait -> Unavailable.notBefore(what, wait))
                    .orElseGet(() -> Unavailable.notDone(what, trouble));
        }
        return meaning;
    }

    private Call call(String method, String path) {
        return new Call(
                method,
                URI.create(address.api() + path),
                Map.of(
                        "Accept",
                        "application/vnd.github+json",
                        "X-GitHub-Api-Version",
                        "2022-11-28",
                        "User-Agent",
                        "tidelock"),
                Optional.empty());
    }
}
