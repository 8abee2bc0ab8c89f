package io.tidelock.config.operator;

import io.tidelock.config.operator.OperatorSettings.Answers;
import io.tidelock.config.operator.OperatorSettings.Certificate;
import io.tidelock.config.operator.OperatorSettings.Login;
import io.tidelock.config.operator.OperatorSettings.StatusDetail;
import io.tidelock.config.operator.OperatorSettings.Web;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.words.Reaction;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What people get to see of us: answers, and pages. */
final class DoorMeaning {
    /** As GitHub calls them, and as GitLab does where it calls them otherwise. */
    private static final Map<String, Reaction> REACTIONS = Map.ofEntries(
            Map.entry("eyes", Reaction.EYES),
            Map.entry("+1", Reaction.THUMBS_UP),
            Map.entry("thumbsup", Reaction.THUMBS_UP),
            Map.entry("-1", Reaction.THUMBS_DOWN),
            Map.entry("thumbsdown", Reaction.THUMBS_DOWN),
            Map.entry("laugh", Reaction.LAUGH),
            Map.entry("laughing", Reaction.LAUGH),
            Map.entry("hooray", Reaction.HOORAY),
            Map.entry("tada", Reaction.HOORAY),
            Map.entry("confused", Reaction.CONFUSED),
            Map.entry("heart", Reaction.HEART),
            Map.entry("rocket", Reaction.ROCKET));

    private final Sources sources;
    private final Typed typed;

    DoorMeaning(Sources sources, Typed typed) {
        this.sources = sources;
        this.typed = typed;
    }

    Answers answers() {
        return new Answers(
                reaction(),
                !typed.truth(Setting.DISABLE_MARKDOWN_FOLDING),
                !typed.truth(Setting.SILENCE_NO_PROJECTS),
                !(typed.truth(Setting.SILENCE_VCS_STATUS_NO_PLANS)
                        | typed.truth(Setting.SILENCE_VCS_STATUS_NO_PROJECTS)),
                typed.choice(Setting.STATUS_DETAIL, StatusDetail.values(), "total or project")
                        .orElse(StatusDetail.TOTAL));
    }

    private Reaction reaction() {
        String word =
                typed.text(Setting.EMOJI_REACTION).toLowerCase(Locale.ROOT).replaceAll("^:|:$", "");
        Optional<Reaction> reaction = Optional.ofNullable(REACTIONS.get(word));
        // Atlantis takes any word, and goes on without a reaction when the host does not know it
        if (reaction.isEmpty()) {
            sources.warn(typed.name(Setting.EMOJI_REACTION) + " is '" + Sources.shortened(word)
                    + "'; expected eyes, +1, -1, laugh, hooray, confused, heart or rocket, so the reaction is eyes");
        }
        return reaction.orElse(Reaction.EYES);
    }

    Web web() {
        return new Web(typed.secret(Setting.WEB_TOKEN, Setting.WEB_TOKEN_FILE), login(), certificate());
    }

    /** There is no password that everybody knows. */
    private Optional<Login> login() {
        SecretSource password = typed.secret(Setting.WEB_PASSWORD, Setting.WEB_PASSWORD_FILE);
        String user = typed.text(Setting.WEB_USERNAME);
        if (!typed.truth(Setting.WEB_BASIC_AUTH)) {
            return Optional.empty();
        }
        if (!password.present()) {
            typed.missing(Setting.WEB_PASSWORD, "a password for the pages, or --web-password-file");
        }
        if (user.indexOf(':') >= 0) {
            typed.wrong(Setting.WEB_USERNAME, "a name without a colon, which cannot be sent");
        }
        return Optional.of(new Login(user, password));
    }

    private Optional<Certificate> certificate() {
        Optional<Path> chain = typed.optionalPath(Setting.SSL_CERT_FILE);
        Optional<Path> key = typed.optionalPath(Setting.SSL_KEY_FILE);
        if (chain.isPresent() != key.isPresent()) {
            Setting given = chain.isPresent() ? Setting.SSL_CERT_FILE : Setting.SSL_KEY_FILE;
            Setting missing = chain.isPresent() ? Setting.SSL_KEY_FILE : Setting.SSL_CERT_FILE;
            sources.problem(Problem.of(
                    typed.name(given) + " without --" + missing.key(),
                    "both, to serve https",
                    "Give --" + missing.key() + " or set " + missing.variable() + "."));
        }
        return chain.flatMap(cert -> key.map(path -> new Certificate(cert, path)));
    }
}
