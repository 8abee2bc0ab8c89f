package io.tidelock.run.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanMeaningTest {
    private static final String PLAN = SamplePlan.json().toString();
    private static final PlanMeaning ORIGINAL = SamplePlan.meaning(PLAN);

    private static List<String> differences(String file, String from, String to) {
        Map<String, String> configuration = SamplePlan.configuration();
        String text = configuration.getOrDefault(file, "");
        assertThat(text).contains(from);
        configuration.put(file, text.replace(from, to));
        return ORIGINAL.fingerprint()
                .differences(SamplePlan.meaning(PLAN, SamplePlan.file(configuration, ""))
                        .fingerprint());
    }

    private static PlanFingerprint changed(Consumer<ObjectNode> change) {
        JsonNode plan = SamplePlan.json();
        change.accept((ObjectNode) plan);
        return SamplePlan.meaning(plan.toString()).fingerprint();
    }

    @Test
    void counts_as_terraform_counts() {
        assertThat(ORIGINAL.summary()).isEqualTo(new PlanSummary(4, 1, 2, 1, 1, 1, 0, 3, 0));
    }

    @Test
    void names_what_it_is_of() {
        assertThat(ORIGINAL.fingerprint().unseen()).isEmpty();
        assertThat(ORIGINAL.fingerprint().parts())
                .containsKeys(
                        "command line",
                        "backend",
                        "data.terraform_remote_state.later: expressions",
                        "data.terraform_remote_state.later: read",
                        "module m",
                        "module.m.terraform_data.inner: create",
                        "module.m.terraform_data.inner: expressions",
                        "output later",
                        "output later: expression",
                        "output secret",
                        "provider terraform.io/builtin/terraform",
                        "terraform version",
                        "terraform_data.created: expressions",
                        "terraform_data.created[\"one\"]: create",
                        "terraform_data.created[\"one\"]: values",
                        "terraform_data.destroyed: delete",
                        "terraform_data.imported: import",
                        "terraform_data.new: move",
                        "terraform_data.replaced: provisioners",
                        "terraform_data.replaced: replace",
                        "terraform_data.updated: update",
                        "variable region",
                        "workspace")
                .doesNotContainKeys("output same", "terraform_data.kept: no-op", "terraform_data.kept: values");
    }

    @Test
    void shows_no_value_and_no_hash_that_can_be_tried_without_the_key() {
        assertThat(ORIGINAL.fingerprint().toString())
                .doesNotContain(SamplePlan.SECRET, "hello from", "eu-west-1", "kept\"");
        PlanFingerprint other = SamplePlan.meaning(
                        PLAN, SamplePlan.file(SamplePlan.configuration(), ""), new KeyedHash(new Secret("another")))
                .fingerprint();
        ORIGINAL.fingerprint()
                .parts()
                .forEach((name, hash) -> assertThat(other.parts().get(name)).isNotEqualTo(hash));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            m-/main.tf   | echo ${local            | printf ${local         | terraform_data.replaced: provisioners differ
            m-/main.tf   | hello from              | good bye from          | terraform_data.replaced: provisioners differ
            m-/main.tf   | ${each.key}-            | ${each.key}+           | terraform_data.created: expressions differ
            m-/main.tf   | "v-$                    | "w-$                   | module.m.terraform_data.inner: expressions differ
            m-m/main.tf  | inner ${var             | outer ${var            | module.m.terraform_data.inner: expressions differ
            m-m/main.tf  | terraform_data.inner.o  | upper(terraform_data.inner.o | output later: expression differs
            m-/main.tf   | /nowhere/               | /somewhere/            | data.terraform_remote_state.later: expressions differ
            """)
    void what_the_json_does_not_tell_is_read_from_the_configuration(String file, String from, String to, String said) {
        assertThat(differences(file, from, to)).contains(said);
    }

    @Test
    void layout_and_comments_and_what_nobody_asks_for_are_no_meaning() {
        assertThat(differences("m-/main.tf", "  command = ", "\n  # says hello\n  command   =  /* so */ "))
                .isEmpty();
        assertThat(differences("m-/main.tf", "nobody asks for it", "still nobody"))
                .isEmpty();
        assertThat(differences("m-/main.tf", "input = \"kept\"", "input = join(\"\", [\"kept\"])"))
                .isEmpty();
        assertThat(differences("m-/main.tf", "resource \"terraform_data\" \"new\" {}", """
                resource "terraform_data" "new" {
                  depends_on = [terraform_data.kept]
                }

                output "no_change" {
                  value = "so it is not in the plan"
                }
                """))
                .isEmpty();
    }

    @Test
    void what_each_stands_for_is_meaning_where_a_provisioner_uses_it() {
        String before = "triggers_replace = 2\n  for_each = { a = \"one\" }";
        Map<String, String> one = SamplePlan.configuration();
        one.computeIfPresent("m-/main.tf", (_, text) -> text.replace("triggers_replace = 2", before));
        Map<String, String> two = SamplePlan.configuration();
        two.computeIfPresent(
                "m-/main.tf", (_, text) -> text.replace("triggers_replace = 2", before.replace("one", "two")));

        assertThat(SamplePlan.meaning(PLAN, SamplePlan.file(one, ""))
                        .fingerprint()
                        .differences(SamplePlan.meaning(PLAN, SamplePlan.file(two, ""))
                                .fingerprint()))
                .containsExactly("terraform_data.replaced: provisioners differ");
    }

    @Test
    void ephemeral_values_are_seen_where_the_text_is_not_understood() {
        assertThat(differences("m-/x.tf.json", "", "{\"ephemeral\": {\"random_password\": {}}}"))
                .contains("cannot be compared: ephemeral values in the configuration");
    }

    @Test
    void a_configuration_that_is_not_understood_counts_as_a_whole() {
        assertThat(differences("m-m/main.tf", "variable \"value\" {}", "variable \"value\" {}\n~ what is this"))
                .contains("module.m.terraform_data.inner: expressions differ");
        assertThat(differences("m-/x.tf.json", "", "{\"locals\": {\"x\": 1}}"))
                .contains("terraform_data.created: expressions differ");
        assertThat(differences("m-/x_override.tf", "", "locals {\n  x = 1\n}\n"))
                .contains("terraform_data.created: expressions differ");
    }

    @Test
    void another_version_of_a_provider_is_another_plan() {
        String lock =
                "provider \"terraform.io/builtin/terraform\" {\n  version = \"1.0.0\"\n  hashes = [\"h1:x\"]\n}\n";
        byte[] one = SamplePlan.file(SamplePlan.configuration(), lock);
        byte[] more = SamplePlan.file(SamplePlan.configuration(), lock.replace("h1:x", "h1:y"));
        byte[] two = SamplePlan.file(SamplePlan.configuration(), lock.replace("1.0.0", "1.0.1"));
        PlanFingerprint first = SamplePlan.meaning(PLAN, one).fingerprint();

        assertThat(first.differences(SamplePlan.meaning(PLAN, more).fingerprint()))
                .isEmpty();
        assertThat(first.differences(SamplePlan.meaning(PLAN, two).fingerprint()))
                .containsExactly("provider terraform.io/builtin/terraform differs");
    }

    @Test
    void what_is_ephemeral_is_never_equal() {
        assertThat(differences("m-/main.tf", "default = \"eu-west-1\"", "default = \"eu-west-1\"\n  ephemeral = true"))
                .contains("cannot be compared: the ephemeral variable region");
        assertThat(differences(
                        "m-/main.tf",
                        "echo ${local.greeting}",
                        "echo ${ephemeral.random_password.p.result}\"\n"
                                + "  }\n}\n\nephemeral \"random_password\" \"p\" {\n  x = {\n   y = \""))
                .contains("cannot be compared: the ephemeral resource ephemeral.random_password.p");
    }

    @Test
    void what_is_write_only_is_never_equal() {
        assertThat(differences("m-/main.tf", "triggers_replace = 2", "triggers_replace = 2\n  password_wo = \"x\""))
                .contains("cannot be compared: the write-only argument password_wo of terraform_data.replaced");
        PlanFingerprint constant = changed(plan -> {
            FingerprintPropertiesTest.find(plan, "terraform_data.replaced")
                    .withObject("/change/after")
                    .putNull("triggers_replace");
        });
        assertThat(constant.unseen())
                .containsExactly("the write-only argument triggers_replace of terraform_data.replaced");
    }

    @Test
    void an_unknown_form_and_what_is_put_off_are_never_equal() {
        assertThat(changed(plan -> plan.put("format_version", "2.0")).unseen())
                .containsExactly("version 2.0 of terraform's plan format");
        assertThat(changed(plan -> plan.put("format_version", "1.99")).unseen()).isEmpty();
        assertThat(changed(plan -> plan.withArray("deferred_changes")
                                .addObject()
                                .put("reason", "x")
                                .putObject("resource_change")
                                .put("address", "a.b"))
                        .unseen())
                .containsExactly("what is put off until a later plan: a.b");
        assertThat(changed(plan -> plan.put("errored", true)).unseen()).hasSize(1);
        assertThat(changed(plan ->
                                plan.withArray("action_invocations").addObject().put("address", "action.x.y"))
                        .unseen())
                .containsExactly("the action action.x.y, which runs during the apply");
    }

    @Test
    void what_is_new_in_the_json_counts() {
        PlanFingerprint original = ORIGINAL.fingerprint();

        assertThat(original.differences(
                        changed(plan -> plan.withArray("something_new").add("x"))))
                .containsExactly("plan's something_new: only in the new plan");
        assertThat(original.differences(changed(plan -> FingerprintPropertiesTest.find(plan, "terraform_data.updated")
                        .withObject("/change")
                        .put("identity", "x"))))
                .containsExactly("terraform_data.updated: identity, only in the new plan");
        assertThat(changed(plan -> plan.putArray("something_new"))).isEqualTo(original);
    }

    @Test
    void a_plan_file_without_its_configuration_cannot_be_compared() {
        assertThat(SamplePlan.meaning(PLAN, new byte[] {1, 2, 3}).fingerprint().unseen())
                .containsExactly("the configuration, which the plan file does not hold");
    }

    @Test
    void what_is_not_a_plan_is_refused() {
        for (String text : List.of("", "[]", "{}", "{\"resource_changes\":[]}", "not json", PLAN.substring(0, 5000))) {
            assertThatThrownBy(() -> PlanJson.read(
                            new java.io.ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                            new Facts(SamplePlan.HASH)))
                    .as(text)
                    .isInstanceOf(JsonProcessingException.class);
        }
    }

    @Test
    void numbers_are_compared_by_their_value() {
        assertThat(SamplePlan.meaning(PLAN.replace("2.5", "2.500")).fingerprint())
                .isEqualTo(ORIGINAL.fingerprint());
        assertThat(SamplePlan.meaning(PLAN.replace("2.5", "2.50000000000000000001"))
                        .fingerprint())
                .isNotEqualTo(ORIGINAL.fingerprint());
    }
}
