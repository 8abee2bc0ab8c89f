package io.tidelock.vcs.github;

import io.tidelock.core.secret.Secret;
import java.util.Optional;
import java.util.function.Supplier;

/** As whom we come to GitHub. */
public sealed interface Identity {
    /**
     * A user with a token.
     *
     * @param login our own; when empty, any author's comment may be taken for ours
     * @param token asked before every request, so that it may change
     */
    record User(Optional<String> login, Supplier<Secret> token) implements Identity {}

    /**
     * A GitHub App, with whatever accounts installed it.
     *
     * @param id the App's id or client id
     * @param key its private key in PEM, asked whenever it is used, so that it may change
     * @param installation the only one to use; empty to find that of each account
     * @param slug its name in addresses; empty to ask GitHub for it
     * @param checks whether it says statuses as check runs
     */
    record App(String id, Supplier<Secret> key, Optional<Long> installation, Optional<String> slug, boolean checks)
            implements Identity {
        public App(String id, Supplier<Secret> key, Optional<Long> installation, Optional<String> slug) {
            this(id, key, installation, slug, false);
        }

        /** Throws {@code IllegalArgumentException}, with a sentence for the operator, when the id cannot be one. */
        public App {
            if (!id.matches("[A-Za-z0-9.]{1,100}")) {
                throw new IllegalArgumentException(
                        "not the id of a GitHub App: '" + id + "', expected a number such as 123456, or a client id");
            }
        }

        @Override
        public String toString() {
            return "App[" + id + "]";
        }
    }
}
