package io.tidelock.config.describe;

import io.tidelock.config.compat.Compat;
import io.tidelock.config.compat.CompatRow;
import io.tidelock.config.compat.CompatRow.Kind;
import io.tidelock.config.compat.CompatRow.Status;
import io.tidelock.config.operator.Setting;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Pages of the manual that are made from the settings and from what is known of Atlantis. */
public final class Manual {
    /** Where a chapter begins. */
    private static final Map<Setting, String> CHAPTERS = chapters();

    private static final Map<Kind, String> TABLES = tables();

    private final Compat compat;

    public Manual(Compat compat) {
        this.compat = compat;
    }

    private static Map<Setting, String> chapters() {
        Map<Setting, String> chapters = new LinkedHashMap<>();
        chapters.put(Setting.CONFIG, "The file itself");
        chapters.put(Setting.GH_HOSTNAME, "GitHub");
        chapters.put(Setting.GITLAB_HOSTNAME, "GitLab");
        chapters.put(Setting.INSECURE_NO_WEBHOOK_SECRET, "For trying out");
        chapters.put(Setting.REPO_ALLOWLIST, "For whom it works");
        chapters.put(Setting.ALLOW_COMMANDS, "What comments may ask for");
        chapters.put(Setting.DISABLE_APPLY, "What is not done by itself");
        chapters.put(Setting.GH_ALLOW_MERGEABLE_BYPASS_APPLY, "Approvals and merging");
        chapters.put(Setting.REPO_CONFIG, "Repositories and projects");
        chapters.put(Setting.COMMAND_WORDS, "Comments and statuses");
        chapters.put(Setting.BIND, "The server and its pages");
        chapters.put(Setting.RUN_ENV, "Runs");
        chapters.put(Setting.DEFAULT_TF_DISTRIBUTION, "Terraform and OpenTofu");
        chapters.put(Setting.ENCRYPTION_KEY, "Keys and certificates");
        return chapters;
    }

    private static Map<Kind, String> tables() {
        Map<Kind, String> tables = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            if (kind != Kind.OWN_SETTINGS) {
                String name = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                tables.put(kind, name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
            }
        }
        return tables;
    }

    /** Every setting, chapter by chapter, as Markdown; ends with a line break. */
    public String settings() {
        StringBuilder page = new StringBuilder();
        for (Setting setting : Setting.values()) {
            String chapter = CHAPTERS.get(setting);
            if (chapter != null) {
                page.append("\n## ")
                        .append(chapter)
                        .append("\n\n| setting | default | what it does |\n| --- | --- | --- |\n");
            }
            page.append("| ")
                    .append(code(setting.key()))
                    .append(" | ")
                    .append(
                            setting.fallback().isEmpty()
                                    ? ""
                                    : code(setting.fallback().replace(",", ", ")))
                    .append(" | ")
                    .append(sentence(setting))
                    .append(" |\n");
        }
        return page.substring(1);
    }

    private String sentence(Setting setting) {
        StringBuilder words = new StringBuilder(cell(setting.purpose()));
        compat.rows().stream()
                .filter(row -> row.kind() == Kind.FLAGS
                        && row.ours().filter(setting.key()::equals).isPresent())
                .forEach(row -> words.append("; in Atlantis ").append(code(row.name())));
        compat.flag(setting.key())
                .filter(row -> !row.honoured())
                .ifPresent(row -> words.append(
                        row.restricts()
                                ? ". **Not there yet: the server does not start with it.**"
                                : ". **Not there yet, without effect.**"));
        return words.toString();
    }

    /** How many things of each kind there are, by what is done with them. */
    public String counts() {
        StringBuilder table = new StringBuilder(
                "| | same | improved | renamed | planned | refused |\n" + "| --- | --: | --: | --: | --: | --: |\n");
        TABLES.forEach((kind, title) -> {
            table.append("| ").append(title);
            Arrays.stream(Status.values())
                    .forEach(status -> table.append(" | ")
                            .append(rows(kind).stream()
                                    .filter(row -> row.status() == status)
                                    .count()));
            table.append(" |\n");
        });
        return table.toString();
    }

    /** What is not the same as in Atlantis, kind by kind, as Markdown; ends with a line break. */
    public String differences() {
        StringBuilder page = new StringBuilder(counts());
        TABLES.forEach((kind, title) -> {
            List<CompatRow> differ = rows(kind).stream()
                    .filter(row -> row.status() != Status.SAME)
                    .toList();
            if (differ.isEmpty()) {
                return;
            }
            page.append("\n### ").append(title).append("\n\n| Atlantis | here | |\n| --- | --- | --- |\n");
            differ.forEach(row -> page.append("| ")
                    .append(code(row.name()))
                    .append(" | ")
                    .append(row.status().name().toLowerCase(Locale.ROOT))
                    .append(row.ours().map(ours -> ": " + code(ours)).orElse(""))
                    .append(" | ")
                    .append(cell(row.why()))
                    .append(row.restricts() ? " *Stops what asks for it.*" : "")
                    .append(" |\n"));
        });
        return page.toString();
    }

    private List<CompatRow> rows(Kind kind) {
        return compat.rows().stream().filter(row -> row.kind() == kind).collect(Collectors.toList());
    }

    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }
}
