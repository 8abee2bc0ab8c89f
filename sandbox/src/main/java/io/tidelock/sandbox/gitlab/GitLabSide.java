package io.tidelock.sandbox.gitlab;

import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.git.FileEdit;
import io.tidelock.sandbox.gitlab.ci.Job;
import io.tidelock.sandbox.gitlab.ci.Pipeline;
import io.tidelock.sandbox.gitlab.ci.Pipelines;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Hook;
import io.tidelock.sandbox.model.Repo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What only GitLab has, for tests and demos: the rest is done by the methods of the sandbox, whichever host it plays. */
public final class GitLabSide {
    private final Forge forge;
    private final Pipelines pipelines;

    public GitLabSide(Forge forge, Pipelines pipelines) {
        this.forge = forge;
        this.pipelines = pipelines;
    }

    /** A group, or by a path such as {@code acme/platform} a group in a group; the user becomes its owner. */
    public void group(String path, String owner) {
        Account group = forge.accounts.ensure(path, Account.Kind.ORGANIZATION);
        forge.world.locked(() -> {
            group.members.put(forge.account(owner).login, "admin");
        });
    }

    /** Makes a user a member of a group, and so of every project below it; 30 is a developer, 40 a maintainer. */
    public void member(String group, String user, int level) {
        forge.world.locked(() -> {
            forge.account(group).members.put(forge.account(user).login, Integer.toString(level));
        });
    }

    /** Makes an empty private project and gives its full path. The group or user must exist. */
    public String createProject(String namespace, String name) {
        return forge.world.locked(() -> {
            Repo repo = forge.repositories.create(forge.account(namespace), name, true, null);
            repo.gitlab = true;
            return repo.fullName();
        });
    }

    /** Commits files as if pushed, with the first of a project making its branch. */
    public String commit(String project, String branch, List<FileEdit> edits, String message, String author) {
        Account account = forge.account(author);
        return forge.repositories.commit(
                repo(project), branch, null, edits, message, account, forge.repositories.signature(account));
    }

    /** A webhook for all events; gives its id. */
    public long addWebhook(String project, String url, @Nullable String token) {
        return forge.world.locked(() -> {
            Repo repo = repo(project);
            Hook hook = new Hook(forge.world.nextId(), repo, url, token, "json", Set.of("*"), forge.world.now());
            hook.gitlab = true;
            repo.hooks.put(hook.id, hook);
            return hook.id;
        });
    }

    /** Begins a pipeline as the project's own runners do; gives its id. */
    public long beginPipeline(String project, String sha, String ref) {
        return pipelines.begin(repo(project), sha, ref, "push").id;
    }

    /** Of each name the status that counts, in all pipelines of a commit, the newest pipeline's last. */
    public Map<String, Job> statuses(String project, String sha) {
        return forge.world.locked(() -> {
            Map<String, Job> latest = new LinkedHashMap<>();
            for (Pipeline pipeline : pipelines.of(repo(project), sha).reversed()) {
                pipeline.latest().forEach(job -> latest.put(job.name, job));
            }
            return latest;
        });
    }

    /** The pipelines of a commit, newest first. */
    public List<Pipeline> pipelines(String project, String sha) {
        return pipelines.of(repo(project), sha);
    }

    private Repo repo(String path) {
        int slash = path.lastIndexOf('/');
        Repo repo = forge.world.locked(() -> forge.world.repo(path.substring(0, slash), path.substring(slash + 1)));
        return Objects.requireNonNull(repo, "no such project: " + path);
    }
}
