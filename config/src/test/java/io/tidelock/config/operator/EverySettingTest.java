package io.tidelock.config.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.operator.OperatorSettings.ConfigFile;
import io.tidelock.config.operator.OperatorSettings.Effective;
import io.tidelock.config.operator.OperatorSettings.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever can be set can be set in every way, is shown with where it came from, and holds its default else. */
final class EverySettingTest {
    /** What cannot be any text. */
    private static final Map<Setting, String> VALUES = Map.ofEntries(
            Map.entry(Setting.REPO_ALLOWLIST, "github.com/acme/*"),
            Map.entry(Setting.ALLOW_COMMANDS, "plan,apply"),
            Map.entry(Setting.GH_TEAM_ALLOWLIST, "ops:apply"),
            Map.entry(Setting.GITLAB_GROUP_ALLOWLIST, "acme/ops:apply"),
            Map.entry(Setting.COMMAND_WORDS, "tf"),
            Map.entry(Setting.AUTODISCOVER_MODE, "enabled"),
            Map.entry(Setting.AUTOMERGE_METHOD, "squash"),
            Map.entry(Setting.DEFAULT_TF_DISTRIBUTION, "opentofu"),
            Map.entry(Setting.DEFAULT_TF_VERSION, "1.9.8"),
            Map.entry(Setting.TF_DOWNLOAD_URL, "https://mirror.acme.com"),
            Map.entry(Setting.URL, "https://tide.acme.com"),
            Map.entry(Setting.APPLY_ON, "merge"),
            Map.entry(Setting.LOG_LEVEL, "warn"),
            Map.entry(Setting.STATUS_DETAIL, "project"),
            Map.entry(Setting.GH_CHECKS, "false"), // true asks for an App beside it
            Map.entry(Setting.EMOJI_REACTION, "heart"),
            Map.entry(Setting.GH_HOSTNAME, "ghe.acme.com"),
            Map.entry(Setting.GITLAB_HOSTNAME, "gitlab.acme.com"),
            Map.entry(Setting.REPO_CONFIG_JSON, "{}"));

    @ParameterizedTest
    @EnumSource
    void isSetByFlag(Setting setting) {
        shown(setting, "--" + setting.key(), read(List.of("--" + setting.key() + "=" + value(setting)), Map.of(), ""));
    }

    @ParameterizedTest
    @EnumSource
    void isSetByVariable(Setting setting) {
        shown(setting, setting.variable(), read(List.of(), Map.of(setting.variable(), value(setting)), ""));
    }

    @ParameterizedTest
    @EnumSource
    void isSetByTheVariableOfAtlantis(Setting setting) {
        String name = setting.variable().replace("TIDELOCK_", "ATLANTIS_");
        shown(setting, name, read(List.of(), Map.of(name, value(setting)), ""));
    }

    @ParameterizedTest
    @EnumSource
    void isSetByTheFile(Setting setting) {
        String text = setting.key() + ": \"" + value(setting) + "\"\n";
        shown(setting, "server.yaml:1:" + (setting.key().length() + 3), read(List.of(), Map.of(), text));
    }

    @ParameterizedTest
    @EnumSource
    void holdsItsDefaultElse(Setting setting) {
        Effective effective = effective(setting, read(List.of(), Map.of(), ""));

        assertThat(effective.origin()).isEqualTo("default");
        assertThat(effective.value()).isEqualTo(setting.fallback());
    }

    private static void shown(Setting setting, String origin, Reading reading) {
        Effective effective = effective(setting, reading);

        assertThat(effective.origin()).isEqualTo(origin);
        assertThat(effective.value()).isEqualTo(setting.isSecret() ? "****" : value(setting));
        if (reading instanceof OperatorSettings.Invalid invalid) { // what is missing beside it is another matter
            assertThat(invalid.problems())
                    .allSatisfy(
                            problem -> assertThat(problem.met()).doesNotContain("not known", "is '" + value(setting)));
        }
    }

    private static Effective effective(Setting setting, Reading reading) {
        OperatorSettings settings = switch (reading) {
            case OperatorSettings.Valid valid -> valid.settings();
            case OperatorSettings.Invalid invalid -> invalid.asFar();
        };
        return settings.effective().stream()
                .filter(effective -> effective.setting() == setting)
                .findFirst()
                .orElseThrow();
    }

    private static String value(Setting setting) {
        return VALUES.getOrDefault(
                setting,
                switch (setting.kind()) {
                    case TRUTH -> setting.fallback().equals("true") ? "false" : "true";
                    case NUMBER -> "7";
                    case DURATION -> "45m";
                    case LIST -> "x,y";
                    case TEXT, SECRET, PATH -> "something";
                });
    }

    private static Reading read(List<String> flags, Map<String, String> variables, String file) {
        return OperatorSettings.read(
                Honoured.rows(),
                flags,
                new Surroundings(new HashMap<>(variables), Path.of("/work/here"), 4),
                Optional.of(new ConfigFile("server.yaml", file.getBytes(StandardCharsets.UTF_8))),
                Optional.of(new ConfigFile("repos.yaml", "repos: []".getBytes(StandardCharsets.UTF_8))));
    }
}
