package io.tidelock.server.watch;

import io.javalin.http.Context;
import io.tidelock.core.outcome.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /healthz}: the process answers. {@code /readyz}: it can do its work, or why not. Both are open to all. */
public final class Health {
    private final Supplier<List<Problem>> troubles;

    /** @param troubles what keeps the server from doing its work, cheap to ask */
    public Health(Supplier<List<Problem>> troubles) {
        this.troubles = troubles;
    }

    public void alive(Context context) {
        context.json(Map.of("status", "ok"));
    }

    public void ready(Context context) {
        List<Problem> problems = troubles.get();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", problems.isEmpty() ? "ok" : "error");
        if (!problems.isEmpty()) {
            body.put("error", problems.stream().map(Problem::sentence).toList());
        }
        context.status(problems.isEmpty() ? 200 : 503).json(body);
    }
}
