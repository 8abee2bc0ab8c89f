package io.tidelock.config.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.ChangedFiles;
import io.tidelock.core.command.Target;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.Place;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.RepoSettings;
import io.tidelock.core.project.RepoSettings.Autodiscover;
import io.tidelock.core.project.Workflow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class TurnsTest {
    @Test
    void lowerGroupsComeFirstAndDependenciesBeforeTheirDependents() {
        assertThat(turns(
                        project("app", 0, "db", "net"),
                        project("db", 0, "net"),
                        project("net", 0),
                        project("last", 7),
                        project("first", -3)))
                .containsExactly("first 0", "net 1", "db 2", "app 3", "last 4");
    }

    @Test
    void whatIsNotSelectedIsNotWaitedFor() {
        RepoSettings settings = settings(project("app", 0, "db"), project("db", 0));

        assertThat(Selector.select(
                                settings,
                                Files.of("app/x.tf", "db/x.tf"),
                                ChangedFiles.of("app/x.tf"),
                                "main",
                                Selector.Mode.AUTO)
                        .projects())
                .singleElement()
                .satisfies(project -> {
                    assertThat(project.place()).isEqualTo(new Place(0, Set.of("db"), false));
                    assertThat(project.refusal()).isEmpty();
                });
    }

    @Test
    void aCircleIsNamedAndStopsThoseInIt() {
        List<Project> projects = select(
                project("a", 0, "b"),
                project("b", 0, "c"),
                project("c", 0, "a"),
                project("d", 0, "a"),
                project("e", 0));

        assertThat(projects.stream().filter(project -> project.refusal().isPresent()))
                .extracting(project -> project.key().name())
                .containsExactlyInAnyOrder("a", "b", "c");
        assertThat(projects.stream()
                        .flatMap(project -> project.refusal().stream())
                        .map(Problem::sentence))
                .allMatch(sentence -> sentence.contains("goes in a circle: a → b → c → a"));
    }

    @Test
    void aProjectThatDependsOnItselfIsACircle() {
        assertThat(select(project("a", 0, "a"))
                        .getFirst()
                        .refusal()
                        .orElseThrow()
                        .met())
                .contains("a → a");
    }

    @Test
    void aDependencyInALaterGroupIsAContradiction() {
        List<Project> projects = select(project("app", 1, "db"), project("db", 2));

        assertThat(projects)
                .filteredOn(project -> project.key().name().equals("app"))
                .singleElement()
                .satisfies(project -> assertThat(project.refusal().orElseThrow().sentence())
                        .contains("'app' depends on 'db'", "1 before 2", "at least 2"));
    }

    @Test
    void aNameThatNoProjectHasIsNotIgnored() {
        assertThat(select(project("app", 0, "databse"), project("database", 0))
                        .getFirst()
                        .refusal()
                        .orElseThrow()
                        .sentence())
                .contains("names 'databse', which is the name of no project", "Did you mean 'database'?");
    }

    @Test
    void aNameTwiceForOneBaseBranchStopsBoth() {
        ConfiguredProject twin = new ConfiguredProject(
                new ProjectKey("b", "default", "a"),
                List.of("**/*"),
                true,
                Optional.of("main"),
                Workflow.STANDARD,
                Optional.empty());

        assertThat(select(project("a", 0), twin))
                .allSatisfy(
                        project -> assertThat(project.refusal().orElseThrow().met())
                                .contains("several projects for this base branch have the name 'a'"));
    }

    @Test
    void aNameForAnotherBaseBranchAsksForNothing() {
        ConfiguredProject other = new ConfiguredProject(
                new ProjectKey("db", "default", "db"),
                List.of("**/*"),
                true,
                Optional.of("^release$"),
                Workflow.STANDARD,
                Optional.empty());

        assertThat(select(project("app", 0, "db"), other).getFirst().refusal()).isEmpty();
    }

    @Test
    void aCommentMeetsTheSameRefusal() {
        RepoSettings settings = settings(project("a", 0, "b"), project("b", 0, "a"));

        assertThat(Selector.find(
                        settings, Files.of("a/x.tf"), new ChangedFiles(List.of()), new Target.Named("a"), "main"))
                .isInstanceOfSatisfying(
                        Selector.Found.class,
                        found -> assertThat(found.project().refusal()).isPresent());
        assertThat(Selector.known(
                        settings,
                        Files.of("a/x.tf"),
                        List.of(new ProjectKey("a", "default", "a"), ProjectKey.at("z")),
                        "main"))
                .satisfiesExactly(
                        known -> assertThat(known.refusal()).isPresent(),
                        unknown -> assertThat(unknown.refusal()).isEmpty());
    }

    @Test
    @Timeout(20)
    void aChainOfTenThousandIsFollowed() {
        List<ConfiguredProject> chain = new ArrayList<>();
        IntStream.range(0, 10_000)
                .forEach(i -> chain.add(i == 0 ? project("p0", 0) : project("p" + i, 0, "p" + (i - 1))));

        assertThat(Turns.faults(chain, new HashSet<>())).isEmpty();
        assertThat(Turns.stages(chain)).containsEntry(new ProjectKey("p9999", "default", "p9999"), 9_999);
    }

    @Test
    @Timeout(20)
    void aCircleOfTenThousandIsNamedInShort() {
        List<ConfiguredProject> circle = new ArrayList<>();
        IntStream.range(0, 10_000).forEach(i -> circle.add(project("p" + i, 0, "p" + ((i + 1) % 10_000), "p0")));

        assertThat(Turns.faults(circle, new HashSet<>()))
                .hasSize(10_000)
                .allSatisfy((key, problem) ->
                        assertThat(problem.met()).hasSizeLessThan(300).contains("goes in a circle: p0"));
    }

    static ConfiguredProject project(String name, int group, String... after) {
        return new ConfiguredProject(
                new ProjectKey(name, "default", name),
                List.of("**/*"),
                true,
                Optional.empty(),
                Workflow.STANDARD,
                Optional.empty(),
                new Place.Wish(group, List.of(after)));
    }

    private static RepoSettings settings(ConfiguredProject... projects) {
        return new RepoSettings(Optional.of("atlantis.yaml"), List.of(projects), Autodiscover.DISABLED);
    }

    private static List<Project> select(ConfiguredProject... projects) {
        String[] files = java.util.Arrays.stream(projects)
                .map(project -> project.key().dir() + "/x.tf")
                .toArray(String[]::new);
        return Selector.select(settings(projects), Files.of(files), ChangedFiles.of(files), "main", Selector.Mode.AUTO)
                .projects();
    }

    private static List<String> turns(ConfiguredProject... projects) {
        return select(projects).stream()
                .map(project -> project.key().name() + " " + project.place().stage())
                .toList();
    }
}
