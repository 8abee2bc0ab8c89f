package io.tidelock.server.cli;

import io.tidelock.core.secret.Secret;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code tidelock adopt}: asks a running server to plan the pull requests that were open before it came. */
final class AdoptCommand {
    private static final String USAGE = """
            tidelock adopt — has a running server plan the pull requests that were open before it came

              tidelock adopt --repo OWNER/NAME [--repo ...] [--server URL] [--web-token-file FILE]

              --repo OWNER/NAME      the repository, also HOST/OWNER/NAME; may be given several times
              --server URL           the server [http://localhost:4141, or the port of TIDELOCK_PORT]
              --web-token-file FILE  a file with the server's web token; needed where it has one, and from another machine
                                     (TIDELOCK_WEB_TOKEN and TIDELOCK_WEB_TOKEN_FILE count as well)

            Each pull request is planned once, whose plan is not there yet as it is now; to adopt again changes nothing.

            """;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    AdoptCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    int run(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        List<String> repositories = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.startsWith("--repo=")) {
                repositories.add(word.substring("--repo=".length()));
            } else if (word.equals("--repo") && i + 1 < arguments.size()) {
                repositories.add(arguments.get(++i));
            } else {
                others.add(word);
            }
        }
        Words words = Words.of(others, List.of("--server", "--web-token-file"), List.of());
        if (words.fault().isPresent() || !words.rest().isEmpty() || repositories.isEmpty()) {
            err.println("tidelock: "
                    + words.fault()
                            .orElse(
                                    words.rest().isEmpty()
                                            ? "no repository is named; expected --repo OWNER/NAME"
                                            : "'" + words.rest().getFirst() + "' is not understood"));
            return 2;
        }
        String server = words.option("--server").orElseGet(this::here).replaceFirst("/+$", "");
        int code = 0;
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            Optional<Secret> token = token(words);
            for (String repository : repositories) {
                code = Math.max(code, adopt(http, server, repository, token));
            }
        } catch (IOException | IllegalArgumentException trouble) {
            err.println("tidelock: " + trouble.getMessage());
            return 1;
        }
        return code;
    }

    private String here() {
        String port = environment.getOrDefault("TIDELOCK_PORT", environment.getOrDefault("ATLANTIS_PORT", "4141"));
        return "http://localhost:" + port;
    }

    private Optional<Secret> token(Words words) throws IOException {
        Optional<String> file = words.option("--web-token-file")
                .or(() -> Optional.ofNullable(environment.get("TIDELOCK_WEB_TOKEN_FILE")));
        if (file.isPresent()) {
            try {
                return Optional.of(
                        new Secret(Files.readString(Path.of(file.get())).strip()));
            } catch (IOException unreadable) {
                throw new IOException(
                        "the file " + file.get() + " cannot be read; expected the server's web token in it");
            }
        }
        return Optional.ofNullable(environment.get("TIDELOCK_WEB_TOKEN")).map(Secret::new);
    }

    private int adopt(HttpClient http, String server, String repository, Optional<Secret> token) throws IOException {
        URI address = URI.create(server + "/adopt?repository=" + URLEncoder.encode(repository, StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofMinutes(5))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.noBody());
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                out.print(answer.body());
                return 0;
            }
            err.println("tidelock: " + repository + ": " + answer.body().strip());
            return 1;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        } catch (IOException silence) {
            throw new IOException(
                    "no server answers at " + server + "; start it, or name its address with --server", silence);
        }
    }
}
