package io.tidelock.sandbox.graph;

import graphql.schema.DataFetchingEnvironment;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.git.History;
import io.tidelock.sandbox.json.Links;
import io.tidelock.sandbox.json.NodeIds;
import io.tidelock.sandbox.json.PullJson;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Protection;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Repositories and branches, and the way from there to everything else. */
final class ForgeThings {
    final PeopleThings people;
    final CodeThings code;
    final PullThings pulls;
    private final Forge forge;
    private final Links links;
    private final @Nullable Account visitor;

    ForgeThings(Forge forge, Links links, PullJson json, @Nullable Account visitor) {
        this.forge = forge;
        this.links = links;
        this.visitor = visitor;
        this.people = new PeopleThings(forge, links);
        this.code = new CodeThings(forge, links, people, this::repository);
        this.pulls = new PullThings(forge, links, json, this);
    }

    Thing repository(Repo repo) {
        Permission permission = forge.world.permission(repo, visitor);
        Repo parent = repo.parent;
        return new Thing("Repository")
                .with("id", NodeIds.of(NodeIds.REPO, repo.id))
                .with("databaseId", (int) repo.id)
                .with("name", repo.name)
                .with("nameWithOwner", repo.fullName())
                .with("description", repo.description)
                .with("url", links.html(repo))
                .with("resourcePath", "/" + repo.fullName())
                .with("sshUrl", "git@" + links.host() + ":" + repo.fullName() + ".git")
                .with("isPrivate", repo.isPrivate)
                .with("isFork", parent != null)
                .with("isArchived", repo.archived)
                .with("createdAt", repo.createdAt.toString())
                .with("updatedAt", repo.updatedAt.toString())
                .with("pushedAt", repo.pushedAt.toString())
                .with("mergeCommitAllowed", repo.allowMergeCommit)
                .with("squashMergeAllowed", repo.allowSquashMerge)
                .with("rebaseMergeAllowed", repo.allowRebaseMerge)
                .with("autoMergeAllowed", repo.allowAutoMerge)
                .with("deleteBranchOnMerge", repo.deleteBranchOnMerge)
                .with("viewerPermission", permission == Permission.NONE ? null : permission.name())
                .later("owner", () -> people.account(repo.owner))
                .later("parent", () -> parent == null ? null : repository(parent))
                .later("defaultBranchRef", () -> branch(repo, repo.defaultBranch))
                .asked("ref", env -> {
                    String name = String.valueOf(env.<String>getArgument("qualifiedName"));
                    return branch(repo, name.replaceFirst("^refs/heads/", ""));
                })
                .asked("object", env -> {
                    String expression = env.getArgument("expression");
                    String oid = env.getArgument("oid");
                    String wanted = expression == null ? oid : expression;
                    return wanted == null ? null : code.object(repo, wanted);
                })
                .asked("pullRequest", env -> {
                    Integer number = env.getArgument("number");
                    Pull pull = number == null ? null : repo.pulls.get(number);
                    if (pull == null) {
                        throw new Missing("Could not resolve to a PullRequest with the number of " + number + ".");
                    }
                    return pulls.pull(pull);
                })
                .asked("pullRequests", env -> pullRequests(repo, env));
    }

    private Thing pullRequests(Repo repo, DataFetchingEnvironment env) {
        List<String> states = env.getArgument("states");
        String head = env.getArgument("headRefName");
        String base = env.getArgument("baseRefName");
        List<Pull> found = repo.pulls.values().stream()
                .filter(pull -> states == null || states.contains(PullThings.state(pull)))
                .filter(pull -> head == null || head.equals(pull.headRef))
                .filter(pull -> base == null || base.equals(pull.baseRef))
                .toList();
        return Thing.page(env, found, pulls::pull);
    }

    @Nullable
    Thing branch(Repo repo, String name) {
        String sha = new History(forge.git(repo)).tip(name);
        if (sha == null) {
            return null;
        }
        Protection rules = repo.protections.get(name);
        return new Thing("Ref")
                .with("id", NodeIds.of("REF", repo.id + ":refs/heads/" + name))
                .with("name", name)
                .with("prefix", "refs/heads/")
                .later("target", () -> code.commit(repo, sha))
                .later("repository", () -> repository(repo))
                .later(
                        "branchProtectionRule",
                        () -> rules == null || !may(repo, Permission.ADMIN) ? null : protection(repo, name, rules))
                .later("refUpdateRule", () -> rules == null ? null : update(repo, name, rules))
                .asked("rules", env -> Thing.page(env, List.<Thing>of(), rule -> rule));
    }

    private boolean may(Repo repo, Permission wanted) {
        return forge.world.permission(repo, visitor).allows(wanted);
    }

    /** What everybody who may read the repository is shown of the same rule. */
    private Thing update(Repo repo, String branch, Protection rules) {
        return new Thing("RefUpdateRule")
                .with("pattern", branch)
                .with("allowsDeletions", false)
                .with("allowsForcePushes", false)
                .with("blocksCreations", false)
                .with("requiredApprovingReviewCount", rules.requiresReviews() ? rules.approvals() : null)
                .with("requiredStatusCheckContexts", rules.contexts())
                .with("requiresCodeOwnerReviews", rules.codeOwners())
                .with("requiresConversationResolution", rules.conversations())
                .with("requiresLinearHistory", false)
                .with("requiresSignatures", false)
                .with("viewerAllowedToDismissReviews", may(repo, Permission.WRITE))
                .with("viewerCanPush", may(repo, Permission.WRITE));
    }

    private static Thing protection(Repo repo, String branch, Protection rules) {
        return new Thing("BranchProtectionRule")
                .with("id", NodeIds.of("BPR", repo.id + ":" + branch))
                .with("pattern", branch)
                .with("isAdminEnforced", rules.enforceAdmins())
                .with("requiresApprovingReviews", rules.requiresReviews())
                .with("requiredApprovingReviewCount", rules.requiresReviews() ? rules.approvals() : null)
                .with("requiresCodeOwnerReviews", rules.codeOwners())
                .with("requiresStatusChecks", rules.requiresChecks())
                .with("requiresStrictStatusChecks", rules.strict())
                .with("requiresConversationResolution", rules.conversations())
                .with("dismissesStaleReviews", rules.dismissStale())
                .with("requiredStatusCheckContexts", rules.contexts())
                .with(
                        "requiredStatusChecks",
                        rules.contexts().stream()
                                .map(context -> new Thing("RequiredStatusCheckDescription").with("context", context))
                                .toList());
    }
}
