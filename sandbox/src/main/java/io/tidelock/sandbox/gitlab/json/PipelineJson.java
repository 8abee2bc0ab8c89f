package io.tidelock.sandbox.gitlab.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.gitlab.ci.Job;
import io.tidelock.sandbox.gitlab.ci.Pipeline;
import io.tidelock.sandbox.json.Json;
import org.jspecify.annotations.Nullable;

/** Pipelines, and commit statuses. */
public final class PipelineJson {
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
