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
 * @param workflows those that must pass
 * @param resolved whether threads must be resolved; where we may not read that, they must
 * @param opaque true when something is demanded of which nothing is seen
 */
record GraphRules(Set<String> checks, List<RequiredWorkflow> workflows, boolean resolved, boolean opaque) {
    GraphRules {
        checks = Set.copyOf(checks);
        workflows = List.copyOf(workflows);
    }

    /**
     * @param base the branch
     * @param shown checks of the head
     * @param signed whether all commits are seen to be signed
     * @param open what everybody may read of classic protection over REST; asked only where this API tells nothing of it
     */
    static GraphRules of(Tree base, List<Check> shown, boolean signed, Supplier<Optional<Tree>> open) {
        Set<String> checks = new LinkedHashSet<>();
        Set<RequiredWorkflow> workflows = new LinkedHashSet<>();
        boolean resolved = false;
        boolean opaque = base.at("rules").at("pageInfo").at("hasNextPage").isTrue();
        List<Tree> rules = base.at("rules").at("nodes").present().stream()
                .filter(rule -> rule.at("repositoryRuleset")
                        .at("enforcement")
                        .optionalText()
                        .orElse("ACTIVE")
                        .equals("ACTIVE"))
                .toList();
        for (Tree rule : rules) {
            Tree parameters = rule.at("parameters");
            String type = rule.at("type").optionalText().orElse("");
            List<RequiredWorkflow> files = parameters.at("workflows").present().stream()
                    .flatMap(file -> RequiredWorkflow.of(file).stream())
                    .toList();
            workflows.addAll(files);
            List<String> tools = parameters.at("codeScanningTools").present().stream()
                    .flatMap(tool -> tool.at("tool").optionalText().stream())
                    .toList();
            checks.addAll(tools); // their results are a check that is called like the tool
            opaque |= type.equals("REQUIRED_DEPLOYMENTS")
                    || (type.equals("WORKFLOWS") && files.isEmpty())
                    || (type.equals("CODE_SCANNING") && tools.isEmpty())
                    || (type.equals("REQUIRED_SIGNATURES") && !signed)
                    || parameters.at("requiredReviewers").present().stream().anyMatch(GraphRules::approves);
            Tree threads = parameters.at("requiredReviewThreadResolution");
            resolved |= threads.isTrue() || (type.equals("PULL_REQUEST") && !threads.isPresent());
            for (Tree check : parameters.at("requiredStatusChecks").present()) {
                check.at("context").optionalText().ifPresent(checks::add);
            }
        }
        Tree update = base.at("refUpdateRule");
        Tree classic = base.at("branchProtectionRule").isPresent() ? base.at("branchProtectionRule") : update;
        if (classic.isPresent()) {
            classic.at("requiredStatusCheckContexts")
                    .present()
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

    private static boolean approves(Tree reviewer) {
        return !reviewer.at("minimumApprovals").node().asText().equals("0");
    }
}
