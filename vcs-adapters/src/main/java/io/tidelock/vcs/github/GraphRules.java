package io.tidelock.vcs.github;

import io.tidelock.vcs.github.Seen.Check;
import io.tidelock.vcs.json.Tree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What classic protection and rulesets of a base branch demand, as GitHub's GraphQL API tells it.
 *
 * @param checks names of the checks that must pass
 * @param workflows paths of the workflows that must pass
 * @param resolved whether threads must be resolved; where we may not read that, they must
 * @param opaque true when something is demanded of which nothing is seen
 */
record GraphRules(Set<String> checks, List<String> workflows, boolean resolved, boolean opaque) {
    GraphRules {
        checks = Set.copyOf(checks);
        workflows = List.copyOf(workflows);
    }

    /**
     * @param base the branch
     * @param shown checks of the head
     * @param open what everybody may read of classic protection over REST; asked only where this API tells nothing of it
     */
    static GraphRules of(Tree base, List<Check> shown, Supplier<Optional<Tree>> open) {
        Set<String> checks = new LinkedHashSet<>();
        Set<String> workflows = new LinkedHashSet<>();
        boolean resolved = false;
        boolean opaque = false;
        List<Tree> rules = nodes(base.at("rules"));
        for (Tree rule : rules) {
            Tree parameters = rule.at("parameters");
            String type = rule.at("type").optionalText().orElse("");
            List<Tree> paths = list(parameters.at("workflows"));
            paths.forEach(path -> path.at("path").optionalText().ifPresent(workflows::add));
            opaque |= paths.isEmpty() && type.equals("WORKFLOWS");
            Tree threads = parameters.at("requiredReviewThreadResolution");
            resolved |= threads.isTrue() || (type.equals("PULL_REQUEST") && !threads.isPresent());
            for (Tree check : list(parameters.at("requiredStatusChecks"))) {
                check.at("context").optionalText().ifPresent(checks::add);
            }
        }
        Tree update = base.at("refUpdateRule");
        Tree classic = base.at("branchProtectionRule").isPresent() ? base.at("branchProtectionRule") : update;
        if (classic.isPresent()) {
            list(classic.at("requiredStatusCheckContexts"))
                    .forEach(name -> name.optionalText().ifPresent(checks::add));
            Tree threads = classic.at("requiresConversationResolution");
            resolved |= threads.isTrue() || !threads.isPresent();
        } else {
            Optional<Tree> protection = update.node().isMissingNode() ? open.get() : Optional.empty();
            boolean unexplained = shown.stream().anyMatch(check -> check.required() && !checks.contains(check.name()));
            protection.ifPresent(it -> RestRules.names(it.at("required_status_checks"), checks));
            resolved |= rules.isEmpty() || unexplained || protection.isPresent();
        }
        return new GraphRules(checks, List.copyOf(workflows), resolved, opaque);
    }

    private static List<Tree> nodes(Tree connection) {
        return list(connection.at("nodes"));
    }

    private static List<Tree> list(Tree tree) {
        return tree.isPresent()
                ? tree.elements().stream().filter(Tree::isPresent).toList()
                : List.of();
    }
}
