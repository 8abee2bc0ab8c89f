package io.tidelock.run.step;

import io.tidelock.core.command.CommentArguments;
import io.tidelock.core.project.Project;
import io.tidelock.run.process.RunFolder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a step of people's own finds in its environment: what any program of ours has, over it what is known of project and pull
 * request, over it what earlier steps have set. Words of other people (branches, logins, comments) are values here and nothing else.
 */
final class OwnVariables {
    static final String PLAN_FILE = "workflow.tfplan";
    static final String SHOW_FILE = "workflow.json";
    private static final String POLICY_FILE = "workflow.policies.json";
    static final String VERSION = "ATLANTIS_TERRAFORM_VERSION";
    private static final String PATH = "PATH";

    /** A folder with the tool under its name with its number, as steps written for Atlantis call it. */
    static final String NUMBERED = "bin";

    private final Site site;
    private final Project project;
    private final List<String> comment;
    private final Map<String, String> set = new LinkedHashMap<>();

    /** @param comment the commenter's arguments */
    OwnVariables(Site site, Project project, List<String> comment) {
        this.site = site;
        this.project = project;
        this.comment = List.copyOf(comment);
    }

    void set(String name, String value) {
        set.put(name, value);
    }

    boolean anySet() {
        return !set.isEmpty();
    }

    /** For terraform's own steps: what earlier steps have set. */
    Map<String, String> forTerraform() {
        return Map.copyOf(set);
    }

    /** The names of those whose values other people wrote, as they are. */
    Set<String> words() {
        Set<String> names = new TreeSet<>(project.facts().keySet());
        names.removeAll(site.terraform().environment().keySet());
        names.removeAll(set.keySet());
        return names;
    }

    /**
     * For the arguments of terraform's own steps: what terraform finds, and what commands would as well.
     *
     * @param version of terraform
     */
    Map<String, String> forArguments(String version) {
        Map<String, String> all = forScripts(version);
        all.putAll(site.terraform().environment());
        all.putAll(set);
        return all;
    }

    /** @param version of terraform, such as {@code 1.11.4} */
    Map<String, String> forScripts(String version) {
        RunFolder folder = site.terraform().folder();
        Map<String, String> all = new TreeMap<>(site.terraform().environment());
        all.putAll(project.facts());
        String tool = site.terraform().tool().name();
        all.put("ATLANTIS_TERRAFORM_DISTRIBUTION", tool.startsWith("tofu") ? "tofu" : "terraform");
        all.put(VERSION, version);
        all.put("COMMENT_ARGS", CommentArguments.escaped(comment));
        all.put("DIR", site.path().toString());
        all.put("PLANFILE", folder.file(PLAN_FILE).toString());
        all.put("SHOWFILE", folder.file(SHOW_FILE).toString());
        all.put("POLICYCHECKFILE", folder.file(POLICY_FILE).toString());
        all.put("PROJECT_NAME", project.key().name());
        all.put("REPO_REL_DIR", site.dir());
        all.put("WORKSPACE", site.workspace());
        String path = all.getOrDefault(PATH, "");
        String own =
                String.valueOf(site.terraform().tool().path().toAbsolutePath().getParent());
        String numbered = folder.file(NUMBERED).toString();
        all.put(PATH, path.isEmpty() ? numbered + ":" + own : path + ":" + numbered + ":" + own);
        all.putAll(set);
        return all;
    }

    /** Names whose values nobody should read. */
    static final Pattern SECRET = Pattern.compile("TOKEN|SECRET|PASSWORD|KEY|CREDENTIAL");
}
