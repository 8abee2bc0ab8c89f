package io.tidelock.run.tool;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Downloads terraform and OpenTofu, each version once. A file counts only when it is what the release's list of checksums says, and
 * stands at its place whole or not at all.
 */
final class Releases {
    private static final long LARGEST = 512L << 20;
    private static final int LONGEST = 8 << 20;
    private static final String LOADING = ".loading-";
    private static final String UNPACKING = ".unpacking-";
    private static final long REMEMBERED = Duration.ofMinutes(10).toNanos();
    private static final Pattern LISTED = Pattern.compile("[/\"_](\\d+\\.\\d+\\.\\d+)[/\"<]");

    /** What came of a download. */
    sealed interface Got {
        record Here(Path file) implements Got {}

        record Not(Problem why) implements Got {}
    }

    private record Listing(List<Version> versions, long at) {}

    private final ToolSettings settings;
    private final Path bin;
    private final Download.Limits limits;
    private boolean swept;
    private @org.jspecify.annotations.Nullable HttpClient client;
    private final Map<Path, Download<Optional<String>>> loading = new ConcurrentHashMap<>();
    private final Map<Distribution, Download<List<Version>>> listing = new ConcurrentHashMap<>();
    private final Map<Distribution, Listing> listings = new ConcurrentHashMap<>();

    /** @param bin the folder that they are kept in */
    Releases(ToolSettings settings, Path bin) {
        this(settings, bin, Download.Limits.USUAL);
    }

    Releases(ToolSettings settings, Path bin, Download.Limits limits) {
        this.settings = settings;
        this.bin = bin;
        this.limits = limits;
    }

