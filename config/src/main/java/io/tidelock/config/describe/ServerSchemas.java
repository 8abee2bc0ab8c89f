package io.tidelock.config.describe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.config.compat.Compat;
import io.tidelock.config.compat.CompatRow;
import io.tidelock.config.operator.Setting;
import java.util.List;

/** The operator's two files as JSON Schemas, for editors. */
public final class ServerSchemas {
    private static final List<String> OVERRIDES = List.of(
            "plan_requirements",
            "apply_requirements",
            "import_requirements",
            "workflow",
            "delete_source_branch_on_merge",
            "repo_locking",
            "repo_locks",
            "policy_check",
            "custom_policy_check",
            "silence_pr_comments");

    private ServerSchemas() {}

    /** Of the file about repositories; ends with a line break. */
    public static String ofRules() {
        ObjectNode top = Schema.file("repos.yaml");
        ObjectNode keys = Schema.keys(top);
        ObjectNode repos = Schema.described(keys, "repos", "What holds for which repositories; later ones go before.");
        repos.put("type", "array").set("items", rule());
        ObjectNode workflows = Schema.described(keys, "workflows", "Steps of your own, by name.");
        workflows.put("type", "object").set("additionalProperties", Schema.workflow());
        Schema.described(keys, "policies", "Sets of policies and their owners.");
        Schema.described(keys, "metrics", "Where figures go: statsd or prometheus.");
        keys.set("team_authz", authority());
        Schema.described(keys, "external_stores", "Without effect: plans are kept in the store, encrypted.");
        return Schema.written(top);
    }

    private static ObjectNode rule() {
        ObjectNode rule = Schema.closed();
        rule.putArray("required").add("id");
        ObjectNode keys = Schema.keys(rule);
        text(keys, "id", "host/owner/name, or /expression/ that is found in it.");
        text(keys, "branch", "Base branches that are served, as /expression/.");
        text(keys, "repo_config_file", "The repository's file; tidelock.yaml or atlantis.yaml by default.");
        for (String stage : List.of("plan", "apply", "import")) {
            choices(
                    keys,
                    stage + "_requirements",
                    "What must hold before.",
                    List.of("approved", "mergeable", "undiverged"));
        }
        for (String turn : List.of("pre", "post")) {
            Schema.described(
                            keys,
                            turn + "_workflow_hooks",
                            "Commands that run " + (turn.equals("pre") ? "before" : "after") + " everything else.")
                    .put("type", "array")
                    .set("items", hook());
        }
        text(keys, "workflow", "The name of a workflow.");
        Schema.texts(keys, "allowed_workflows", "Workflows that the repository may choose; all by default.");
        choices(keys, "allowed_overrides", "What the repository may decide by itself.", OVERRIDES);
        Schema.truth(keys, "allow_custom_workflows", "Whether it may bring workflows of its own.");
        Schema.truth(keys, "delete_source_branch_on_merge", "Whether merging by us deletes the branch.");
        Schema.truth(keys, "repo_locking", "Older form of repo_locks.");
        Schema.locks(keys);
        Schema.truth(keys, "policy_check", "false: no policy checks here.");
        Schema.truth(keys, "custom_policy_check", "Whether the output of policy checks is not that of conftest.");
        Schema.autodiscover(keys);
        Schema.silence(keys);
        return rule;
    }

    private static ObjectNode authority() {
        ObjectNode authority = Schema.closed();
        authority.put("description", "A program that says who may do what, instead of lists of teams.");
        authority.putArray("required").add("command");
        ObjectNode keys = Schema.keys(authority);
        text(keys, "command", "What the shell reads. The command, the repository and the teams come after it.");
        Schema.texts(keys, "args", "More of it, before these.");
        return authority;
    }

    private static ObjectNode hook() {
        ObjectNode hook = Schema.closed();
        hook.putArray("required").add("run");
        ObjectNode keys = Schema.keys(hook);
        text(keys, "run", "What the shell reads.");
        text(keys, "description", "The name of its status.");
        text(keys, "shell", "sh by default.");
        Schema.described(keys, "shellArgs", "-c by default.");
        text(keys, "commands", "Commands it runs for, with commas between them; all by default.");
        return hook;
    }

    /** Of the file of settings; ends with a line break. */
    public static String ofSettings() {
        Compat compat = Compat.load();
        ObjectNode top = Schema.file("the file of --config");
        ObjectNode keys = Schema.keys(top);
        for (Setting setting : Setting.values()) {
            if (compat.flag(setting.key()).map(CompatRow::honoured).orElse(true)) {
                typed(Schema.described(keys, setting.key(), setting.purpose()), setting);
            }
        }
        compat.rows().stream()
                .filter(row -> row.kind() == CompatRow.Kind.FLAGS && row.honoured() && !keys.has(row.name()))
                .forEach(row -> Schema.described(keys, row.name(), "As in Atlantis. " + row.why()));
        return Schema.written(top);
    }

    private static void typed(ObjectNode node, Setting setting) {
        switch (setting.form()) {
            case TRUTH -> node.put("type", "boolean");
            case NUMBER -> node.put("type", "integer");
            case LIST -> {
                ArrayNode either = node.putArray("anyOf");
                either.addObject().put("type", "string");
                either.addObject().put("type", "array").putObject("items").put("type", "string");
            }
            case TEXT -> node.put("type", "string");
        }
    }

    private static void text(ObjectNode keys, String name, String words) {
        Schema.described(keys, name, words).put("type", "string");
    }

    private static void choices(ObjectNode keys, String name, String words, List<String> known) {
        ArrayNode list = Schema.described(keys, name, words)
                .put("type", "array")
                .putObject("items")
                .putArray("enum");
        known.forEach(list::add);
    }
}
