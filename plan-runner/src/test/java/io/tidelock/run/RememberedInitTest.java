package io.tidelock.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.port.run.PlanRun;
import io.tidelock.core.port.run.PlanTask;
import io.tidelock.core.port.run.Runner;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.core.project.Project;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Step;
import io.tidelock.core.project.Workflow;
import io.tidelock.testkit.contract.RunnerLease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What real terraform's init made in one tree, used in the next. */
final class RememberedInitTest extends RealTerraform {
    private static final Optional<RepoRef> REPO = Optional.of(new RepoRef("github.com", "acme/infra"));
    private static final Optional<RepoRef> OTHER = Optional.of(new RepoRef("github.com", "acme/other"));
    private static final Workflow PLAIN = Workflow.STANDARD;

    private int trees;
    private final Map<String, String> files = new TreeMap<>(Map.of(
            "p/main.tf",
            "module \"m\" { source = \"./m\" }\nresource \"terraform_data\" \"it\" {}\n",
            "p/m/main.tf",
            LocalBench.SIMPLE));

    /** A new tree with the files of the next head. */
    private WorkingTree head() {
        trees++;
        files.forEach((file, text) -> bench.write("../tree-" + trees + "/" + file, text));
        Path root = folder.resolve("tree-" + trees);
        try {
            return new WorkingTree(root.toRealPath(), new CommitSha("%040x".formatted(trees)), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean initialises(Optional<RepoRef> repo) {
        return initialises(repo, "p", PLAIN);
    }

    private boolean initialises(Optional<RepoRef> repo, String dir, Workflow workflow) {
        Project project = new Project(new ProjectKey(dir, "default", ""), workflow, Optional.empty());
        return initialises(new PlanTask(run(), project, head(), List.of(), Optional.empty(), repo));
    }

    private boolean initialises(PlanTask task) {
        PlanRun result = plan(task);
        assertThat(result).as("%s", result).isInstanceOf(PlanRun.Done.class);
        assertThat(((PlanRun.Done) result).changes()).isTrue();
        String log = log(task);
        assertThat(log.contains("already initialised")).isNotEqualTo(log.contains(" init "));
        return log.contains(" init ");
    }

    @Test
    void the_next_head_needs_no_init() {
        assertThat(initialises(REPO)).isTrue();
        assertThat(initialises(REPO)).isFalse();
        files.put("p/main.tf", files.getOrDefault("p/main.tf", "") + "# another head\noutput \"o\" { value = 1 }\n");
        assertThat(initialises(REPO)).isFalse();
    }

    @Test
    void it_is_remembered_by_the_next_server() {
        assertThat(initialises(REPO)).isTrue();
        Runner next = bench.afterCrash();
        PlanTask task =
                new PlanTask(run(), Project.standard(ProjectKey.at("p")), head(), List.of(), Optional.empty(), REPO);

        assertThat(next.plan(task, new RunnerLease())).isInstanceOf(PlanRun.Done.class);
        assertThat(log(task)).contains("already initialised").doesNotContain(" init ");
    }

    @Test
    void of_those_that_come_at_once_one_runs_init() throws Exception {
        PlanTask[] tasks = new PlanTask[3];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = new PlanTask(
                    run(), Project.standard(ProjectKey.at("p")), head(), List.of(), Optional.empty(), REPO);
        }
        List<Future<PlanRun>> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.length)) {
            for (PlanTask task : tasks) {
                runs.add(threads.submit(() -> plan(task)));
            }
        }
        for (Future<PlanRun> run : runs) {
            assertThat(run.get()).isInstanceOf(PlanRun.Done.class);
        }
        assertThat(Stream.of(tasks).filter(task -> log(task).contains(" init ")))
                .hasSize(1);
    }

    @Test
    void nothing_is_shared_with_a_fork_or_another_repository_or_directory() {
        assertThat(initialises(Optional.empty())).isTrue();
        assertThat(initialises(REPO)).as("after a fork").isTrue();
        assertThat(initialises(Optional.empty())).as("of a fork").isTrue();
        assertThat(initialises(OTHER)).isTrue();
        files.put("q/main.tf", files.getOrDefault("p/main.tf", ""));
        files.put("q/m/main.tf", LocalBench.SIMPLE);
        assertThat(initialises(REPO, "q", PLAIN)).isTrue();
        assertThat(initialises(REPO)).isFalse();
    }

