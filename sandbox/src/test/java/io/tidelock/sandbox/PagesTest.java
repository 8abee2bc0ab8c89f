package io.tidelock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages as a browser gets them. */
class PagesTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([0-9a-f-]{36})\"");

    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    @TempDir
    @Nullable
    Path folder;

    @Nullable
    Sandbox started;

    @Nullable
    PullId opened;

    @BeforeEach
    void start() {
        started = Sandbox.start(SandboxSettings.in(Objects.requireNonNull(folder)));
        sandbox().createRepository("owner", "infra");
        sandbox().user("ann");
        sandbox().commitFiles("owner/infra", "main", Map.of("main.tf", "# <one>\n"), "One", "owner");
        sandbox().commitFiles("owner/infra", "feature", Map.of("main.tf", "# <two>\n"), "Two", "owner");
        opened = sandbox().openPull("owner/infra", "<script>alert(1)</script>", "feature", "main", "owner");
    }

    @AfterEach
    void stop() {
        sandbox().close();
    }

    @Test
    void showsEveryPage() throws Exception {
        for (String path : new String[] {
            "/",
            "/owner",
            "/owner/infra",
            "/owner/infra/pulls?state=closed",
            "/owner/infra/pull/1",
            "/owner/infra/pull/1/commits",
            "/owner/infra/pull/1/files",
            "/owner/infra/tree/main",
            "/owner/infra/blob/main/main.tf",
            "/owner/infra/commit/" + sandbox().branch("owner/infra", "feature")
        }) {
            HttpResponse<String> page = get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .as(path)
                    .isPresent();
            assertThat(page.body()).as(path).doesNotContain("<script>alert").contains("</html>");
        }
        assertThat(get("/owner/infra/pull/1/files").body()).contains("# &lt;two&gt;");
        assertThat(get("/owner/infra/pull/1.diff").body()).startsWith("diff --git a/main.tf");
        assertThat(get("/owner/infra/raw/main/main.tf").body()).isEqualTo("# <one>\n");
        assertThat(get("/owner/infra/pull/99").statusCode()).isEqualTo(404);
    }

    @Test
    void rendersMarkdownWithoutHarm() throws Exception {
        sandbox()
                .comment(
                        pull(),
                        "ann",
                        "| a | b |\n|---|---|\n| 1 | 2 |\n\n<details><summary>Show</summary>\n\n```diff\n+ new\n- old\n```\n\n</details>\n\n"
                                + "<img src=x onerror=alert(1)><a href=\"javascript:alert(1)\">x</a><style>*{}</style> :x:\nnext");
        String page = get("/owner/infra/pull/1").body();
        assertThat(page)
                .contains("<table>")
                .contains("<details><summary>Show</summary>")
                .contains("<span class=\"a\">&#43; new</span>")
                .contains("❌<br />\nnext")
                .doesNotContain("onerror")
                .doesNotContain("javascript:")
                .doesNotContain("*{}");
    }

    @Test
    void actsForWhomeverIsChosen() throws Exception {
        String token = token(get("/owner/infra/pull/1").body());
        assertThat(post("token=wrong&action=comment&body=x").statusCode()).isEqualTo(403);
        assertThat(post("token=" + token + "&as=ann&action=comment&body=" + encode("Hi\r\nthere"))
                        .body())
                .contains("Hi<br />\nthere");
        assertThat(sandbox().comments(pull()).get(0).author()).isEqualTo("ann");
        assertThat(sandbox().comments(pull()).get(0).body()).isEqualTo("Hi\nthere");
        assertThat(post("token=" + token + "&as=ann&action=approve&body=").body())
                .contains("approved these changes");
        assertThat(post("token=" + token + "&as=ann&action=merge&method=merge").body())
                .contains("class=\"notice\"");
        assertThat(sandbox().pull(pull()).merged()).isFalse();
        post("token=" + token + "&as=owner&action=close&body=");
        assertThat(sandbox().pull(pull()).state()).isEqualTo("closed");
        post("token=" + token + "&as=owner&action=reopen&body=");
        assertThat(post("token=" + token + "&as=owner&action=merge&method=squash")
                        .body())
                .contains("pill merged");
        assertThat(sandbox().pull(pull()).merged()).isTrue();
    }

    @Test
    void tellsByAVersionWhetherAnythingHasChanged() throws Exception {
        String first = version();
        Thread.sleep(1100);
        org.awaitility.Awaitility.await().until(() -> sandbox().pull(pull()).mergeable() != null);
        String known = version();
        assertThat(version()).isEqualTo(known);
        sandbox().comment(pull(), "ann", "Hello");
        assertThat(version()).isNotEqualTo(known).isNotEqualTo(first);
    }

    private String version() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox().httpUrl() + "/owner/infra/pull/1"))
                .header("X-Sandbox-Version", "1")
                .build();
        return browser.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(URI.create(sandbox().httpUrl() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String form) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(URI.create(sandbox().httpUrl() + "/owner/infra/pull/1"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String token(String page) {
        Matcher matcher = TOKEN.matcher(page);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Sandbox sandbox() {
        return Objects.requireNonNull(started);
    }

    private PullId pull() {
        return Objects.requireNonNull(opened);
    }
}
