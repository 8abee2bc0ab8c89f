package io.tidelock.sandbox.gitlab.ci;

import io.tidelock.sandbox.model.Repo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A pipeline of one commit; source is {@code external} when it exists for other services' statuses only. */
public final class Pipeline {
    public final long id;
    public final int iid;
    public final Repo repo;
    public final String sha;
    public final String ref;
    public final String source;
    public final Instant createdAt;
    public Instant updatedAt;
    public final List<Job> jobs = new ArrayList<>();

    Pipeline(long id, int iid, Repo repo, String sha, String ref, String source, Instant now) {
        this.id = id;
        this.iid = iid;
        this.repo = repo;
        this.sha = sha;
        this.ref = ref;
        this.source = source;
        this.createdAt = now;
        this.updatedAt = now;
    }

    /** The jobs that count: those that no later one replaced. */
    public List<Job> latest() {
        return jobs.stream().filter(job -> !job.retried).toList();
    }

    /** What GitLab makes of all its jobs. */
    public String status() {
        List<String> states = latest().stream().map(job -> job.state).toList();
        if (states.isEmpty()) {
            return "created";
        }
        if (states.contains("running")
                || states.contains("pending") && states.stream().anyMatch(Pipeline::ended)) {
            return "running";
        }
        for (String state : List.of("pending", "failed", "canceled")) {
            if (states.contains(state)) {
                return state;
            }
        }
        return states.stream().allMatch("skipped"::equals) ? "skipped" : "success";
    }

    private static boolean ended(String state) {
        return !state.equals("pending") && !state.equals("created");
    }
}
