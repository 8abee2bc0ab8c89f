package io.tidelock.vcs.github;

import io.tidelock.core.port.Unavailable;
import io.tidelock.core.secret.Secret;
import java.util.function.Supplier;
import org.kohsuke.github.authorization.AuthorizationProvider;

/**
 * Shows the token that is good now: hub4j and our own calls both ask here, before each request. A login as a GitHub App is
 * another supplier, of installation tokens.
 */
final class TokenAuthorization implements AuthorizationProvider {
    private final Supplier<Secret> token;

    TokenAuthorization(Supplier<Secret> token) {
        this.token = token;
    }

    @Override
    public String getEncodedAuthorization() {
        return "Bearer " + now().reveal();
    }

    /**
     * The token, without the line end that files have. What no header may carry is {@code Unavailable}, unprinted: the file may be
     * just being written.
     */
    Secret now() {
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

    /** The text with the token replaced, should a host ever echo it. */
    String redact(String text) {
        String secret = token.get().reveal().strip();
        return secret.isEmpty() ? text : text.replace(secret, "****");
    }
}
