package io.tidelock.vcs.github;

import io.tidelock.core.secret.Secret;
import java.util.Optional;

/** What we show to GitHub. Asked before each request, since it may change. Any thread. */
interface Login {
    /**
     * For a question about something of an account.
     *
     * @param owner the account's login
     * @param name of its repository; empty for the account itself
     */
    Secret token(String owner, Optional<String> name);

    /** The host did not accept it. True when it is worth asking at once for another. */
    boolean dropped(String owner, Secret token);

    /** The host says that it does not allow this. True when another token may be allowed more, and it is worth asking at once. */
    boolean outgrown(String owner, Secret token);

    /** The author of our comments; empty when nobody knows. */
    Optional<String> author();

    /** What git says for a user name. */
    String gitUser();

    /** The text without what we show, should a host ever echo it. */
    String redact(String text);
}