    /** Most servers never need one. */
    private synchronized HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(10))
                    .followRedirects(HttpClient.Redirect.NORMAL);
            settings.trust().ifPresent(builder::sslContext);
            settings.proxies().ifPresent(builder::proxy);
            made = builder.build();
            client = made;
        }
        return made;
    }

    static String program(Distribution distribution) {
        return switch (distribution) {
            case TERRAFORM -> "terraform";
            case OPENTOFU -> "tofu";
        };
    }

    /** Where a version is kept, whether or not it is there. */
    Path place(Distribution distribution, Version version) {
        return bin.resolve(program(distribution) + version);
    }

    /**
     * At its place afterwards. However many ask for it, it is loaded once; and when that failed, it is not tried again at once.
     *
     * @param called throws when whoever waits is called away
     */
    Got get(Distribution distribution, Version version, Runnable called) {
        Path file = place(distribution, version);
        if (Files.isExecutable(file)) {
            return new Got.Here(file);
        }
        String what = program(distribution) + " " + version;
        String folder = folder(distribution, version);
        try {
            return loading.compute(
                            file,
                            (_, known) -> known != null && known.counts() ? known : load(distribution, version, file))
                    .await(called)
                    .<Got>map(why -> not(what + " " + why, folder))
                    .orElseGet(() -> new Got.Here(file));
        } catch (Absent absent) {
            return not("there is no " + what + " at " + folder, "a version that was released");
        } catch (IOException trouble) {
            return not(what + " could not be downloaded from " + folder + ": " + said(trouble), "a download");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return not(what + " was not downloaded: the server stops", "a download");
        }
    }

    private Got not(String met, String expected) {
        return new Got.Not(Problem.of(
                met,
                expected.startsWith("http") ? "a release for " + platform() : expected,
                "Correct the version; or install it on the server's PATH under that name with its number, like"
                        + " terraform1.9.8, and comment `plan`. A host that failed is asked again after "
                        + Download.words(limits.again())));
    }

    private static String said(Exception trouble) {
        return trouble.getMessage() == null ? trouble.getClass().getSimpleName() : trouble.getMessage();
    }

    private String folder(Distribution distribution, Version version) {
        return switch (distribution) {
            case TERRAFORM -> settings.terraform() + "/terraform/" + version;
            case OPENTOFU -> settings.tofu() + "/v" + version;
        };
    }

    /**
     * Every release that is listed, newest first; empty when the list cannot be had.
     *
     * @param called throws when whoever waits is called away
     */
    List<Version> released(Distribution distribution, Runnable called) {
        Listing known = listings.get(distribution);
        if (known != null && System.nanoTime() - known.at() < REMEMBERED) {
            return known.versions();
        }
        try {
            List<Version> versions = listing.compute(
                            distribution, (_, asked) -> asked != null && asked.counts() ? asked : list(distribution))
                    .await(called);
            listings.put(distribution, new Listing(versions, System.nanoTime()));
            return versions;
        } catch (IOException trouble) { // then what was known is believed
            return known == null ? List.of() : known.versions();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private Download<List<Version>> list(Distribution distribution) {
        String list = switch (distribution) {
            case TERRAFORM -> settings.terraform() + "/terraform/";
            case OPENTOFU -> "https://get.opentofu.org/tofu/api.json";
        };
        Download<List<Version>> download = new Download<>(limits);
        settle(
                download,
                text(download, list)
                        .thenApply(text -> LISTED.matcher(text)
                                .results()
                                .flatMap(found -> Version.of(found.group(1)).stream())
                                .distinct()
                                .sorted(java.util.Comparator.reverseOrder())
                                .toList()));
        return download;
    }

    private static <T> void settle(Download<T> download, CompletableFuture<T> coming) {
        var _ = coming.whenComplete((came, failed) -> {
            if (failed == null) {
                download.finish(came);
            } else {
                download.fail(failed);
            }
        });
    }

    /** The host has no such file. */
    private static final class Absent extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private CompletableFuture<String> text(Download<?> download, String address) {
        return download.send(
                        client(),
                        request(address),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST),
                        Optional.empty())
                .thenApply(response -> new String(checked(response).body(), StandardCharsets.UTF_8));
    }

    /** What the host answers instead of the file is not taken for it. */
    private CompletableFuture<Path> file(Download<?> download, String address, Path target) {
        return download.send(
                        client(),
                        request(address),
                        BodyHandlers.limiting(BodyHandlers.ofFile(target), LARGEST),
                        Optional.of(target))
                .thenApply(response -> checked(response).body());
    }

    private HttpRequest request(String address) {
        return HttpRequest.newBuilder(URI.create(address))
                .timeout(limits.answer())
                .header("User-Agent", "tidelock")
                .build();
    }

    private static <B> HttpResponse<B> checked(HttpResponse<B> response) {
        try {
            check(response);
            return response;
        } catch (IOException trouble) {
            throw new CompletionException(trouble);
        }
    }

    /** Some hosts say of a file that is not there that it is forbidden: then nobody can tell. */
    private static void check(HttpResponse<?> response) throws IOException {
        switch (response.statusCode()) {
            case 200 -> {}
            case 404 -> throw new Absent();
            case 401, 403 ->
                throw new IOException("the host answered " + response.statusCode()
                        + ": it does not let us have the file, or there is none");
            default -> throw new IOException("the host answered " + response.statusCode());
        }
    }

    private static Optional<String> sum(String sums, String zip) {
        return sums.lines()
                .map(line -> line.strip().split("\\s+\\*?", 2))
                .filter(line -> line.length == 2 && line[1].equals(zip) && line[0].matches("[0-9a-fA-F]{64}"))
                .map(line -> line[0].toLowerCase(Locale.ROOT))
                .findFirst();
    }

    /** Comes to why it is not there; empty when it is. */
    private Download<Optional<String>> load(Distribution distribution, Version version, Path file) {
        String program = program(distribution);
        String name = program + "_" + version + "_";
        String zip = name + platform() + ".zip";
        String folder = folder(distribution, version) + "/";
        Download<Optional<String>> download = new Download<>(limits);
        settle(
                download,
                text(download, folder + name + "SHA256SUMS")
                        .thenCompose(sums -> sum(sums, zip)
                                .map(sum -> load(download, folder + zip, sum, file, program))
                                .orElseGet(() -> CompletableFuture.completedFuture(
                                        Optional.of("is not for this machine: " + zip + " is not among its files")))));
        return download;
    }

    private CompletableFuture<Optional<String>> load(
            Download<?> download, String address, String sum, Path file, String program) {
        try {
            Files.createDirectories(
                    bin, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            sweepOnce();
            Path archive = Files.createTempFile(bin, LOADING, ".zip");
            return file(download, address, archive)
                    .thenApply(here -> taken(here, sum, file, program))
                    .whenComplete((_, _) -> delete(archive));
        } catch (IOException trouble) {
            return CompletableFuture.failedFuture(trouble);
        }
    }

    private static void delete(Path archive) {
        try {
            Files.deleteIfExists(archive);
        } catch (IOException left) {
            // it is swept later
        }
    }

    private Optional<String> taken(Path archive, String sum, Path file, String program) {
        try {
            Path draft = Files.createTempFile(bin, UNPACKING, "");
            try {
                String met = checksum(archive);
                if (!met.equals(sum)) {
                    return Optional.of(
                            "could not be taken over: its checksum is " + met + ", and the release says " + sum);
                }
                if (!unpack(archive, program, draft)) {
                    return Optional.of("could not be taken over: the archive holds no file '" + program + "'");
                }
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return Optional.empty();
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException trouble) {
            throw new CompletionException(trouble);
        }
    }

    /** What an earlier server was about to load when it was killed: there is one server at a time in a data folder. */
    private synchronized void sweepOnce() throws IOException {
        if (!swept) {
            forgetBefore(Instant.MAX);
            swept = true;
        }
    }

    /** Deletes what was left half loaded, and not written since. */
    void forgetBefore(Instant then) throws IOException {
        if (!Files.isDirectory(bin)) {
            return;
        }
        try (Stream<Path> files = Files.list(bin)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if ((name.startsWith(LOADING) || name.startsWith(UNPACKING))
                        && Files.getLastModifiedTime(file).toInstant().isBefore(then)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static long copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long all = 0;
        for (int read = in.read(buffer); read >= 0 && all <= LARGEST; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            all += read;
        }
        return all;
    }

    private static boolean unpack(Path archive, String program, Path target) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(program) && !entry.isDirectory()) {
                    try (OutputStream out = Files.newOutputStream(target)) {
                        return copy(zip, out) <= LARGEST;
                    }
                }
            }
        }
        return false;
    }

    private static String checksum(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As releases call this machine. */
    static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String os = system.contains("mac") ? "darwin" : system.contains("win") ? "windows" : "linux";
        String arch = switch (System.getProperty("os.arch", "")) {
            case "aarch64", "arm64" -> "arm64";
            case "x86", "i386" -> "386";
            case "arm" -> "arm";
            default -> "amd64";
        };
        return os + "_" + arch;
    }
}
