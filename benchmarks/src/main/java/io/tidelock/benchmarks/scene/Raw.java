package io.tidelock.benchmarks.scene;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The bare commands: what somebody with a shell and no server would wait for. */
public final class Raw {
    private static final Map<String, String> FRUGAL = Map.of("GOGC", "400");

    private final Programs programs;
    private final Path folder;
    private int clones;

    Raw(Programs programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    /**
     * A working tree in which everything was planned.
     *
     * @param seconds for all of it
     */
    public record Planned(Path tree, double seconds) {}

    /** R: a shallow clone, then init and plan of each project, one after the other. */
    public Planned serial(String url, String branch, List<String> projects) {
        long begin = System.nanoTime();
        Path tree = clone(url, branch);
        projects.forEach(project -> plan(tree.resolve(project), Map.of()));
        return new Planned(tree, since(begin));
    }

    /** B: the same on two workers, and with a garbage collector that is told to take it easy. */
    public Planned two(String url, String branch, List<String> projects) {
        long begin = System.nanoTime();
        Path tree = clone(url, branch);
        onTwo(projects, project -> plan(tree.resolve(project), FRUGAL));
        return new Planned(tree, since(begin));
    }

    /** Applies what was planned, on two workers; seconds. */
    public double applies(Planned planned, List<String> projects) {
        long begin = System.nanoTime();
        onTwo(
                projects,
                project -> programs.run(
                        planned.tree().resolve(project),
                        FRUGAL,
                        List.of("terraform", "apply", "-input=false", "-no-color", "bench.tfplan")));
        return since(begin);
    }

    /** A clone of one branch without its history. */
    public Path clone(String url, String branch) {
        Path tree = folder.resolve("clone-" + ++clones);
        git(folder, "clone", "--quiet", "--depth=1", "--single-branch", "--branch", branch, url, tree.toString());
        return tree;
    }

    /** A clone of everything, without a working tree. */
    public Path mirror(String url) {
        Path mirror = folder.resolve("clone-" + ++clones);
        git(folder, "clone", "--quiet", "--bare", url, mirror.toString());
        return mirror;
    }

    /** Runs git. */
    public void git(Path in, String... arguments) {
        programs.run(
                in,
                Map.of(),
                Stream.concat(Stream.of("git"), Arrays.stream(arguments)).toList());
    }

    /** The text of a plan. */
    public String plan(Path project) {
        return plan(project, Map.of());
    }

    private String plan(Path project, Map<String, String> environment) {
        programs.run(project, environment, List.of("terraform", "init", "-input=false", "-no-color"));
        return programs.run(
                project,
                environment,
                List.of("terraform", "plan", "-input=false", "-no-color", "-out", "bench.tfplan"));
    }

    private static void onTwo(List<String> projects, Consumer<String> work) {
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            List<? extends Future<?>> all = projects.stream()
                    .map(project -> workers.submit(() -> work.accept(project)))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
