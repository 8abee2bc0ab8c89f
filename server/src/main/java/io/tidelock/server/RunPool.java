package io.tidelock.server;

import io.tidelock.core.change.PullRef;
import io.tidelock.server.execute.Pool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fixed number of threads for runs, shared by all pull requests: each that has tasks waiting gets the next free thread
 * in turn, so that a pull request with one project does not wait for one with five hundred.
 */
final class RunPool implements Pool, AutoCloseable {
    private final Map<PullRef, Deque<Task>> waiting = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean open = true;

    private record Task(Runnable action, Group group) {}

    private static final class Group {
        private int left;
        private Optional<Throwable> failure = Optional.empty();

        private Group(int left) {
            this.left = left;
        }
    }

    RunPool(int size) {
        for (int i = 0; i < size; i++) {
            threads.add(Thread.ofPlatform().daemon().name("run " + i).start(this::work));
        }
    }

    @Override
    public void run(PullRef owner, List<Runnable> tasks) {
        Group group = new Group(tasks.size());
        synchronized (this) {
            Deque<Task> queue = waiting.computeIfAbsent(owner, pull -> new ArrayDeque<>());
            tasks.forEach(task -> queue.add(new Task(task, group)));
            if (queue.isEmpty()) {
                waiting.remove(owner);
            }
            notifyAll();
            awaitEnd(group);
        }
        group.failure.ifPresent(RunPool::rethrow);
    }

    /** An interrupt does not end the wait: the tasks are what must be stopped, by their lease. */
    private synchronized void awaitEnd(Group group) {
        boolean interrupted = false;
        while (group.left > 0) {
            try {
                wait();
            } catch (InterruptedException stop) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (true) {
            Optional<Task> task = next();
            if (task.isEmpty()) {
                return;
            }
            Optional<Throwable> failure = attempt(task.get());
            synchronized (this) {
                Group group = task.get().group();
                group.failure = group.failure.or(() -> failure);
                group.left--;
                notifyAll();
            }
        }
    }

    private Optional<Throwable> attempt(Task task) {
        synchronized (this) {
            if (task.group().failure.isPresent()) {
                return Optional.empty();
            }
        }
        try {
            task.action().run();
            return Optional.empty();
        } catch (Throwable failure) {
            return Optional.of(failure);
        }
    }

    private synchronized Optional<Task> next() {
        while (open) {
            if (!waiting.isEmpty()) {
                Map.Entry<PullRef, Deque<Task>> first =
                        waiting.entrySet().iterator().next();
                PullRef owner = first.getKey();
                Deque<Task> queue = first.getValue();
                waiting.remove(owner);
                Task task = queue.remove();
                if (!queue.isEmpty()) {
                    waiting.put(owner, queue);
                }
                return Optional.of(task);
            }
            try {
                wait();
            } catch (InterruptedException stop) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(failure);
    }

    @Override
    public synchronized void close() {
        open = false;
        notifyAll();
    }
}
