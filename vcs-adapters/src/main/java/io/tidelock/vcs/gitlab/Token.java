package io.tidelock.vcs.gitlab;

import io.tidelock.core.port.Unavailable;
import io.tidelock.core.secret.Secret;
import java.util.function.Supplier;

/** The token that is good now; asked before each request. */
final class Token {
    private final Supplier<Secret> source;

    Token(Supplier<Secret> source) {
        this.source = source;
    }

    /**
     * The token, without the line end that files have. What no header may carry is {@code Unavailable}, unprinted: the file may be
     * just being written.
     */
    Secret now() {
        String text = source.get().reveal().strip();
        if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw Unavailable.notDone(
                    (text.isEmpty()
                                    ? "the GitLab token is empty"
                                    : "the GitLab token has a space or an odd character in it")
                            + ", expected a token such as glpat-..., and nothing else, where the settings say",
                    null);
        }
        return new Secret(text);
    }

    /** The text with the token replaced, should a host ever echo it. */
    String redact(String text) {
        String secret = source.get().reveal().strip();
        return secret.isEmpty() ? text : text.replace(secret, "****");
    }
}
