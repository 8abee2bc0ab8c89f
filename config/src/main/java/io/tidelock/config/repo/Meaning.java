package io.tidelock.config.repo;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import io.tidelock.core.project.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From what was typed to what it means. */
final class Meaning {
    /** What makes a project planned when its entry does not say. */
    static final List<String> WHEN_MODIFIED =
            List.of("**/*.tf*", "**/*.tofu", "**/*.tofu.json", "**/terragrunt.hcl", "**/.terraform.lock.hcl");

    private final String file;

    Meaning(String file) {
        this.file = file;
    }

    RepoSettings of(RawRepo raw) {
        List<ConfiguredProject> projects = raw.projects().stream()
                .filter(project ->
                        !project.dir().isEmpty() && !project.workspace().isEmpty())
                .map(project -> of(project, raw.refusals()))
                .toList();
        Autodiscover autodiscover = switch (raw.autodiscover().orElse("auto")) {
            case "enabled" -> Autodiscover.ENABLED;
            case "disabled" -> Autodiscover.DISABLED;
            default -> Autodiscover.AUTO;
        };
        return new RepoSettings(Optional.of(file), projects, autodiscover, together(raw.refusals()));
    }

    private static ConfiguredProject of(RawProject raw, List<Problem> ofAll) {
        ProjectKey key = new ProjectKey(raw.dir(), raw.workspace(), raw.name().orElse(""));
        List<Problem> refusals =
                Stream.concat(raw.refusals().stream(), ofAll.stream()).toList();
        return new ConfiguredProject(
                key,
                raw.whenModified().orElse(WHEN_MODIFIED),
                raw.autoplan(),
                raw.branch(),
                Workflow.STANDARD,
                together(refusals));
    }

    /** A project has one refusal: the first, which names the others. */
    private static Optional<Problem> together(List<Problem> refusals) {
        if (refusals.size() < 2) {
            return refusals.stream().findFirst();
        }
        Problem first = refusals.getFirst();
        String others = refusals.stream()
                .skip(1)
                .map(problem -> problem.met()
                        + problem.place()
                                .map(place -> " (line " + place.line() + ")")
                                .orElse(""))
                .collect(Collectors.joining("; "));
        return Optional.of(
                new Problem(first.met() + "; also " + others, first.expected(), first.next(), first.place()));
    }
}
