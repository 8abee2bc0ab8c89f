package io.tidelock.server.watch;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** {@code /status}: what the server is at, in numbers. Open to all, so no name of anything is in it. */
public final class Status {
    private final String version;
    private final IntSupplier underway;
    private final Supplier<Optional<Looks>> looks;

    /**
     * What the last look for lost webhooks cost the hosts.
     *
     * @param lists asked for, each of which is a request, or a few where a list is long
     * @param unchanged those of them that had not changed, which cost a host next to nothing
     * @param millis how long it took
     */
    public record Looks(long lists, long unchanged, long millis) {}

    /**
     * @param underway how many jobs are promised and not done
     * @param looks the last one; empty when none was needed
     */
    public Status(String version, IntSupplier underway, Supplier<Optional<Looks>> looks) {
        this.version = version;
        this.underway = underway;
        this.looks = looks;
    }

    /** The door is closed before the server stops, so whoever is answered has a server that goes on. */
    public void show(Context context) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("shutting_down", false);
        body.put("in_progress_operations", underway.getAsInt());
        body.put("version", version);
        looks.get()
                .ifPresent(last -> body.put(
                        "sweep",
                        Map.of("lists", last.lists(), "unchanged", last.unchanged(), "milliseconds", last.millis())));
        context.json(body);
    }
}
