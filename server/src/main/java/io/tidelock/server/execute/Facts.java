package io.tidelock.server.execute;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Lease;
import io.tidelock.core.job.Work;
import java.util.Map;
import java.util.TreeMap;

/**
 * What steps of people's own may know of a pull request, by the names of the variables in which they get it. Branches and logins
 * are other people's words: they are only ever values of variables.
 */
final class Facts {
    private Facts() {}

    static Map<String, String> of(PullRequest pull, Lease lease) {
        RepoRef repo = pull.ref().repo();
        Map<String, String> facts = new TreeMap<>();
        facts.put("BASE_BRANCH_NAME", pull.base().branch());
        facts.put("BASE_REPO_NAME", repo.name());
        facts.put("BASE_REPO_OWNER", repo.owner());
        facts.put("HEAD_BRANCH_NAME", pull.head().branch());
        facts.put("HEAD_COMMIT", pull.head().sha().toString());
        facts.put("HEAD_REPO_NAME", pull.head().repo().map(RepoRef::name).orElse(""));
        facts.put("HEAD_REPO_OWNER", pull.head().repo().map(RepoRef::owner).orElse(""));
        facts.put("PULL_AUTHOR", pull.author().login());
        facts.put("PULL_NUM", String.valueOf(pull.ref().number()));
        facts.put("PULL_URL", pull.webUrl());
        facts.put(
                "USER_NAME",
                lease.job().work() instanceof Work.Ordered ordered
                        ? ordered.order().author().login()
                        : pull.author().login());
        facts.values().removeIf(value -> value.indexOf('\0') >= 0);
        return facts;
    }
}
