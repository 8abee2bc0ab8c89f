package io.tidelock.server.watch;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.RunLogs;
import io.tidelock.core.port.store.Runs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** {@code /runs/ID}: what one plan, apply or hook printed, while it runs and afterwards. */
public final class RunPage {
    private static final int LIMIT = 16 << 20;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --faint: #59636e }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --faint: #9198a1 } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
                   margin: 2rem auto; max-width: 76rem; padding: 0 1.25rem }
            header { display: flex; align-items: center; gap: .75rem; flex-wrap: wrap }
            h1 { font-size: 1.4rem; margin: 0; overflow-wrap: anywhere }
            span { color: #fff; border-radius: 1rem; padding: .1rem .75rem; font-size: .85rem; font-weight: 600 }
            .running { background: #0969da } .done { background: #1a7f37 } .stopped { background: #59636e }
            .failed, .unknown { background: #cf222e }
            p { margin: .35rem 0; color: var(--faint); overflow-wrap: anywhere } a { color: inherit }
            .result { color: var(--ink); font-weight: 600; margin: .75rem 0 }
            pre { background: #161b22; color: #e6edf3; padding: 1rem 1.25rem; border-radius: 8px; overflow-x: auto;
                  font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; tab-size: 4 }
            """;

    private final Runs runs;
    private final RunLogs logs;

    public RunPage(Runs runs, RunLogs logs) {
        this.runs = runs;
        this.logs = logs;
    }

    public void show(Context context) {
        Runs.Run run = find(context);
        guard(context);
        context.html(page(run, text(run)));
    }

    /** The log alone, as text. */
    public void log(Context context) {
        Runs.Run run = find(context);
        guard(context);
        context.contentType("text/plain; charset=utf-8").result(text(run));
    }

    private Runs.Run find(Context context) {
        try {
            return runs.run(new RunId(context.pathParam("id"))).orElseThrow(() -> new NotFoundResponse("no such run"));
        } catch (IllegalArgumentException notAnId) {
            throw new NotFoundResponse("no such run");
        }
    }

    private String text(Runs.Run run) {
        Optional<byte[]> kept = run.endedAt().isPresent() ? runs.log(run.id()) : Optional.empty();
        byte[] bytes = kept.or(() -> logs.read(run.id(), 0, LIMIT)).orElse(new byte[0]);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void guard(Context context) {
        context.header(
                "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cache-Control", "no-store");
    }

    private static String page(Runs.Run run, String log) {
        String title = run.kind() == Runs.Kind.HOOK
                ? run.key().label()
                : run.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " of "
                        + run.key().label();
        String sign = sign(run);
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8">%s
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s · Tidelock</title>
                <style>%s</style></head>
                <body><header><h1>%s</h1><span class="%s">%s</span></header>
                <p>%s · begun %s%s · <a href="/runs/%s/log">the log as text</a></p>
                <p class="result">%s</p>
                <pre>%s</pre></body></html>
                """.formatted(
                run.endedAt().isEmpty() ? "<meta http-equiv=\"refresh\" content=\"2\">" : "",
                escape(title),
                STYLE,
                escape(title),
                sign,
                sign,
                escape(run.pull().toString()),
                TIME.format(run.begunAt()),
                run.endedAt()
                        .map(end -> ", " + took(Duration.between(run.begunAt(), end)))
                        .orElse(""),
                escape(run.id().value()),
                escape(run.result().orElse("")),
                escape(log.isEmpty() ? "Nothing was printed" + (run.endedAt().isEmpty() ? " yet." : ".") : log));
    }

    private static String sign(Runs.Run run) {
        String result = run.result().orElse("");
        if (run.endedAt().isEmpty()) {
            return "running";
        }
        if (result.startsWith("failed")) {
            return "failed";
        }
        if (result.startsWith("outcome unknown")) {
            return "unknown";
        }
        return result.equals("stopped") || result.equals("never started") ? "stopped" : "done";
    }

    private static String took(Duration time) {
        return "took " + (time.toMinutes() > 0 ? time.toMinutes() + " min " : "") + time.toSecondsPart() + " s";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
