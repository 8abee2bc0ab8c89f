package io.tidelock.run.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processes of a run that are still there, wherever they went: those that carry the run's name in their environment,
 * all in a session with one of them, and all their descendants.
 *
 * @param mark the assignment every process of the run was started with
 */
record Survivors(String mark) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    boolean none(StepFolder folder) {
        return find(folder).isEmpty();
    }

    /** Kills until nothing is left. What even that does not end, the kernel holds: it is left behind. */
    void kill(StepFolder folder) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Map<Long, ProcessHandle> left = find(folder);
            if (left.isEmpty() || System.nanoTime() - deadline > 0) {
                return;
            }
            left.values().forEach(ProcessHandle::destroyForcibly);
            Pause.moment();
        }
    }

    private Map<Long, ProcessHandle> find(StepFolder folder) {
        Map<Long, ProcessHandle> found = new LinkedHashMap<>();
        Stream.of(folder.program(), folder.stub())
                .flatMap(Optional::stream)
                .flatMap(name -> name.handle().stream())
                .forEach(handle -> add(found, handle));
        if (Proc.PRESENT) {
            List<Proc.Stat> all = Proc.all();
            Set<Long> sessions = new HashSet<>();
            for (Proc.Stat stat : all) {
                if (Proc.startedWith(stat.pid(), mark)) {
                    sessions.add(stat.session());
                    ProcessHandle.of(stat.pid()).ifPresent(handle -> add(found, handle));
                }
            }
            Proc.stat(self()).ifPresent(own -> sessions.remove(own.session()));
            all.stream()
                    .filter(stat -> sessions.contains(stat.session()))
                    .flatMap(stat -> ProcessHandle.of(stat.pid()).stream())
                    .forEach(handle -> add(found, handle));
        }
        return found;
    }

    private static void add(Map<Long, ProcessHandle> found, ProcessHandle handle) {
        if (handle.pid() != self() && handle.isAlive() && !zombie(handle)) {
            found.put(handle.pid(), handle);
            handle.descendants().filter(child -> !zombie(child)).forEach(child -> found.put(child.pid(), child));
        }
    }

    private static boolean zombie(ProcessHandle handle) {
        return Proc.PRESENT
                && Proc.stat(handle.pid()).filter(stat -> !stat.gone()).isEmpty();
    }

    private static long self() {
        return ProcessHandle.current().pid();
    }
}
