package io.tidelock.server.watch;

import io.javalin.http.Context;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.port.store.Boards;
import io.tidelock.core.port.store.Locks;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /locks}: every project lock as JSON, the newest first. */
public final class LockList {
    private final Locks locks;
    private final Boards boards;

    public LockList(Locks locks, Boards boards) {
        this.locks = locks;
        this.boards = boards;
    }

    public void show(Context context) {
        Map<PullRef, Boolean> merged = new HashMap<>();
        List<Locks.Lock> waiting = locks.waiting();
        context.json(Map.of(
                "locks",
                locks.all().stream()
                        .sorted((a, b) -> b.at().compareTo(a.at()))
                        .map(lock -> row(
                                lock,
                                merged.computeIfAbsent(
                                        lock.holder(),
                                        pull -> boards.board(pull).merged()),
                                line(lock, waiting)))
                        .toList()));
    }

    /** The pull requests that wait for it, first in line first. */
    private static List<Integer> line(Locks.Lock lock, List<Locks.Lock> waiting) {
        return waiting.stream()
                .filter(wait -> wait.key().equals(lock.key())
                        && wait.holder().repo().equals(lock.holder().repo()))
                .map(wait -> wait.holder().number())
                .toList();
    }

    /** @param merged true when its holder is merged and not applied yet */
    private static Map<String, Object> row(Locks.Lock lock, boolean merged, List<Integer> line) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("host", lock.holder().repo().host());
        row.put("repository", lock.holder().repo().path());
        row.put("pull", lock.holder().number());
        row.put("merged", merged);
        row.put("dir", lock.key().dir());
        row.put("workspace", lock.key().workspace());
        row.put("project", lock.key().name());
        row.put("since", lock.at().toString());
        row.put("waiting", line);
        return row;
    }
}
