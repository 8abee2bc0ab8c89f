package io.tidelock.sandbox.gitlab.ci;

import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.gitlab.rest.GitLabError;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.CommitStatus;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jgit.lib.Ref;
import org.jspecify.annotations.Nullable;

/** All pipelines, and the rules by which a status finds its own: those of GitLab's create-commit-status service. */
public final class Pipelines {
    private static final Set<String> STATES = Set.of("pending", "running", "success", "failed", "canceled", "skipped");
    private static final int LONGEST = 255;

    /**
     * A status as it was posted.
     *
     * @param ref the branch, or null for whatever has the commit
     * @param pipeline its id, or null for the newest that fits
     */
    public record Order(
            String state,
            String name,
            @Nullable String ref,
            @Nullable Long pipeline,
            @Nullable String description,
            @Nullable String targetUrl) {}

    private final Forge forge;
    private final Map<Repo, List<Pipeline>> all = new HashMap<>();

    public Pipelines(Forge forge) {
        this.forge = forge;
    }

    /** Newest first. */
    public List<Pipeline> of(Repo repo) {
        return forge.world.locked(
                () -> List.copyOf(all.getOrDefault(repo, List.of()).reversed()));
    }

    /** The pipelines of a commit, newest first. */
    public List<Pipeline> of(Repo repo, String sha) {
        return of(repo).stream().filter(pipeline -> pipeline.sha.equals(sha)).toList();
    }

    /** The newest pipeline of a merge request's head, or null. */
    public @Nullable Pipeline head(Pull pull) {
        return of(pull.repo, pull.headSha).stream().findFirst().orElse(null);
    }

    /** A pipeline as the project's own runners begin one; its jobs are to be reported like any status. */
    public Pipeline begin(Repo repo, String sha, String ref, String source) {
        return forge.world.locked(() -> {
            List<Pipeline> pipelines = all.computeIfAbsent(repo, none -> new ArrayList<>());
            Pipeline pipeline =
                    new Pipeline(forge.world.nextId(), pipelines.size() + 1, repo, sha, ref, source, forge.world.now());
            pipelines.add(pipeline);
            return pipeline;
        });
    }

    /** Every job of a commit, oldest first, also those that were replaced. */
    public List<Job> jobs(Repo repo, String sha) {
        return forge.world.locked(() -> of(repo, sha).reversed().stream()
                .flatMap(pipeline -> pipeline.jobs.stream())
                .toList());
    }

    /** Posts a status: 400 for a transition that is none, 404 when no pipeline and no ref fits. */
    public Job post(Repo repo, String commit, Order order, Account creator) {
        return forge.world.locked(() -> {
            check(order);
            Pipeline known = find(repo, commit, order);
            String ref = known != null ? known.ref : order.ref() != null ? order.ref() : branchWith(repo, commit);
            if (ref == null) {
                throw GitLabError.notFound("References for commit");
            }
            Job job = known == null ? null : unfinished(known, order.name(), creator);
            String was = job == null ? "created" : job.state;
            String next = next(order.state(), was);
            Pipeline pipeline = known == null ? begin(repo, commit, ref, "external") : known;
            if (job == null) {
                job = new Job(forge.world.nextId(), pipeline, order.name(), creator, forge.world.now());
                pipeline.jobs.stream()
                        .filter(old -> old.name.equals(order.name()))
                        .forEach(old -> old.retried = true);
                pipeline.jobs.add(job);
            }
            job.description = order.description() == null ? job.description : order.description();
            job.targetUrl = order.targetUrl() == null ? job.targetUrl : order.targetUrl();
            job.become(next, forge.world.now());
            pipeline.updatedAt = forge.world.now();
            repo.add(shown(job, commit));
            return job;
        });
    }

    private static void check(Order order) {
        if (!STATES.contains(order.state())) {
            throw GitLabError.invalid("state does not have a valid value");
        }
        check("name", order.name());
        check("description", order.description());
        check("target_url", order.targetUrl());
        String url = order.targetUrl();
        if (url != null && !url.isEmpty() && !url.matches("https?://[^/ ]+.*")) {
            throw GitLabError.of(
                    400, "message", Map.of("target_url", List.of("is blocked: Only allowed schemes are http, https")));
        }
    }

    private static void check(String field, @Nullable String text) {
        if (text != null && text.codePointCount(0, text.length()) > LONGEST) {
            throw GitLabError.of(
                    400, "message", Map.of(field, List.of("is too long (maximum is " + LONGEST + " characters)")));
        }
    }

    private @Nullable Pipeline find(Repo repo, String commit, Order order) {
        Pipeline found = of(repo, commit).stream()
                .filter(pipeline -> order.ref() == null || pipeline.ref.equals(order.ref()))
                .filter(pipeline -> order.pipeline() == null || pipeline.id == order.pipeline())
                .findFirst()
                .orElse(null);
        if (found == null && order.pipeline() != null) {
            throw GitLabError.notFound("Pipeline for pipeline_id, sha and ref");
        }
        return found;
    }

    private @Nullable String branchWith(Repo repo, String commit) {
        History history = new History(forge.git(repo));
        return history.refs("refs/heads/").stream()
                .filter(ref -> history.contains(
                        commit, Objects.requireNonNull(ref.getObjectId()).name()))
                .map(Ref::getName)
                .map(name -> name.substring("refs/heads/".length()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Job unfinished(Pipeline pipeline, String name, Account creator) {
        return pipeline.jobs.stream()
                .filter(job -> job.name.equals(name) && job.creator == creator)
                .filter(job -> job.state.equals("running") || job.state.equals("pending"))
                .findFirst()
                .orElse(null);
    }

    /** The state that follows; running also passes by pending where it can, as in GitLab. */
    private static String next(String wanted, String was) {
        String event = switch (wanted) {
            case "pending" -> "enqueue";
            case "running" -> "run";
            case "success" -> "success";
            case "failed" -> "drop";
            case "canceled" -> "cancel";
            default -> "skip";
        };
        if (!Job.can(event, was)) {
            throw GitLabError.of(
                    400,
                    "message",
                    "Cannot transition status via :" + event + " from :" + was
                            + " (Reason(s): Status cannot transition via \"" + event + "\")");
        }
        return wanted;
    }

    /** The same status for the sandbox's own pages. */
    private static CommitStatus shown(Job job, String commit) {
        String state = switch (job.state) {
            case "success" -> "success";
            case "failed" -> "failure";
            case "canceled", "skipped" -> "error";
            default -> "pending";
        };
        return new CommitStatus(
                job.id, commit, state, job.name, job.description, job.targetUrl, job.creator, job.createdAt);
    }
}
