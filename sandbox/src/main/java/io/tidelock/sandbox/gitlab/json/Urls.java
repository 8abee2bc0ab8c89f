package io.tidelock.sandbox.gitlab.json;

import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;

/**
 * Addresses as GitLab has them.
 *
 * @param base scheme, host and port without a slash at the end
 */
public record Urls(String base) {
    public String web(Repo repo) {
        return base + "/" + repo.fullName();
    }

    public String web(Account account) {
        return base + (account.isOrganization() ? "/groups/" : "/") + account.login;
    }

    public String web(Pull pull) {
        return web(pull.repo) + "/-/merge_requests/" + pull.number;
    }

    public String web(Pull pull, Comment note) {
        return web(pull) + "#note_" + note.id;
    }

    public String commit(Repo repo, String sha) {
        return web(repo) + "/-/commit/" + sha;
    }

    public String api(Repo repo) {
        return base + "/api/v4/projects/" + repo.id;
    }

    public String http(Repo repo) {
        return web(repo) + ".git";
    }

    public String ssh(Repo repo) {
        return "git@" + host() + ":" + repo.fullName() + ".git";
    }

    public String avatar() {
        return base + "/_sandbox/avatar.svg";
    }

    private String host() {
        return base.replaceFirst("^https?://", "").replaceFirst(":[0-9]+$", "");
    }
}
