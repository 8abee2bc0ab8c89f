package io.tidelock.config.describe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The file of a repository as a JSON Schema, for editors; and what schemas of other files have in common with it. */
public final class Schema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Schema() {}

    /** Ends with a line break. */
    public static String ofRepositories() {
        ObjectNode top = file("tidelock.yaml, atlantis.yaml");
        top.putArray("required").add("version");
        ObjectNode keys = keys(top);
        ObjectNode version = described(keys, "version", "The form of this file; 2 and 3 mean the same here.");
        version.putArray("enum").add(2).add(3);
        ObjectNode projects = described(keys, "projects", "Directories that are planned and applied.");
        projects.put("type", "array").set("items", project());
        ObjectNode workflows = described(keys, "workflows", "Steps of your own, by name; the server must allow them.");
        workflows.put("type", "object").set("additionalProperties", workflow());
        autodiscover(keys);
        truth(keys, "abort_on_execution_order_fail", "A failure keeps projects of later groups from being run.");
        truth(
                keys,
                "automerge",
                "Whether a pull request is merged once all of it is applied; goes before the operator's word.");
        truth(keys, "parallel_plan", "false plans one project after the other.");
        truth(keys, "parallel_apply", "false applies one project after the other.");
        truth(keys, "delete_source_branch_on_merge", "Whether the branch is deleted when Tidelock merges.");
        described(keys, "emoji_reaction", "Without effect, as in Atlantis.").put("type", "string");
        texts(keys, "allowed_regexp_prefixes", "Without effect: names are matched to the letter.");
        described(keys, "policies", "Not supported yet: every project is red.");
        locks(keys);
        silence(keys);
        return written(top);
    }

    static ObjectNode file(String title) {
        ObjectNode top = closed();
        top.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        top.put("title", title);
        return top;
    }

    private static ObjectNode project() {
        ObjectNode project = closed();
        project.putArray("required").add("dir");
        ObjectNode keys = keys(project);
        described(keys, "name", "Letters, digits and any of _ . ~ - /").put("type", "string");
        described(keys, "dir", "A directory, or a pattern like env/*").put("type", "string");
        described(keys, "workspace", "Terraform's workspace; default by default.")
                .put("type", "string");
        described(keys, "branch", "Base branches, as /expression/").put("type", "string");
        described(keys, "workflow", "The name of a workflow.").put("type", "string");
        ObjectNode autoplan = described(keys, "autoplan", "When a push plans it.");
        nest(autoplan);
        texts(
                keys(autoplan),
                "when_modified",
                "Patterns of files, seen from the directory; ! in front leaves out, the last that matches decides.");
        truth(keys(autoplan), "enabled", "false: only comments plan it.");
        described(keys, "execution_order_group", "Lower groups come first; 0 by default.")
                .put("type", "integer");
        texts(keys, "depends_on", "Names of projects that must be applied before.");
        for (String stage : List.of("plan", "apply", "import")) {
            ObjectNode rules = described(
                    keys,
                    stage + "_requirements",
                    "What must be true before; only where the operator lets the file say so.");
            ArrayNode known = rules.put("type", "array").putObject("items").putArray("enum");
            List.of("approved", "mergeable", "undiverged").forEach(known::add);
        }
        described(keys, "terraform_version", "Not supported yet.").put("type", "string");
        words(keys, "terraform_distribution", "Not supported yet.", "terraform", "opentofu");
        truth(keys, "policy_check", "true is not supported yet.");
        truth(keys, "custom_policy_check", "true is not supported yet.");
        truth(keys, "repo_locking", "The older key of repo_locks: false takes no locks.");
        truth(keys, "delete_source_branch_on_merge", "Whether the branch is deleted when Tidelock merges.");
        locks(keys);
        silence(keys);
        return project;
    }

    static ObjectNode workflow() {
        ObjectNode workflow = closed();
        for (String stage : List.of("plan", "apply", "import", "state_rm", "policy_check")) {
            ObjectNode node = described(
                    keys(workflow), stage, stage.equals("policy_check") ? "Not supported yet." : "In their order.");
            nest(node);
            described(keys(node), "steps", "Without it the usual steps; an empty list means none.")
                    .put("type", "array")
                    .set("items", step());
        }
        return workflow;
    }

    private static ObjectNode step() {
        ObjectNode step = JSON.createObjectNode();
        ArrayNode forms = step.putArray("anyOf");
        List<String> builtIn = List.of("init", "plan", "apply", "show", "import", "state_rm");
        ArrayNode words = forms.addObject().putArray("enum");
        builtIn.forEach(words::add);
        for (String word : builtIn) {
            ObjectNode options = closed();
            texts(keys(options), "extra_args", "Arguments for terraform.");
            form(forms, word, options);
        }
        ObjectNode text = JSON.createObjectNode().put("type", "string");
        form(forms, "run", text);
        form(forms, "run", command(true));
        form(forms, "multienv", text);
        form(forms, "multienv", command(true));
        ObjectNode env = command(false);
        env.putArray("required").add("name");
        described(keys(env), "name", "The variable.").put("type", "string");
        described(keys(env), "value", "Its value, unless a command gives it.").put("type", "string");
        form(forms, "env", env);
        return step;
    }

    private static void form(ArrayNode forms, String word, ObjectNode options) {
        ObjectNode form = closed();
        form.putArray("required").add(word);
        keys(form).set(word, options);
        forms.add(form);
    }

    private static ObjectNode command(boolean output) {
        ObjectNode command = closed();
        ObjectNode keys = keys(command);
        described(keys, "command", "What the shell reads.").put("type", "string");
        described(keys, "shell", "sh by default.").put("type", "string");
        described(keys, "shellArgs", "-c by default.");
        if (output) {
            command.putArray("required").add("command");
            described(keys, "output", "show, hide, strip_refreshing, {filter_regex: …}, or a list of these.");
        }
        return command;
    }

    static void autodiscover(ObjectNode keys) {
        ObjectNode autodiscover =
                described(keys, "autodiscover", "Whether directories that no project names are found by what changed.");
        nest(autodiscover);
        words(keys(autodiscover), "mode", "auto: only when no project is named", "auto", "enabled", "disabled");
        texts(keys(autodiscover), "ignore_paths", "Patterns of directories that are not found this way.");
    }

    static void locks(ObjectNode keys) {
        ObjectNode locks = described(keys, "repo_locks", "When a pull request takes the lock of a project.");
        nest(locks);
        words(
                keys(locks),
                "mode",
                "on_plan: planning waits for it; on_apply: only applying does; disabled: there is none.",
                "disabled",
                "on_plan",
                "on_apply");
    }

    static void silence(ObjectNode keys) {
        ObjectNode list = described(keys, "silence_pr_comments", "Without effect: one comment is edited in place.");
        list.put("type", "array")
                .putObject("items")
                .putArray("enum")
                .add("plan")
                .add("apply");
    }

    static void texts(ObjectNode keys, String name, String words) {
        described(keys, name, words).put("type", "array").putObject("items").put("type", "string");
    }

    static void truth(ObjectNode keys, String name, String words) {
        described(keys, name, words).put("type", "boolean");
    }

    static void words(ObjectNode keys, String name, String words, String... known) {
        ArrayNode list = described(keys, name, words).putArray("enum");
        List.of(known).forEach(list::add);
    }

    static ObjectNode described(ObjectNode keys, String name, String words) {
        return keys.putObject(name).put("description", words);
    }

    static ObjectNode closed() {
        ObjectNode node = JSON.createObjectNode();
        nest(node);
        return node;
    }

    static void nest(ObjectNode node) {
        node.put("type", "object").put("additionalProperties", false);
    }

    static ObjectNode keys(ObjectNode node) {
        return node.withObject("/properties");
    }

    static String written(ObjectNode node) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
