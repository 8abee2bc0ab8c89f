package io.tidelock.sandbox.page;

import io.tidelock.sandbox.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Text to HTML, and the frame around every page. */
final class Html {
    private static final String STYLE = resource("style.css");
    private static final String SCRIPT = resource("live.js");

    private Html() {}

    /** Makes a text safe between tags and inside quoted attributes. */
    static String escape(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A link; address and text are escaped here. */
    static String link(String address, String text) {
        return "<a href=\"" + escape(address) + "\">" + escape(text) + "</a>";
    }

    /** How long ago, for people, with the instant for those who hover. */
    static String ago(Instant then, Instant now) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        String words = seconds < 5
                ? "just now"
                : seconds < 60
                        ? seconds + " seconds ago"
                        : seconds < 3600
                                ? plural(seconds / 60, "minute")
                                : seconds < 86_400 ? plural(seconds / 3600, "hour") : plural(seconds / 86_400, "day");
        return "<time datetime=\"" + then + "\" title=\"" + then + "\">" + words + "</time>";
    }

    private static String plural(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s") + " ago";
    }

    /**
     * A whole page.
     *
     * @param title plain text
     * @param crumbs HTML of the way to this page
     * @param content HTML
     * @param nonce for the one script
     */
    static Answer page(String title, String crumbs, String content, String nonce) {
        String page = """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <link rel="icon" href="data:,">
                <style>%s</style></head>
                <body><header class="top"><a class="home" href="/">%s<b>Sandbox</b></a><nav>%s</nav>
                <span class="hint">a forge in a box</span></header>
                <main>%s</main>
                <script nonce="%s">%s</script></body></html>
                """.formatted(escape(title), STYLE, LOGO, crumbs, content, nonce, SCRIPT);
        return Answer.html(200, page)
                .with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "same-origin")
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-" + nonce
                                + "'; img-src 'self' data:; connect-src 'self'; form-action 'self';"
                                + " frame-ancestors 'none'; base-uri 'none'");
    }

    private static final String LOGO =
            "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M3 8l9-5 9 5v8l-9 5-9-5z\" fill=\"none\""
                    + " stroke=\"currentColor\" stroke-width=\"1.8\" stroke-linejoin=\"round\"/><path d=\"M3 8l9 5 9-5M12 13v8\""
                    + " fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.8\" stroke-linejoin=\"round\"/></svg>";

    private static String resource(String name) {
        try (InputStream in = Html.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
