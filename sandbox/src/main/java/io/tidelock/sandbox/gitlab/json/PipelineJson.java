package io.tidelock.sandbox.gitlab.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.gitlab.ci.Job;
import io.tidelock.sandbox.gitlab.ci.Pipeline;
import io.tidelock.sandbox.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pipelines, and commit statuses. */
public final class PipelineJson {
    private static final Set<String> END_STATES = Set.of("success", "failed", "canceled", "skipped");

    private PipelineJson() {}

    public static ObjectNode pipeline(Urls urls, Pipeline pipeline) {
        return Json.object(
                "id",
                pipeline.id,
                "iid",
                pipeline.iid,
                "project_id",
                pipeline.repo.id,
                "sha",
                pipeline.sha,
                "ref",
                pipeline.ref,
                "status",
                pipeline.status(),
                "source",
                pipeline.source,
                "created_at",
                pipeline.createdAt,
                "updated_at",
                pipeline.updatedAt,
                "web_url",
                urls.web(pipeline.repo) + "/-/pipelines/" + pipeline.id);
    }

    /** The form of one pipeline, and of the head pipeline of one merge request. */
    public static ObjectNode full(Urls urls, Pipeline pipeline) {
        String status = pipeline.status();
        List<Job> jobs = List.copyOf(pipeline.jobs);
        return Json.add(
                pipeline(urls, pipeline),
                "name",
                null,
                "before_sha",
                "0".repeat(40),
                "tag",
                false,
                "yaml_errors",
                null,
                "user",
                jobs.isEmpty() ? null : PersonJson.basic(urls, jobs.get(0).creator),
                "started_at",
                jobs.stream()
                        .map(job -> job.startedAt)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                "finished_at",
                END_STATES.contains(status) ? pipeline.updatedAt : null,
                "committed_at",
                null,
                "duration",
                null,
                "queued_duration",
                null,
                "coverage",
                null,
                "detailed_status",
                Json.object(
                        "icon",
                        "status_" + status,
                        "text",
                        status.substring(0, 1).toUpperCase(Locale.ROOT) + status.substring(1),
                        "label",
                        status.equals("success") ? "passed" : status,
                        "group",
                        status,
                        "tooltip",
                        status.equals("success") ? "passed" : status,
                        "has_details",
                        true,
                        "details_path",
                        urls.web(pipeline.repo).replaceFirst("^[a-z]+://[^/]+", "") + "/-/pipelines/" + pipeline.id,
                        "illustration",
                        null,
                        "favicon",
                        urls.base() + "/_sandbox/avatar.svg"));
    }

    public static @Nullable ObjectNode pipelineOrNull(Urls urls, @Nullable Pipeline pipeline) {
        return pipeline == null ? null : pipeline(urls, pipeline);
    }

    public static ObjectNode status(Urls urls, Job job) {
        return Json.object(
                "id",
                job.id,
                "sha",
                job.pipeline.sha,
                "ref",
                job.pipeline.ref,
                "status",
                job.state,
                "name",
                job.name,
                "target_url",
                job.targetUrl,
                "description",
                job.description,
                "created_at",
                job.createdAt,
                "started_at",
                job.startedAt,
                "finished_at",
                job.finishedAt,
                "allow_failure",
                false,
                "coverage",
                null,
                "pipeline_id",
                job.pipeline.id,
                "author",
                PersonJson.basic(urls, job.creator));
    }
}
