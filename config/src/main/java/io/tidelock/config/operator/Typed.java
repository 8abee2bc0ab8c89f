package io.tidelock.config.operator;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings as values of a type; the default where nothing was given. */
final class Typed {
    private static final Pattern DURATION = Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?");

    private final Sources sources;
    private final Surroundings surroundings;

    Typed(Sources sources, Surroundings surroundings) {
        this.sources = sources;
        this.surroundings = surroundings;
    }

    String text(Setting setting) {
        return sources.given(setting).map(given -> given.text().strip()).orElse(setting.fallback());
    }

    /** Empty when nothing was given and nothing holds by default. */
    Optional<String> optional(Setting setting) {
        return Optional.of(text(setting)).filter(text -> !text.isEmpty());
    }

    List<String> list(Setting setting) {
        return split(text(setting));
    }

    static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .distinct()
                .toList();
    }

    /** In all the spellings that Go takes. */
    boolean truth(Setting setting) {
        return switch (text(setting).toLowerCase(Locale.ROOT)) {
            case "true", "t", "1" -> true;
            case "false", "f", "0" -> false;
            default -> {
                wrong(setting, "true or false");
                yield false;
            }
        };
    }

    int number(Setting setting, int least, int most) {
        String text = text(setting);
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        wrong(setting, "a number from " + least + " to " + most);
        return least;
    }

    /** Empty when nothing is set, or {@code 0} or {@code none}. */
    Optional<Duration> duration(Setting setting) {
        String text = text(setting);
        if (text.isEmpty() || text.equals("0") || text.equals("none")) {
            if (setting == Setting.PLAN_DEADLINE) {
                wrong(setting, "a time like 90m or 1h30m");
            }
            return Optional.empty();
        }
        Matcher form = DURATION.matcher(text);
        Duration duration = form.matches()
                ? Duration.ofHours(amount(form, 1)).plusMinutes(amount(form, 2)).plusSeconds(amount(form, 3))
                : Duration.ZERO;
        if (duration.isZero()) {
            wrong(setting, "a time like 90m or 1h30m");
            return Optional.empty();
        }
        return Optional.of(duration);
    }

    private static int amount(Matcher form, int group) {
        return form.group(group) == null ? 0 : Integer.parseInt(form.group(group));
    }

    /** One of these words, whatever its case; empty when it is none, which is then a Problem. */
    <T extends Enum<T>> Optional<T> choice(Setting setting, T[] choices, String expected) {
        String text = text(setting);
        Optional<T> choice = Arrays.stream(choices)
                .filter(known -> known.name().equalsIgnoreCase(text))
                .findFirst();
        if (choice.isEmpty()) {
            wrong(setting, expected);
        }
        return choice;
    }

    /** Without a slash at the end; empty when nothing is set, or when it is none, which is then a Problem. */
    Optional<URI> address(Setting setting) {
        String text = text(setting).replaceFirst("/+$", "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text);
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (web && url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // said below, like every other address that is none
        }
        wrong(setting, "an address like https://tidelock.acme.com, without ? and #");
        return Optional.empty();
    }

    Optional<Path> optionalPath(Setting setting) {
        return text(setting).isEmpty() ? Optional.empty() : Optional.of(path(setting));
    }

    Path path(Setting setting) {
        try {
            return surroundings.path(text(setting));
        } catch (InvalidPathException e) {
            wrong(setting, "a path");
            return surroundings.workingDirectory();
        }
    }

    /** Given by itself or in a file, not both; one line. */
    SecretSource secret(Setting setting, Setting file) {
        return secret(setting, file, false);
    }

    /** The same for what has several lines, such as a key as PEM text. */
    SecretSource secretOfLines(Setting setting, Setting file) {
        return secret(setting, file, true);
    }

    private SecretSource secret(Setting setting, Setting file, boolean lines) {
        Optional<Sources.Given> value = sources.given(setting);
        Optional<Path> inFile = optionalPath(file);
        if (value.isPresent() && inFile.isPresent()) {
            sources.problem(
                    Problem.of(name(setting) + " and " + name(file) + " together", "one of them", "Remove the other."));
        }
        if (inFile.isPresent()) {
            return new SecretSource.InFile(inFile.get());
        }
        if (value.isEmpty()) {
            return new SecretSource.Absent();
        }
        String secret = value.get().text();
        if (lines) {
            return new SecretSource.Given(new Secret(secret));
        }
        String stripped = secret.replaceAll("[\\r\\n]+$", "");
        if (!stripped.equals(secret)) {
            sources.warn(name(setting) + " ends in a line break, which was dropped");
        }
        if (stripped.isBlank() || stripped.indexOf('\n') >= 0 || stripped.indexOf('\r') >= 0) {
            problem(setting, name(setting) + " is blank or has several lines", "one line", "");
        }
        return new SecretSource.Given(new Secret(stripped));
    }

    void missing(Setting setting, String what) {
        sources.problem(Problem.of(
                "no --" + setting.key(), what, "Give --" + setting.key() + " or set " + setting.variable() + "."));
    }

    void wrong(Setting setting, String expected) {
        problem(setting, name(setting) + " is '" + shortened(text(setting)) + "'", expected, "");
    }

    /** As the operator wrote it. */
    String name(Setting setting) {
        return sources.given(setting)
                .map(given -> given.origin().startsWith("--") || given.place().isPresent()
                        ? given.name(setting.key())
                        : setting.key() + " (" + given.origin() + ")")
                .orElse("--" + setting.key());
    }

    /** Something is wrong with what was given for this setting. */
    void problem(Setting setting, String met, String expected, String next) {
        Problem problem = Problem.of(met, expected, next);
        sources.problem(sources.given(setting).map(given -> given.at(problem)).orElse(problem));
    }

    String origin(Setting setting) {
        return sources.given(setting).map(Sources.Given::origin).orElse("default");
    }

    String shown(Setting setting) {
        boolean given = sources.given(setting).isPresent();
        return setting.isSecret() ? (given ? "****" : "") : text(setting);
    }

    static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > 100 ? line.substring(0, 100) + "…" : line;
    }
}
