package io.tidelock.run.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tidelock.core.job.Stopped;
import io.tidelock.core.project.Distribution;
import io.tidelock.core.project.Program;
import io.tidelock.run.process.ProcessDoor;
import io.tidelock.run.process.SearchPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A project is run with the version that it asks for, or with none. */
final class ToolboxTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Map<String, byte[]> files = new HashMap<>();
    private final Set<String> stalling = ConcurrentHashMap.newKeySet();
    private volatile boolean forbidden;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    @SuppressWarnings("NullAway.Init")
    private HttpServer host;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(folder.resolve("path"));
        Files.createDirectories(folder.resolve("p"));
        install("terraform", "Terraform v1.11.4");
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            byte[] body = files.get(exchange.getRequestURI().getPath());
            if (forbidden) {
                exchange.sendResponseHeaders(403, -1);
                exchange.close();
                return;
            }
            if (body != null && stalling.contains(exchange.getRequestURI().getPath())) { // and never says more
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body, 0, body.length / 2);
                exchange.getResponseBody().flush();
                return;
            }
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        host.start();
    }

    @AfterEach
    void close() {
        host.stop(0);
    }

    @Test
    void whatIsInstalledRunsWhereNobodyAsksForMore() {
        assertThat(found(toolbox(true), Program.USUAL)).isEqualTo(folder.resolve("path/terraform"));
        assertThat(asked).isEmpty();
    }

    @Test
    void aVersionIsFoundUnderItsNameOnThePath() throws IOException {
        install("terraform1.5.7", "Terraform v1.5.7");

        assertThat(found(toolbox(false), version("1.5.7"))).isEqualTo(folder.resolve("path/terraform1.5.7"));
        assertThat(found(toolbox(false), version("1.11.4")))
                .as("the one that is installed has it")
                .isEqualTo(folder.resolve("path/terraform"));
    }

    @Test
    void itIsDownloadedOnceAndCheckedAgainstItsChecksum() {
        release("1.9.8", "Terraform v1.9.8");
        Toolbox toolbox = toolbox(true);

        Path file = found(toolbox, version("1.9.8"));
        assertThat(file).isEqualTo(folder.resolve("data/bin/terraform1.9.8")).isExecutable();
        assertThat(toolbox.version(new Tool(file, "it"))).isEqualTo("Terraform v1.9.8");
        assertThat(found(toolbox(true), version("1.9.8"))).isEqualTo(file);
        assertThat(asked).hasSize(2).allMatch(path -> path.contains("/terraform/1.9.8/terraform_1.9.8_"));
        assertThat(folder.resolve("data/bin")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void oneThatIsNotWhatTheReleaseSaysIsNotRun() {
        release("1.9.8", "Terraform v1.9.8");
        files.put("/terraform/1.9.8/" + zip("1.9.8"), "something else".getBytes(StandardCharsets.UTF_8));

        assertThat(missing(toolbox(true), version("1.9.8")))
                .startsWith("terraform 1.9.8 could not be taken over: its checksum is ")
                .contains(", and the release says ");
        assertThat(folder.resolve("data/bin/terraform1.9.8")).doesNotExist();
    }

    @Test
    void oneThatWasNeverReleasedIsTold() {
        assertThat(missing(toolbox(true), version("9.9.9"))).startsWith("there is no terraform 9.9.9 at http://");
    }

    @Test
    void aHostThatForbidsItIsNotTakenToHaveNone() {
        release("1.9.8", "Terraform v1.9.8");
        forbidden = true;

        assertThat(missing(toolbox(true), version("1.9.8")))
                .startsWith("terraform 1.9.8 could not be downloaded from http://")
                .contains("the host answered 403: it does not let us have the file, or there is none");
    }

    @Test
    void aDownloadThatStallsIsGivenUpAndLeavesNothing() throws IOException {
        release("1.9.8", "Terraform v1.9.8");
        stalling.add("/terraform/1.9.8/" + zip("1.9.8"));
        Releases releases =
                new Releases(settings(true), folder.resolve("data/bin"), new Download.Limits(LONG, SHORT, LONG, LONG));

        assertThat(releases.get(Distribution.TERRAFORM, new Version(1, 9, 8, ""), () -> {}))
                .isInstanceOfSatisfying(
                        Releases.Got.Not.class,
                        not -> assertThat(not.why().met())
                                .contains("could not be downloaded", "nothing more came for "));
        assertThat(folder.resolve("data/bin")).isEmptyDirectory();

        stalling.clear();
        assertThat(found(toolbox(true), version("1.9.8")))
                .as("is asked for again")
                .exists();
    }

    @Test
    void allWhoWaitShareOneDownloadAndItsFailure() throws Exception {
        release("1.9.8", "Terraform v1.9.8");
        stalling.add("/terraform/1.9.8/" + zip("1.9.8"));
        Version version = new Version(1, 9, 8, "");
        Releases releases =
                new Releases(settings(true), folder.resolve("data/bin"), new Download.Limits(LONG, SHORT, LONG, LONG));
        List<FutureTask<Releases.Got>> waiting = Stream.generate(
                        () -> new FutureTask<>(() -> releases.get(Distribution.TERRAFORM, version, () -> {})))
                .limit(3)
                .toList();
        waiting.forEach(task -> Thread.ofPlatform().start(task));
        for (FutureTask<Releases.Got> task : waiting) {
            assertThat(task.get()).isInstanceOf(Releases.Got.Not.class);
        }
        assertThat(asked).hasSize(2);

        stalling.clear();
        assertThat(releases.get(Distribution.TERRAFORM, version, () -> {})).isInstanceOf(Releases.Got.Not.class);
        assertThat(asked).as("it is remembered for a while").hasSize(2);
    }

    @Test
    void whatFailedLongAgoIsTriedAgain() {
        release("1.9.8", "Terraform v1.9.8");
        stalling.add("/terraform/1.9.8/" + zip("1.9.8"));
        Releases releases = new Releases(
                settings(true), folder.resolve("data/bin"), new Download.Limits(LONG, SHORT, LONG, Duration.ZERO));
        assertThat(releases.get(Distribution.TERRAFORM, new Version(1, 9, 8, ""), () -> {}))
                .isInstanceOf(Releases.Got.Not.class);

        stalling.clear();
        assertThat(releases.get(Distribution.TERRAFORM, new Version(1, 9, 8, ""), () -> {}))
                .isInstanceOf(Releases.Got.Here.class);
    }

    @Test
    @Timeout(60)
    void whoIsCalledAwayDoesNotWaitForADownload() throws Exception {
        release("1.9.8", "Terraform v1.9.8");
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        host.createContext("/terraform/1.9.8/" + zip("1.9.8"), exchange -> {
            reached.countDown();
            try {
                answer.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            byte[] body = files.getOrDefault(exchange.getRequestURI().getPath(), new byte[0]);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        Releases releases =
                new Releases(settings(true), folder.resolve("data/bin"), new Download.Limits(LONG, LONG, LONG, LONG));
        Version version = new Version(1, 9, 8, "");

        assertThatThrownBy(() -> releases.get(Distribution.TERRAFORM, version, () -> {
                    if (reached.getCount() == 0) {
                        throw new Stopped(Stopped.Reason.SUPERSEDED);
                    }
                }))
                .isInstanceOf(Stopped.class);

        answer.countDown();
        assertThat(releases.get(Distribution.TERRAFORM, version, () -> {}))
                .as("the download has gone on, for who comes next")
                .isInstanceOf(Releases.Got.Here.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aListThatStallsIsGivenUp() {
        release("1.9.8", "Terraform v1.9.8");
        stalling.add("/terraform/1.9.8/terraform_1.9.8_SHA256SUMS");
        stalling.add("/terraform/");
        files.put("/terraform/", "<a href=\"/terraform/1.9.8/\">".getBytes(StandardCharsets.UTF_8));
        Releases releases =
                new Releases(settings(true), folder.resolve("data/bin"), new Download.Limits(SHORT, LONG, LONG, LONG));

        assertThat(releases.get(Distribution.TERRAFORM, new Version(1, 9, 8, ""), () -> {}))
                .isInstanceOfSatisfying(
                        Releases.Got.Not.class,
                        not -> assertThat(not.why().met()).contains("the host did not answer within "));
        assertThat(releases.released(Distribution.TERRAFORM, () -> {})).isEmpty();
    }

    @Test
    void whatAKilledServerHadBegunToLoadIsDeleted() throws IOException {
        release("1.9.8", "Terraform v1.9.8");
        release("1.9.9", "Terraform v1.9.9");
        Path bin = Files.createDirectories(folder.resolve("data/bin"));
        Path left = Files.writeString(bin.resolve(".loading-1.zip"), "half of it");
        Path draft = Files.writeString(bin.resolve(".unpacking-1"), "half of it");
        Toolbox toolbox = toolbox(true);

        toolbox.forgetBefore(Files.getLastModifiedTime(left).toInstant().minusSeconds(1));
        assertThat(left).as("perhaps it is being loaded").exists();
        found(toolbox, version("1.9.8"));
        assertThat(left).doesNotExist();
        assertThat(draft).doesNotExist();

        Path later = Files.writeString(bin.resolve(".loading-2.zip"), "half of it");
        toolbox.forgetBefore(Files.getLastModifiedTime(later).toInstant().plusSeconds(1));
        assertThat(later).doesNotExist();
        assertThat(bin.resolve("terraform1.9.8")).exists();
    }

    @Test
    void withoutDownloadsItMustBeThere() {
        assertThat(missing(toolbox(false), version("1.9.8")))
                .isEqualTo("terraform 1.9.8 is asked for, and is not on the server; expected an executable named"
                        + " terraform1.9.8 on its PATH. Install it there; or ask the operator to start the server with"
                        + " --tf-download");
    }

    @Test
    void theOperatorsVersionIsTheOneThatIsTold() throws IOException {
        Toolbox toolbox = toolbox(settings(false).usually(Distribution.TERRAFORM, Optional.of("1.9.0")));

        assertThat(toolbox(false).version()).isEqualTo("Terraform v1.11.4");
        assertThat(toolbox.version()).isEqualTo("terraform 1.9.0, which is not here yet");
        install("terraform1.9.0", "Terraform v1.9.0");
        assertThat(toolbox.version()).isEqualTo("Terraform v1.9.0");
    }

    // ---- what the code requires

    @Test
    void whatIsInstalledGoesBeforeWhatIsNewerWhenTheCodeAllowsIt() throws IOException {
        code("terraform {\n  required_version = \">= 1.5\"\n}\n");

        assertThat(found(toolbox(true), Program.USUAL)).isEqualTo(folder.resolve("path/terraform"));
        assertThat(asked).isEmpty();
    }

    @Test
    void elseTheNewestReleaseThatItAllowsIsDownloaded() throws IOException {
        code("terraform {\n  required_version = \"~> 1.9.0\"\n}\n");
        files.put(
                "/terraform/",
                ("<a href=\"/terraform/1.10.0/\">terraform_1.10.0</a><a href=\"/terraform/1.9.9-rc1/\">"
                                + "terraform_1.9.9-rc1</a>\n<a href=\"/terraform/1.9.8/\">terraform_1.9.8</a>"
                                + "<a href=\"/terraform/1.9.7/\">terraform_1.9.7</a>")
                        .getBytes(StandardCharsets.UTF_8));
        release("1.9.8", "Terraform v1.9.8");

        assertThat(found(toolbox(true), Program.USUAL)).isEqualTo(folder.resolve("data/bin/terraform1.9.8"));
        release("1.9.9", "Terraform v1.9.9");
        assertThat(found(toolbox(true), Program.USUAL))
                .as("what is kept stays what is run")
                .isEqualTo(folder.resolve("data/bin/terraform1.9.8"));
    }

    @Test
    void theOperatorsVersionIsNotDownloadedForCodeThatDoesNotAllowIt() throws IOException {
        code("terraform {\n  required_version = \"1.8.0\"\n}\n");
        release("1.8.0", "Terraform v1.8.0");
        release("1.9.0", "Terraform v1.9.0");
        Toolbox toolbox = toolbox(settings(true).usually(Distribution.TERRAFORM, Optional.of("1.9.0")));

        assertThat(found(toolbox, Program.USUAL)).isEqualTo(folder.resolve("data/bin/terraform1.8.0"));
        assertThat(asked).isNotEmpty().noneMatch(path -> path.contains("1.9.0"));

        code("terraform {\n  required_version = \">= 1.8.0\"\n}\n");
        assertThat(found(toolbox, Program.USUAL)).isEqualTo(folder.resolve("data/bin/terraform1.9.0"));
    }

    @Test
    void whereNothingFitsTerraformItselfSaysSo() throws IOException {
        code("terraform {\n  required_version = \"< 0.12\"\n}\n");

        assertThat(found(toolbox(true), Program.USUAL)).isEqualTo(folder.resolve("path/terraform"));
    }

    @Test
    void theFileGoesBeforeTheCodeAndTheCodeBeforeTheOperator() throws IOException {
        code("terraform {\n  required_version = \"1.8.0\"\n}\n");
        for (String version : List.of("1.7.0", "1.8.0", "1.9.0")) {
            install("terraform" + version, "Terraform v" + version);
        }
        Toolbox toolbox = toolbox(settings(false).usually(Distribution.TERRAFORM, Optional.of("1.9.0")));

        assertThat(found(toolbox, version("1.7.0"))).isEqualTo(folder.resolve("path/terraform1.7.0"));
        assertThat(found(toolbox, Program.USUAL)).isEqualTo(folder.resolve("path/terraform1.8.0"));
        Files.delete(folder.resolve("p/main.tf"));
        assertThat(found(toolbox, Program.USUAL)).isEqualTo(folder.resolve("path/terraform1.9.0"));
    }

    // ---- OpenTofu

    @Test
    void openTofuIsRunWhereItIsAskedFor() throws IOException {
        Program tofu = new Program(Optional.of(Distribution.OPENTOFU), Optional.empty());
        assertThat(missing(toolbox(false), tofu))
                .startsWith("'terraform_distribution' is opentofu, and there is no tofu");

        install("tofu", "OpenTofu v1.8.0");
        assertThat(found(toolbox(false), tofu)).isEqualTo(folder.resolve("path/tofu"));
        assertThat(found(toolbox(settings(false).usually(Distribution.OPENTOFU, Optional.empty())), Program.USUAL))
                .isEqualTo(folder.resolve("path/tofu"));
        assertThat(found(toolbox(false), new Program(Optional.of(Distribution.OPENTOFU), Optional.of("1.8.0"))))
                .isEqualTo(folder.resolve("path/tofu"));
    }

    @Test
    void terraformAndOpenTofuOfOneVersionAreTwoPrograms() throws IOException {
        install("terraform1.8.0", "Terraform v1.8.0");
        install("tofu1.8.0", "OpenTofu v1.8.0");
        Toolbox toolbox = toolbox(false);

        assertThat(found(toolbox, version("1.8.0"))).isEqualTo(folder.resolve("path/terraform1.8.0"));
        assertThat(found(toolbox, new Program(Optional.of(Distribution.OPENTOFU), Optional.of("1.8.0"))))
                .isEqualTo(folder.resolve("path/tofu1.8.0"));
    }

    // ----

    private Toolbox toolbox(boolean download) {
        return toolbox(settings(download));
    }

    private ToolSettings settings(boolean download) {
        URI address = URI.create("http://localhost:" + host.getAddress().getPort());
        return download ? ToolSettings.INSTALLED.downloading(address) : ToolSettings.INSTALLED;
    }

    private Toolbox toolbox(ToolSettings settings) {
        SearchPath path = SearchPath.of(folder.resolve("path").toString());
        return new Toolbox(
                Optional.empty(),
                settings,
                folder.resolve("data/bin"),
                path,
                new ProcessDoor(path, Duration.ofSeconds(1)),
                Map.of("PATH", "/usr/bin:/bin"));
    }

    private Path found(Toolbox toolbox, Program program) {
        Toolbox.Found found = toolbox.find(program, folder.resolve("p"), () -> {});
        assertThat(found).isInstanceOf(Toolbox.Found.Here.class);
        return ((Toolbox.Found.Here) found).tool().path();
    }

    private String missing(Toolbox toolbox, Program program) {
        Toolbox.Found found = toolbox.find(program, folder.resolve("p"), () -> {});
        assertThat(found).isInstanceOf(Toolbox.Found.Missing.class);
        return ((Toolbox.Found.Missing) found).problem().sentence();
    }

    private static Program version(String number) {
        return new Program(Optional.empty(), Optional.of(number));
    }

    private void code(String text) throws IOException {
        Files.writeString(folder.resolve("p/main.tf"), text);
    }

    private void install(String name, String says) throws IOException {
        Path file = folder.resolve("path").resolve(name);
        Files.writeString(file, script(says));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String script(String says) {
        return "#!/bin/sh\necho '" + says + "'\n";
    }

    private static String zip(String version) {
        return "terraform_" + version + "_" + Releases.platform() + ".zip";
    }

    private void release(String version, String says) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry("LICENSE.txt"));
                zip.putNextEntry(new ZipEntry("terraform"));
                zip.write(script(says).getBytes(StandardCharsets.UTF_8));
            }
            String sum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
            String base = "/terraform/" + version + "/";
            files.put(base + zip(version), bytes.toByteArray());
            files.put(
                    base + "terraform_" + version + "_SHA256SUMS",
                    ("0".repeat(64) + "  terraform_" + version + "_plan9_amd64.zip\n" + sum + "  " + zip(version)
                                    + "\n")
                            .getBytes(StandardCharsets.UTF_8));
        } catch (IOException | java.security.NoSuchAlgorithmException bug) {
            throw new IllegalStateException(bug);
        }
    }
}
