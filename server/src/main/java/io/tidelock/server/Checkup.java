package io.tidelock.server;

import io.tidelock.config.operator.OperatorSettings;
import io.tidelock.core.change.Actor;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.command.TeamRule;
import io.tidelock.core.outcome.Finding;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.core.secret.Secret;
import io.tidelock.run.LocalRunner;
import io.tidelock.server.store.StoreLook;
import io.tidelock.vcs.Inspector;
import io.tidelock.vcs.http.Answer;
import io.tidelock.vcs.http.Call;
import io.tidelock.vcs.http.NoAnswer;
import io.tidelock.vcs.http.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at all that a server with these settings needs, whether it runs or not. Changes nothing. */
public final class Checkup {
    /** So many repositories are looked at where nobody names any. */
    private static final int SOME = 10;

    private final OperatorSettings settings;
    private final Wiring wiring;
    private final Consumer<Finding> tell;

    private Checkup(OperatorSettings settings, Wiring wiring, Consumer<Finding> tell) {
        this.settings = settings;
        this.wiring = wiring;
        this.tell = tell;
    }

    /**
     * Tells of one thing after the other.
     *
     * @param named repositories to look at, as {@code OWNER/NAME} or {@code HOST/OWNER/NAME}; empty for some of those that we work for
     */
    public static void of(
            OperatorSettings settings, Map<String, String> environment, List<String> named, Consumer<Finding> tell) {
        new Checkup(settings, new Wiring(settings, environment, Tempo.usual()), tell).look(named);
    }

    private void look(List<String> named) {
        StoreLook.at(settings.server().dataDir()).forEach(tell);
        tell.accept(terraform());
        tell.accept(address());
        for (Inspector host : wiring.inspectors()) {
            List<Finding> access = host.access(events());
            access.forEach(tell);
            if (!(access.getFirst() instanceof Finding.Wrong)) {
                repositories(host, named);
            }
        }
    }

