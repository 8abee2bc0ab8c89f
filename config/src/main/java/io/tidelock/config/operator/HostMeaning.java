package io.tidelock.config.operator;

import io.tidelock.config.operator.OperatorSettings.GitHubApp;
import io.tidelock.config.operator.OperatorSettings.Host;
import io.tidelock.config.operator.OperatorSettings.Hosts;
import io.tidelock.core.outcome.Problem;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Which hosts were meant: each of which anything was said, and GitHub when nothing was said of any. */
final class HostMeaning {
    private static final String NAME = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?";

    /** The settings of one kind of host. */
    private record Kind(
            Setting hostname,
            Setting user,
            Setting token,
            Setting tokenFile,
            Setting secret,
            Setting secretFile,
            String form,
            String example) {}

    private static final Kind GITHUB = new Kind(
            Setting.GH_HOSTNAME,
            Setting.GH_USER,
            Setting.GH_TOKEN,
            Setting.GH_TOKEN_FILE,
            Setting.GH_WEBHOOK_SECRET,
            Setting.GH_WEBHOOK_SECRET_FILE,
            NAME,
            "a name like github.com or ghe.acme.com:8443, without https:// and path");

    private static final Kind GITLAB = new Kind(
            Setting.GITLAB_HOSTNAME,
            Setting.GITLAB_USER,
            Setting.GITLAB_TOKEN,
            Setting.GITLAB_TOKEN_FILE,
            Setting.GITLAB_WEBHOOK_SECRET,
            Setting.GITLAB_WEBHOOK_SECRET_FILE,
            "(https?://)?" + NAME + "/?",
            "a name or an address like gitlab.com or https://gitlab.acme.com:8443, without a path");

    private final Sources sources;
    private final Typed typed;

    HostMeaning(Sources sources, Typed typed) {
        this.sources = sources;
        this.typed = typed;
    }

    Hosts hosts() {
        Optional<Host> gitlab = isMeant(GITLAB) ? Optional.of(host(GITLAB)) : Optional.empty();
        Optional<Host> github = isMeant(GITHUB) || gitlab.isEmpty() ? Optional.of(host(GITHUB)) : Optional.empty();
        if (github.isPresent() && gitlab.isPresent() && name(github.get()).equals(name(gitlab.get()))) {
            sources.problem(Problem.of(
                    typed.name(Setting.GH_HOSTNAME) + " and " + typed.name(Setting.GITLAB_HOSTNAME) + " are both '"
                            + name(gitlab.get()) + "'",
                    "two hosts",
                    "A host is one or the other."));
        }
        Hosts hosts = new Hosts(github, gitlab, app(), typed.optional(Setting.GH_ORG));
        if (hosts.app().isEmpty() && typed.truth(Setting.GH_CHECKS)) {
            typed.wrong(
                    Setting.GH_CHECKS, "it only together with a GitHub App: GitHub takes check runs from nobody else");
        }
        if (hosts.all().stream().anyMatch(Host::allowUnsigned)) {
            sources.warn("webhooks are not signed: whoever reaches this server can make it plan and apply");
        }
        return hosts;
    }

    private static String name(Host host) {
        return host.hostname().replaceFirst("^https?://", "").replaceFirst("/$", "");
    }

    /** A login with a token goes before the app, as in Atlantis. */
    private Optional<GitHubApp> app() {
        boolean meant = appIsMeant();
        if (!meant || sources.given(Setting.GH_USER).isPresent()) {
            return Optional.empty();
        }
        SecretSource key = typed.secretOfLines(Setting.GH_APP_KEY, Setting.GH_APP_KEY_FILE);
        if (!key.present()) {
            typed.missing(Setting.GH_APP_KEY_FILE, "the private key of the app, or --gh-app-key");
        }
        OptionalLong id = number(Setting.GH_APP_ID);
        if (id.isEmpty() && sources.given(Setting.GH_APP_ID).isEmpty()) {
            typed.missing(Setting.GH_APP_ID, "the number of the app that the key belongs to");
        }
        return Optional.of(new GitHubApp(
                id.orElse(0),
                key,
                number(Setting.GH_APP_INSTALLATION_ID),
                typed.optional(Setting.GH_APP_SLUG),
                typed.truth(Setting.GH_CHECKS)));
    }

    private boolean appIsMeant() {
        return Stream.of(Setting.GH_APP_ID, Setting.GH_APP_KEY, Setting.GH_APP_KEY_FILE)
                .flatMap(setting -> sources.given(setting).stream())
                .anyMatch(given -> !given.text().matches("0*"));
    }

    /** A number that is given and not 0. */
    private OptionalLong number(Setting setting) {
        String text = typed.text(setting);
        if (!text.isEmpty() && !text.matches("[0-9]{1,18}")) {
            typed.wrong(setting, "a number");
            return OptionalLong.empty();
        }
        return text.matches("0*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    private boolean isMeant(Kind kind) {
        boolean app = kind == GITHUB && appIsMeant();
        return app
                || Stream.of(
                                kind.hostname(),
                                kind.user(),
                                kind.token(),
                                kind.tokenFile(),
                                kind.secret(),
                                kind.secretFile())
                        .anyMatch(setting -> sources.given(setting).isPresent());
    }

    private Host host(Kind kind) {
        String hostname = typed.text(kind.hostname()).toLowerCase(Locale.ROOT);
        if (!hostname.matches(kind.form())) {
            typed.wrong(kind.hostname(), kind.example());
        }
        String user = typed.text(kind.user()).replaceFirst("^@", "");
        SecretSource token = typed.secret(kind.token(), kind.tokenFile());
        boolean app = kind == GITHUB && appIsMeant() && user.isEmpty();
        if (app && token.present()) {
            sources.problem(Problem.of(
                    typed.name(kind.token()) + " without --" + kind.user().key() + ", together with a GitHub App",
                    "one of them",
                    "Give --" + kind.user().key() + " to act as a person, or remove the token to act as the app."));
        }
        if (user.isEmpty() && !app) {
            typed.missing(kind.user(), "the login that the token belongs to");
        }
        if (!token.present() && !app) {
            typed.missing(
                    kind.token(),
                    "a token of that login, or --" + kind.tokenFile().key());
        }
        SecretSource secret = typed.secret(kind.secret(), kind.secretFile());
        boolean insecure = typed.truth(Setting.INSECURE_NO_WEBHOOK_SECRET);
        if (!secret.present() && !insecure) {
            typed.missing(
                    kind.secret(),
                    "the secret of the webhook, since anybody could send one otherwise (--insecure-no-webhook-secret allows that)");
        }
        return new Host(hostname, user, token, secret, insecure && !secret.present());
    }
}
