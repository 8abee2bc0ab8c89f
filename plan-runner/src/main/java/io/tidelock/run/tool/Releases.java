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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Downloads terraform and OpenTofu, each version once. A file counts only when it is what the release's list of checksums says, and
 * stands at its place whole or not at all.
 */
final class Releases {
    private static final long LARGEST = 512L << 20;
    private static final Duration ASK = Duration.ofSeconds(30);
    private static final Duration LOAD = Duration.ofMinutes(10);
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
    private @org.jspecify.annotations.Nullable HttpClient client;
    private final Map<String, Object> turns = new ConcurrentHashMap<>();
    private final Map<Distribution, Listing> listings = new ConcurrentHashMap<>();

    /** @param bin the folder that they are kept in */
    Releases(ToolSettings settings, Path bin) {
        this.settings = settings;
        this.bin = bin;
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

    /** At its place afterwards; asked for twice at a time, it is loaded once. */
    Got get(Distribution distribution, Version version) {
        Path file = place(distribution, version);
        synchronized (turns.computeIfAbsent(file.toString(), unseen -> new Object())) {
            if (Files.isExecutable(file)) {
                return new Got.Here(file);
            }
            String what = program(distribution) + " " + version;
            String folder = folder(distribution, version);
            String zip = program(distribution) + "_" + version + "_" + platform() + ".zip";
            try {
                Optional<String> sum = sum(folder + "/" + program(distribution) + "_" + version + "_SHA256SUMS", zip);
                if (sum.isEmpty()) {
                    return not(what + " is not for this machine: " + zip + " is not among its files", folder);
                }
                return load(folder + "/" + zip, sum.get(), file, program(distribution))
                        .<Got>map(why -> not(what + " could not be taken over: " + why, folder))
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
    }

    private Got not(String met, String expected) {
        return new Got.Not(Problem.of(
                met,
                expected.startsWith("http") ? "a release for " + platform() : expected,
                "Correct the version; or install it on the server's PATH under that name with its number, like"
                        + " terraform1.9.8, and comment `plan`"));
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

    /** Every release that is listed, newest first; empty when the list cannot be had. */
    List<Version> released(Distribution distribution) {
        Listing known = listings.get(distribution);
        if (known != null && System.nanoTime() - known.at() < REMEMBERED) {
            return known.versions();
        }
        String list = switch (distribution) {
            case TERRAFORM -> settings.terraform() + "/terraform/";
            case OPENTOFU -> "https://get.opentofu.org/tofu/api.json";
        };
        List<Version> versions;
        try {
            versions = LISTED.matcher(text(list))
                    .results()
                    .flatMap(found -> Version.of(found.group(1)).stream())
                    .distinct()
                    .sorted(java.util.Comparator.reverseOrder())
                    .toList();
        } catch (IOException trouble) { // then what was known is believed, and it is asked again
            return known == null ? List.of() : known.versions();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        }
        listings.put(distribution, new Listing(versions, System.nanoTime()));
        return versions;
    }

    /** The host has no such file. */
    private static final class Absent extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private String text(String address) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = ask(address, ASK);
        try (InputStream body = response.body()) {
            return new String(body.readNBytes(8 << 20), StandardCharsets.UTF_8);
        }
    }

    private HttpResponse<InputStream> ask(String address, Duration limit) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(limit)
                .header("User-Agent", "tidelock")
                .build();
        HttpResponse<InputStream> response = client().send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
            return response;
        }
        response.body().close();
        throw response.statusCode() == 404 || response.statusCode() == 403
                ? new Absent()
                : new IOException("the host answered " + response.statusCode());
    }

    private Optional<String> sum(String address, String zip) throws IOException, InterruptedException {
        return text(address)
                .lines()
                .map(line -> line.strip().split("\\s+\\*?", 2))
                .filter(line -> line.length == 2 && line[1].equals(zip) && line[0].matches("[0-9a-fA-F]{64}"))
                .map(line -> line[0].toLowerCase(Locale.ROOT))
                .findFirst();
    }

    /** Why it is not there; empty when it is. */
    private Optional<String> load(String address, String sum, Path file, String program)
            throws IOException, InterruptedException {
        Files.createDirectories(
                bin, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path archive = Files.createTempFile(bin, ".loading-", ".zip");
        Path draft = Files.createTempFile(bin, ".unpacking-", "");
        try {
            MessageDigest digest = sha256();
            try (InputStream body = new DigestInputStream(ask(address, LOAD).body(), digest);
                    OutputStream out = Files.newOutputStream(archive)) {
                if (copy(body, out) > LARGEST) {
                    return Optional.of("the file is larger than 512 MiB");
                }
            }
            String met = HexFormat.of().formatHex(digest.digest());
            if (!met.equals(sum)) {
                return Optional.of("its checksum is " + met + ", and the release says " + sum);
            }
            if (!unpack(archive, program, draft)) {
                return Optional.of("the archive holds no file '" + program + "'");
            }
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        } finally {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(draft);
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
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