    private Finding terraform() {
        Path scratch = scratch();
        try {
            LocalRunner runner = LocalRunner.in(wiring.runs(scratch, new Secret("not used")));
            return runner.trouble()
                    .<Finding>map(problem -> new Finding.Wrong("terraform", problem))
                    .orElseGet(() -> new Finding.Fine("terraform", runner.version()));
        } catch (UncheckedIOException broken) {
            return new Finding.Wrong(
                    "terraform", Problem.of(String.valueOf(broken.getMessage()), "", "Look at the disk."));
        } finally {
            remove(scratch);
        }
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("tidelock-doctor");
        } catch (IOException full) {
            throw new UncheckedIOException("no temporary folder can be made: " + full.getMessage(), full);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            // in the system's temporary folder, which clears itself
        }
    }

    /** Whether the address that people and hosts are told leads here, as far as it can be seen from here. */
    private Finding address() {
        Optional<URI> url = settings.server().url();
        if (url.isEmpty()) {
            return new Finding.Doubtful(
                    "address",
                    Problem.of(
                            "no --url is set, so links in comments lead to localhost",
                            "",
                            "Set --url to the address that people and the host reach this server at."));
        }
        URI health = URI.create(url.get() + "/healthz");
        try {
            Answer answer = new Wire(wiring.network()).send(new Call("GET", health, Map.of(), Optional.empty()));
            return answer.status() == 200
                    ? new Finding.Fine("address", url.get() + " leads to a server that is alive")
                    : new Finding.Wrong(
                            "address",
                            Problem.of(
                                    health + " answers " + answer.status(),
                                    "200",
                                    "Start the server, or correct the proxy in front of it, or --url."));
        } catch (NoAnswer silence) {
            return new Finding.Doubtful(
                    "address",
                    Problem.of(
                            health + " does not answer: " + silence.getMessage(),
                            "",
                            "Start the server; where it runs, open the way to it or correct --url."));
        }
    }

    private Optional<URI> events() {
        return settings.server().url().map(url -> URI.create(url + "/events"));
    }

    private void repositories(Inspector host, List<String> named) {
        List<RepoRef> all = named.isEmpty() ? listed(host) : named(host, named);
        all.stream().limit(named.isEmpty() ? SOME : all.size()).forEach(repo -> {
            host.repository(repo, events()).forEach(tell);
            if (!settings.access().repositories().test(repo)) {
                tell.accept(new Finding.Wrong(
                        repo.path(),
                        Problem.of(
                                "it is not on the list of repositories",
                                "a pattern for " + repo.host() + "/" + repo.path(),
                                "Add one to --repo-allowlist.")));
            }
        });
        teams(host, all);
        if (all.isEmpty() && named.isEmpty()) {
            tell.accept(new Finding.Doubtful(
                    "repositories",
                    Problem.of(
                            "none that we may write to on " + host.host() + " is on the list",
                            "",
                            "Compare --repo-allowlist with what we were given access to.")));
        } else if (named.isEmpty() && all.size() > SOME) {
            tell.accept(new Finding.Fine(
                    "repositories", (all.size() - SOME) + " more are not looked at; name one with --repo"));
        }
    }

    /** Whether the host tells who is in which team, where that decides who may do what: once for each owner. */
    private void teams(Inspector host, List<RepoRef> repos) {
        Set<String> owners = new TreeSet<>();
        List<RepoRef> restricted = repos.stream()
                .filter(repo -> settings.rules().repositories().authority().isPresent()
                        || !settings.teams(repo).isEmpty())
                .filter(repo -> owners.add(repo.owner()))
                .limit(SOME)
                .toList();
        if (restricted.isEmpty()) {
            return;
        }
        Connections connections = wiring.connections();
        Actor us = Actor.person(connections.names().stream().findFirst().orElse("tidelock"));
        for (RepoRef repo : restricted) {
            String subject = "teams of " + repo.owner();
            Set<String> named = settings.teams(repo).stream()
                    .filter(rule -> !rule.everybody())
                    .map(TeamRule::team)
                    .collect(Collectors.toSet());
            try {
                for (String team : named) { // one that is hidden from us has its own line
                    connections.forges().teamReader().teams(repo, us, Set.of(team));
                }
                connections.forges().teamReader().teams(repo, us, named);
                tell.accept(new Finding.Fine(subject, host.host() + " tells who is in them"));
            } catch (Refused hidden) {
                tell.accept(new Finding.Wrong(subject, hidden.problem()));
            } catch (Unavailable trouble) {
                tell.accept(new Finding.Doubtful(
                        subject, Problem.of(String.valueOf(trouble.getMessage()), "", "Look again later.")));
            }
        }
    }

    /** Those that the list names in full, then those of the host that it matches. */
    private List<RepoRef> listed(Inspector host) {
        Set<RepoRef> repos = new LinkedHashSet<>();
        settings.access().repositories().patterns().stream()
                .filter(pattern -> !pattern.contains("*") && !pattern.startsWith("!"))
                .flatMap(pattern -> named(host, List.of(pattern)).stream())
                .forEach(repos::add);
        try {
            host.repositories().stream()
                    .filter(settings.access().repositories())
                    .filter(repo ->
                            repos.stream().noneMatch(known -> known.path().equalsIgnoreCase(repo.path())))
                    .forEach(repos::add);
        } catch (Unavailable | Refused hidden) {
            tell.accept(new Finding.Doubtful(
                    "repositories",
                    Problem.of("they cannot be listed: " + hidden.getMessage(), "", "Name one with --repo.")));
        }
        return new ArrayList<>(repos);
    }

    /** Those of the named ones that are on this host. A name without a host may be on any. */
    private static List<RepoRef> named(Inspector host, List<String> names) {
        List<RepoRef> repos = new ArrayList<>();
        for (String name : names) {
            String plain = name.replaceFirst("^https?://", "");
            String first = plain.contains("/") ? plain.substring(0, plain.indexOf('/')) : "";
            boolean withHost = first.equalsIgnoreCase(host.host())
                    || first.equalsIgnoreCase(host.host().replaceFirst(":[0-9]+$", ""));
            if (withHost) {
                repos.add(new RepoRef(host.host(), plain.substring(first.length() + 1)));
            } else if (plain.chars().filter(c -> c == '/').count() == 1 && !first.contains(".")) {
                repos.add(new RepoRef(host.host(), plain));
            }
        }
        return repos;
    }
}
