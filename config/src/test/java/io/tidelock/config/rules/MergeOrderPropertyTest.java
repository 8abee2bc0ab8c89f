package io.tidelock.config.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.repo.Terms;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.project.Hook;
import io.tidelock.core.project.Search;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Entries for a repository come together in their order; those for others have no say. */
final class MergeOrderPropertyTest {
    private static final RepoRef INFRA = new RepoRef("github.com", "acme/infra");
    private static final String WORKFLOWS = "workflows: {one: {plan: {steps: [plan]}}, two: {plan: {steps: [init]}}}\n";

    @Provide
    Arbitrary<List<String>> keys() {
        return Arbitraries.of(
                        "workflow: one",
                        "workflow: two",
                        "allowed_overrides: [workflow]",
                        "allowed_overrides: []",
                        "allow_custom_workflows: true",
                        "allow_custom_workflows: false",
                        "allowed_workflows: [one]",
                        "autodiscover: {mode: disabled}",
                        "autodiscover: {mode: enabled, ignore_paths: [a]}",
                        "repo_config_file: other.yaml",
                        "pre_workflow_hooks: [{run: one}]",
                        "post_workflow_hooks: [{run: two}]",
                        "branch: /^main$/")
                .list()
                .ofMaxSize(4)
                .map(lines -> lines.stream()
                        .collect(Collectors.toMap(
                                line -> line.substring(0, line.indexOf(':')), line -> line, (first, last) -> last))
                        .values()
                        .stream()
                        .sorted()
                        .toList());
    }

    private Arbitrary<String> entry(String... ids) {
        return Combinators.combine(Arbitraries.of(ids), keys())
                .as((id, lines) -> "- id: " + id + "\n"
                        + lines.stream().map(line -> "  " + line + "\n").collect(Collectors.joining()));
    }

    @Provide
    Arbitrary<List<String>> ours() {
        return entry("/.*/", "/acme/", "github.com/acme/infra").list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<String>> theirs() {
        return entry("github.com/acme/infra-prod", "/^infra/", "/other$/")
                .list()
                .ofMaxSize(3);
    }

    @Property(tries = 200)
    void entriesForOthersHaveNoSayWhereverTheyStand(
            @ForAll("ours") List<String> ours, @ForAll("theirs") List<String> theirs, @ForAll int seed) {
        List<String> mixed = new ArrayList<>(ours);
        for (String other : theirs) {
            mixed.add(Math.floorMod(seed, mixed.size() + 1), other);
        }

        assertThat(terms(mixed)).isEqualTo(terms(ours));
        assertThat(rules(mixed).hooks(INFRA, "main")).isEqualTo(rules(ours).hooks(INFRA, "main"));
        assertThat(rules(mixed).unserved(INFRA, "dev")).isEqualTo(rules(ours).unserved(INFRA, "dev"));
    }

    @Property(tries = 200)
    void whatTheLastOneSaysHolds(@ForAll("ours") List<String> ours) {
        List<String> more = new ArrayList<>(ours);
        more.add("- {id: /infra$/, workflow: two, allow_custom_workflows: true, allowed_overrides: [workflow]}\n");
        Terms terms = terms(more);

        assertThat(terms.workflow()).isEqualTo("two");
        assertThat(terms.customWorkflows()).isTrue();
        assertThat(terms.allowedOverrides()).containsExactly("workflow");
        assertThat(terms.allowedWorkflows()).isEqualTo(terms(ours).allowedWorkflows());
        assertThat(terms.file()).as("only the last entry says it").isEmpty();
        assertThat(rules(more).unserved(INFRA, "dev")).isEmpty();
    }

    @Property(tries = 200)
    void sayingTheSameTwiceChangesNothing(@ForAll("ours") List<String> ours) {
        List<String> twice = new ArrayList<>(ours);
        ours.stream().reduce((first, last) -> last).ifPresent(twice::add);

        assertThat(terms(twice)).isEqualTo(terms(ours));
    }

    @Property(tries = 200)
    void hooksAreNeverLost(@ForAll("ours") List<String> ours) {
        long written = ours.stream()
                .filter(text -> text.contains("pre_workflow_hooks"))
                .count();

        assertThat(rules(ours).hooks(INFRA, "main").stream().filter(hook -> hook.when() == Hook.When.PRE))
                .hasSize((int) written);
    }

    private static Terms terms(List<String> entries) {
        return rules(entries).terms(INFRA, Search.USUAL);
    }

    private static RepoRules rules(List<String> entries) {
        String text = WORKFLOWS + (entries.isEmpty() ? "" : "repos:\n" + String.join("", entries));
        RuleFile.Read read = RuleFile.read(text.getBytes(StandardCharsets.UTF_8), "repos.yaml");
        assertThat(read).as(text).isInstanceOf(RuleFile.Meant.class);
        return ((RuleFile.Meant) read).rules();
    }
}
