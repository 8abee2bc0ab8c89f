package io.tidelock.server.watch;

import io.javalin.http.Context;
import io.tidelock.core.port.store.Locks;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /locks}: every project lock as JSON, the newest first. */
public final class LockList {
    private final Locks locks;

    public LockList(Locks locks) {
        this.locks = locks;
    }

    public void show(Context context) {
        context.json(Map.of(
                "locks",
                locks.all().stream()
                        .sorted((a, b) -> b.at().compareTo(a.at()))
                        .map(LockList::row)
                        .toList()));
    }

    private static Map<String, Object> row(Locks.Lock lock) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("host", lock.holder().repo().host());
        row.put("repository", lock.holder().repo().path());
        row.put("pull", lock.holder().number());
        row.put("dir", lock.key().dir());
        row.put("workspace", lock.key().workspace());
        row.put("project", lock.key().name());
        row.put("since", lock.at().toString());
        return row;
    }
}
