package io.tidelock.vcs.github;

import io.tidelock.core.port.Unavailable;
import io.tidelock.core.secret.Secret;
import java.util.Optional;
import java.util.function.Supplier;

/** A user with a token, which is the same for everything. */
final class TokenLogin implements Login {
    private final Optional<String> login;
    private final Supplier<Secret> token;

    TokenLogin(Optional<String> login, Supplier<Secret> token) {
        this.login = login;
        this.token = token;
    }

    /**
     * The token, without the line end that files have. What no header may carry is {@code Unavailable}, unprinted: the file may be
     * just being written.
     */
    @Override
    public Secret token(String owner, Optional<String> name) {
        String text = token.get().reveal().strip();
        if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw Unavailable.notDone(
                    (text.isEmpty()
                                    ? "the GitHub token is empty"
                                    : "the GitHub token has a space or an odd character in it")
                            + ", expected a token such as ghp_... or github_pat_..., and nothing else, where the settings say",
                    null);
        }
        return new Secret(text);
    }

    @Override
    public boolean dropped(String owner, Secret refused) {
        return false;
    }

    /** Its permissions are looked up for each request. */
    @Override
    public boolean outgrown(String owner, Secret token) {
        return false;
    }

    @Override
    public Optional<String> author() {
        return login;
    }

    @Override
    public String gitUser() {
        return login.orElse("x-access-token");
    }

    @Override
    public String redact(String text) {
        String secret = token.get().reveal().strip();
        return secret.isEmpty() ? text : text.replace(secret, "****");
    }
}
