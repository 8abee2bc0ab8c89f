package io.tidelock.sandbox.json;

import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;

/**
 * Addresses on the forge.
 *
 * @param base scheme, host and port without a slash at the end, such as {@code https://localhost:8443}
 */
public record Links(String base) {
    public String api() {
        return base + "/api/v3";
    }

    public String api(Account account) {
        return api() + (account.isOrganization() ? "/orgs/" : "/users/") + account.login;
    }

    public String api(Repo repo) {
        return api() + "/repos/" + repo.fullName();
    }

    public String html(Repo repo) {
        return base + "/" + repo.fullName();
    }

    public String html(Account account) {
        return base + "/" + account.login;
    }

    public String api(Pull pull) {
        return api(pull.repo) + "/pulls/" + pull.number;
    }

    public String issue(Pull pull) {
        return api(pull.repo) + "/issues/" + pull.number;
    }

    public String html(Pull pull) {
        return html(pull.repo) + "/pull/" + pull.number;
    }

    /** Host and port, as in the header {@code X-GitHub-Enterprise-Host}. */
    public String host() {
        return base.substring(base.indexOf("://") + 3);
    }
}