    @Test
    void whatever_init_depends_on_makes_it_run_again() {
        assertThat(initialises(REPO)).isTrue();
        String main = files.getOrDefault("p/main.tf", "");
        files.put("p/main.tf", main + "terraform {\n  backend \"local\" { path = \"other\" }\n}\n");
        assertThat(initialises(REPO)).as("backend").isTrue();
        assertThat(initialises(REPO)).isFalse();
        files.put("p/main.tf", main + "module \"n\" { source = \"./m\" }\n");
        assertThat(initialises(REPO)).as("module").isTrue();
        files.put("p/main.tf", main);
        files.put("p/.terraform.lock.hcl", "# by hand\n");
        assertThat(initialises(REPO)).as("lock file").isTrue();
        files.remove("p/.terraform.lock.hcl");
        assertThat(initialises(REPO)).isFalse();
        Workflow reconfigured =
                new Workflow(List.of(new Step.Init(List.of("-reconfigure")), new Step.Plan(List.of())), PLAIN.apply());
        assertThat(initialises(REPO, "p", reconfigured)).as("arguments").isTrue();
        Workflow upgrading =
                new Workflow(List.of(new Step.Init(List.of("-upgrade")), new Step.Plan(List.of())), PLAIN.apply());
        assertThat(initialises(REPO, "p", upgrading)).isTrue();
        assertThat(initialises(REPO, "p", upgrading)).as("is never remembered").isTrue();
    }

    @Test
    void a_folder_that_was_committed_is_not_remembered() {
        files.put("p/.terraform/modules/x/main.tf", "");
        assertThat(initialises(REPO)).isTrue();
        files.remove("p/.terraform/modules/x/main.tf");
        assertThat(initialises(REPO)).isTrue();
    }

    @Test
    void what_turns_out_not_to_serve_is_replaced() throws IOException {
        assertThat(initialises(REPO)).isTrue();
        try (Stream<Path> all = Files.walk(bench.data.resolve("inits"))) {
            for (Path list : all.filter(file -> file.endsWith("modules.json")).toList()) {
                Files.delete(list);
            }
        }
        Project project = Project.standard(ProjectKey.at("p"));
        PlanTask spoiled = new PlanTask(run(), project, head(), List.of(), Optional.empty(), REPO);
        assertThat(plan(spoiled)).isInstanceOf(PlanRun.Done.class);
        assertThat(log(spoiled)).contains("already initialised", " init ");
        assertThat(initialises(REPO)).as("it was withdrawn").isTrue();
        assertThat(initialises(REPO)).isFalse();
    }

    @Test
    void nobody_else_may_look_at_what_a_backend_was_configured_with() throws IOException {
        assertThat(initialises(REPO)).isTrue();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.data.resolve("inits"))))
                .isEqualTo("rwx------");
    }

    @Test
    void what_init_makes_after_a_command_or_with_other_variables_is_nobodys_else() {
        Step plan = new Step.Plan(List.of());
        Step init = new Step.Init(List.of());
        Step command = new Step.Run(Step.Script.of("echo \"$0\" > made"), Step.Shown.ALL);
        Step variable = new Step.Env("A", Optional.of("b"), Optional.empty());
        List<Step> apply = List.of(new Step.Apply(List.of()));
        Workflow commandFirst = new Workflow(List.of(command, init, plan), apply);
        Workflow variableFirst = new Workflow(List.of(variable, init, plan), apply);

        for (Workflow workflow : List.of(commandFirst, variableFirst)) {
            assertThat(initialises(REPO, "p", workflow)).isTrue();
            assertThat(initialises(REPO, "p", workflow)).as("not given").isTrue();
        }
        assertThat(initialises(REPO)).as("not taken").isTrue();
        for (Workflow workflow : List.of(commandFirst, variableFirst)) {
            assertThat(initialises(REPO, "p", workflow)).as("not given later").isTrue();
        }
        assertThat(initialises(REPO, "p", new Workflow(List.of(init, plan, command), apply)))
                .as("a command that comes after it has not made it")
                .isFalse();
    }

    @Test
    void a_project_without_changes_takes_one_process_more_at_most() throws IOException {
        files.put("p/main.tf", "locals { nothing = 1 }\n");
        for (String steps : List.of("[step-init, step-plan]", "[step-plan]")) {
            PlanTask task = new PlanTask(
                    run(), Project.standard(ProjectKey.at("p")), head(), List.of(), Optional.empty(), REPO);
            plan(task);
            assertThat(steps(task).toString()).isEqualTo(steps);
        }
        files.put("p/main.tf", "resource \"terraform_data\" \"it\" {}\n");
        PlanTask changing =
                new PlanTask(run(), Project.standard(ProjectKey.at("p")), head(), List.of(), Optional.empty(), REPO);
        plan(changing);
        assertThat(steps(changing)).containsExactly("step-plan", "step-plan-show");
    }

    private List<String> steps(PlanTask task) throws IOException {
        try (Stream<Path> entries =
                Files.list(bench.data.resolve("runs").resolve(task.run().value()))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith("step-"))
                    .sorted()
                    .toList();
        }
    }
}
