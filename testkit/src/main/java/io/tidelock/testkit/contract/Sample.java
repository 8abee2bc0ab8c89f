package io.tidelock.testkit.contract;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.store.Deliveries;
import io.tidelock.core.port.store.StoredPlan;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Message;
import io.tidelock.core.words.StatusState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Values to judge a store with. Two of the repositories share a prefix, as do two of the pull request numbers. */
public final class Sample {
    public static final RepoRef INFRA = new RepoRef("github.com", "acme/infra");
    public static final RepoRef INFRA_PROD = new RepoRef("github.com", "acme/infra-prod");
    public static final RepoRef INFRA_ELSEWHERE = new RepoRef("gitlab.example.com", "acme/infra");
    public static final ProjectKey NETWORK = ProjectKey.at("network");
    public static final ProjectKey NETWORK_STAGING = new ProjectKey("network", "staging", "");
    public static final ProjectKey NETWORKS = ProjectKey.at("networks");

    private Sample() {}

    public static PullRef pull(int number) {
        return new PullRef(INFRA, number);
    }

    public static CommitSha sha(int seed) {
        return new CommitSha("%040x".formatted(seed));
    }

    public static Heads heads(int seed) {
        return new Heads(sha(seed), sha(seed + 1000));
    }

    public static CommentOrder order(PullRef pull) {
        return order(pull, "c-" + pull.number());
    }

    public static CommentOrder order(PullRef pull, String comment) {
        return new CommentOrder(
                new CommentRef(pull, comment), Actor.person("ada"), Instant.parse("2026-11-21T08:59:58.123456Z"));
    }

    public static Work.AutoPlan autoPlan(PullRef pull, int head) {
        return new Work.AutoPlan(pull, sha(head), false);
    }

    public static Work.Apply apply(PullRef pull) {
        return new Work.Apply(order(pull), new Target.All(), false);
    }

    public static Work.Plan plan(PullRef pull) {
        return new Work.Plan(order(pull), new Target.InDirectory("network", "default"), List.of("-var", "a=b"), true);
    }

    public static Deliveries.Arrival arrival(String id, Instant at, Work work) {
        return new Deliveries.Arrival(
                new DeliveryId("github.com", id),
                "pull_request",
                "acme/infra",
                Optional.of(INFRA),
                at,
                "plan",
                Optional.of(work),
                Optional.empty());
    }

    /** As {@link #arrival(String, Instant, Work)}, with work to do when it was seen before. */
    public static Deliveries.Arrival arrival(String id, Instant at, Work work, Work again) {
        Deliveries.Arrival plain = arrival(id, at, work);
        return new Deliveries.Arrival(
                plain.id(),
                plain.kind(),
                plain.repo(),
                plain.ours(),
                at,
                plain.verdict(),
                plain.work(),
                Optional.of(again));
    }

    /** One without work, about this repository, which is one that we work for. */
    public static Deliveries.Arrival about(RepoRef repo, String id, Instant at) {
        Deliveries.Arrival plain = ignored(id, at);
        return new Deliveries.Arrival(
                plain.id(),
                plain.kind(),
                repo.toString(),
                Optional.of(repo),
                at,
                plain.verdict(),
                plain.work(),
                plain.again());
    }

    public static Deliveries.Arrival ignored(String id, Instant at) {
        return new Deliveries.Arrival(
                new DeliveryId("github.com", id),
                "star",
                "",
                Optional.empty(),
                at,
                "of no interest",
                Optional.empty(),
                Optional.empty());
    }

    public static ProjectResult planned(ProjectKey key, PlanId plan, JobId job, Instant at) {
        return new ProjectResult(
                key,
                new Outcome.Planned(new PlanSummary(1, 2, 3, 0, 0, 0, 0, 0, 0), plan, "Plan: 1 to add", false),
                heads(1),
                job,
                Optional.of(new RunId("run-1")),
                at,
                Optional.empty());
    }

    public static StoredPlan stored(String id, PullRef pull, ProjectKey key, int head) {
        return new StoredPlan(
                new PlanId(id),
                pull,
                key,
                heads(head),
                sha(head + 2000),
                Map.of("network/main.tf", "blob-" + head),
                List.of("-target=a"),
                fingerprint(head),
                bytes("plan " + id));
    }

    public static PlanFingerprint fingerprint(int head) {
        return new PlanFingerprint(
                new TreeMap<>(Map.of("terraform_data.it: create", "%032x".formatted(head), "backend", "00ff")),
                List.of());
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static Message.Summary summary(PullRef pull, String body, PlanId... publishes) {
        return new Message.Summary(pull, body, List.of(publishes));
    }

    public static Message.Reply reply(PullRef pull, String id) {
        return new Message.Reply(pull, id, "said");
    }

    public static Message.Status status(PullRef pull, StatusState state) {
        return new Message.Status(
                pull,
                new CommitStatus(pull.repo(), sha(pull.number()), "tidelock/plan", state, "as told", Optional.empty()));
    }
}
