package io.tidelock.sandbox.forge;

import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.git.Vault;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.CheckRun;
import io.tidelock.sandbox.model.CommitStatus;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.World;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What machines say about commits: statuses and check runs. */
public final class Verdicts {
    private static final Set<String> STATES = Set.of("error", "failure", "pending", "success");
    private static final int MOST_PER_CONTEXT = 1000;

    private final World world;
    private final Vault vault;
    private final Herald herald;

    Verdicts(World world, Vault vault, Herald herald) {
        this.world = world;
        this.vault = vault;
        this.herald = herald;
    }

    /** Posts a status on any commit of the repository; 422 beyond the host's limits. */
    public CommitStatus post(
            Repo repo,
            String sha,
            String state,
            @Nullable String context,
            @Nullable String description,
            @Nullable String targetUrl,
            Account creator) {
        return world.locked(() -> {
            String commit = commit(repo, sha);
            if (!STATES.contains(state)) {
                throw Refused.custom("Status", "state", "state is not included in the list");
            }
            String name = context == null || context.isBlank() ? "default" : context;
            if (name.codePointCount(0, name.length()) > 255) {
                throw Refused.custom("Status", "context", "context is too long (maximum is 255 characters)");
            }
            if (description != null && description.codePointCount(0, description.length()) > 140) {
                throw Refused.custom("Status", "description", "description is too long (maximum is 140 characters)");
            }
            if (targetUrl != null && !targetUrl.isEmpty() && !targetUrl.matches("https?://.*")) {
                throw Refused.custom("Status", "target_url", "target_url must use http(s) scheme");
            }
            long before = repo.statusesOf(commit).stream()
                    .filter(status -> status.context().equals(name))
                    .count();
            if (before >= MOST_PER_CONTEXT) {
                throw Refused.custom("Status", "This SHA and context has reached the maximum number of statuses.");
            }
            CommitStatus status =
                    new CommitStatus(world.nextId(), commit, state, name, description, targetUrl, creator, world.now());
            repo.add(status);
            herald.status(repo, status);
            return status;
        });
    }

    /** The last status of each context, in the order the contexts first came. */
    public Collection<CommitStatus> latest(Repo repo, String sha) {
        return world.locked(() -> {
            Map<String, CommitStatus> latest = new LinkedHashMap<>();
            repo.statusesOf(sha).forEach(status -> latest.put(status.context(), status));
            return List.copyOf(latest.values());
        });
    }

    /** failure, pending or success over the given statuses; pending when there is none. */
    public static String combined(Collection<CommitStatus> latest) {
        boolean failed = latest.stream()
                .anyMatch(status ->
                        status.state().equals("failure") || status.state().equals("error"));
        if (failed) {
            return "failure";
        }
        boolean success = !latest.isEmpty()
                && latest.stream().allMatch(status -> status.state().equals("success"));
        return success ? "success" : "pending";
    }

    public CheckRun newCheck(Repo repo, String sha, String name, Account creator) {
        return world.locked(() -> {
            String commit = commit(repo, sha);
            long suite = repo.checksOf(commit).stream()
                    .filter(run -> run.creator == creator)
                    .map(run -> run.suiteId)
                    .findFirst()
                    .orElseGet(world::nextId);
            CheckRun run = new CheckRun(world.nextId(), suite, repo, commit, creator, name, world.now());
            repo.checkRuns.put(run.id, run);
            return run;
        });
    }

    /** Tells that a check run is new or has ended; to be called once its fields are set. */
    public void told(CheckRun run, String action) {
        herald.check(run, action, run.creator);
    }

    private String commit(Repo repo, String sha) {
        String commit = sha.matches("[0-9a-f]{40}") ? new History(vault.open(repo.folder)).resolve(sha) : null;
        if (commit == null) {
            throw Refused.with(422, "No commit found for SHA: " + sha);
        }
        return commit;
    }
}
