package io.tidelock.vcs.github;

import io.tidelock.vcs.github.Seen.Check;
import io.tidelock.vcs.json.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A workflow that rules demand.
 *
 * @param repository number of the repository that it is in, where that was told
 * @param commit hex of the commit that it must be of; empty for any
 */
record RequiredWorkflow(String path, Optional<Long> repository, Optional<String> commit) {
    /** A run of a workflow on the head. */
    private record Run(Tree suite, Tree file, long number) {
        static Optional<Run> of(Tree context) {
            Tree suite = context.at("checkSuite");
            Tree run = suite.at("workflowRun");
            return Optional.of(new Run(
                            suite, run.at("file"), whole(run.at("runNumber")).orElse(0L)))
                    .filter(it -> it.file.isPresent());
        }

        boolean passed() {
            String said = suite.at("conclusion").optionalText().orElse("").toLowerCase(Locale.ROOT);
            return new Check("", said, true).passed();
        }
    }

    static Optional<RequiredWorkflow> of(Tree told) {
        return told.at("path")
                .optionalText()
                .map(path -> new RequiredWorkflow(
                        path, whole(told.at("repositoryId")), told.at("sha").optionalText()));
    }

    static Optional<Seen.Run> run(Tree context) {
        return Run.of(context)
                .flatMap(run -> run.file.at("path").optionalText().map(path -> new Seen.Run(path, run.number)));
    }

    /**
     * Why it is not passed: the newest run of it on the head counts.
     *
     * @param own the repository of the pull request, whose people could put a file of the same name there
     * @param numbers finds the number of a repository, where we may know it
     */
    Optional<String> unmet(List<Tree> contexts, String own, Function<String, Optional<Long>> numbers) {
        List<Run> runs = contexts.stream()
                .flatMap(context -> Run.of(context).stream())
                .filter(run -> isOf(run.file, own, numbers))
                .toList();
        long newest =
                runs.stream().map(Run::number).max(Comparator.naturalOrder()).orElse(0L);
        boolean passed = !runs.isEmpty()
                && runs.stream().filter(run -> run.number == newest).allMatch(Run::passed);
        return passed
                ? Optional.empty()
                : Optional.of("the required workflow `" + path + "` "
                        + (runs.isEmpty() ? "has not run" : "has not succeeded"));
    }

    private boolean isOf(Tree file, String own, Function<String, Optional<Long>> numbers) {
        if (!file.at("path").optionalText().filter(path::equals).isPresent()) {
            return false;
        }
        String address = file.at("repositoryFileUrl").optionalText().orElse("");
        if (commit.isPresent() && !address.contains(commit.get())) {
            return false;
        }
        return repository.isEmpty()
                || file.at("repositoryName")
                        .optionalText()
                        .map(RequiredWorkflow::plain)
                        .filter(name -> numbers.apply(name)
                                .map(repository.get()::equals)
                                .orElse(!name.equalsIgnoreCase(own)))
                        .isPresent();
    }

    /** OWNER/NAME, also where an address of it is told. */
    private static String plain(String told) {
        String[] parts = told.replaceAll("/+$", "").split("/");
        return parts.length < 2 ? told : parts[parts.length - 2] + "/" + parts[parts.length - 1];
    }

    private static Optional<Long> whole(Tree told) {
        return told.node().isIntegralNumber() ? Optional.of(told.node().asLong()) : Optional.empty();
    }
}
