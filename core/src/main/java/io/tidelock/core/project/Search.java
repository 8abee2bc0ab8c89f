package io.tidelock.core.project;

import java.util.List;
import java.util.Optional;

/**
 * How projects are found by what changed, beside the patterns of each.
 *
 * @param mode whether directories that no project names are found by their changed files
 * @param fileList a changed file speaks for its directory when it matches; {@code !} in front excludes, the last match wins
 * @param ignored patterns of directories that are not found this way
 * @param modules which files say that their directory's use of local modules counts: a change to the module then plans it;
 *     empty when modules are not looked at
 * @param restricted true when a comment may only plan what the pull request touches
 */
public record Search(
        RepoSettings.Autodiscover mode,
        List<String> fileList,
        List<String> ignored,
        Optional<List<String>> modules,
        boolean restricted) {
    public static final List<String> FILE_LIST = List.of(
            "**/*.tf",
            "**/*.tf.json",
            "**/*.tfvars",
            "**/*.tfvars.json",
            "**/*.tofu",
            "**/*.tofu.json",
            "**/terragrunt.hcl",
            "**/.terraform.lock.hcl");

    public static final Search USUAL =
            new Search(RepoSettings.Autodiscover.AUTO, FILE_LIST, List.of(), Optional.empty(), false);

    public Search {
        fileList = List.copyOf(fileList);
        ignored = List.copyOf(ignored);
        modules = modules.map(List::copyOf);
    }

    public Search in(RepoSettings.Autodiscover other) {
        return new Search(other, fileList, ignored, modules, restricted);
    }

    public Search ignoring(List<String> others) {
        return new Search(mode, fileList, others, modules, restricted);
    }
}
