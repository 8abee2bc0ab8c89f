package io.tidelock.config.describe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.core.outcome.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SchemaTest {
    /** After a change run with {@code -Dgolden.write=true}. */
    @Test
    void isPublishedAsItIs() throws IOException {
        published("atlantis.schema.json", Schema.ofRepositories());
        published("repos.schema.json", ServerSchemas.ofRules());
        published("settings.schema.json", ServerSchemas.ofSettings());
    }

    private static void published(String name, String schema) throws IOException {
        Path published = Path.of("..", "docs", name);
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(published, schema);
        }
        assertThat(Files.readString(published)).isEqualTo(schema);
    }

    @ParameterizedTest(name = "the keys of {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x: 1 | the file | /properties",
                "repos: [{id: /.*/, x: 1}] | an entry of 'repos' | /properties/repos/items/properties",
                "repos: [{id: /.*/, autodiscover: {x: 1}}] | 'autodiscover' | /properties/repos/items/properties/autodiscover/properties",
                "workflows: {w: {x: 1}} | 'w' | /properties/workflows/additionalProperties/properties"
            })
    void hasTheKeysThatAreReadOfTheServersFile(String yaml, String where, String pointer)
            throws JsonProcessingException {
        described(ServerSchemas.ofRules(), FileCheck.Kind.SERVER, yaml, where, pointer);
    }

    @Test
    void hasASettingForEachThatIsThere() throws JsonProcessingException {
        JsonNode keys = new ObjectMapper().readTree(ServerSchemas.ofSettings()).path("properties");

        assertThat(keys.path("port").path("type").asText()).isEqualTo("integer");
        assertThat(keys.path("allow-fork-prs").path("type").asText()).isEqualTo("boolean");
        assertThat(keys.has("atlantis-url")).as("an old name").isTrue();
        assertThat(keys.has("enable-policy-checks")).as("what is not there").isFalse();
    }

    @ParameterizedTest(name = "the keys of {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x: 1 | the file | /properties",
                "projects: [{dir: a, x: 1}] | an entry of 'projects' | /properties/projects/items/properties",
                "projects: [{dir: a, autoplan: {x: 1}}] | 'autoplan' | /properties/projects/items/properties/autoplan/properties",
                "autodiscover: {x: 1} | 'autodiscover' | /properties/autodiscover/properties",
                "workflows: {w: {x: 1}} | 'w' | /properties/workflows/additionalProperties/properties",
                "workflows: {w: {plan: {x: 1}}} | 'plan' | /properties/workflows/additionalProperties/properties/plan/properties",
                "repo_locks: {x: 1} | 'repo_locks' | /properties/repo_locks/properties"
            })
    void hasTheKeysThatAreRead(String yaml, String where, String pointer) throws JsonProcessingException {
        described(Schema.ofRepositories(), FileCheck.Kind.REPO, "version: 3\n" + yaml, where, pointer);
    }

    private static void described(String text, FileCheck.Kind kind, String yaml, String where, String pointer)
            throws JsonProcessingException {
        JsonNode schema = new ObjectMapper().readTree(text);
        List<String> known =
                FileCheck.check(yaml.getBytes(StandardCharsets.UTF_8), "f", Optional.of(kind)).problems().stream()
                        .filter(problem -> problem.met().equals("the unknown key 'x' in " + where))
                        .map(Problem::expected)
                        .flatMap(words -> Arrays.stream(
                                words.substring("one of ".length()).split(", ")))
                        .sorted()
                        .toList();

        TreeSet<String> described = new TreeSet<>();
        schema.at(pointer).fieldNames().forEachRemaining(described::add);
        assertThat(described).containsExactlyElementsOf(known).isNotEmpty();
    }
}
