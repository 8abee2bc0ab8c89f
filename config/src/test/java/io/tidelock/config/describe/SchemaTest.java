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
    /** After a change run with {@code -Dschema.write=true}. */
    @Test
    void isPublishedAsItIs() throws IOException {
        Path published = Path.of("..", "docs", "atlantis.schema.json");
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(published, Schema.ofRepositories());
        }
        assertThat(Files.readString(published)).isEqualTo(Schema.ofRepositories());
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
        JsonNode schema = new ObjectMapper().readTree(Schema.ofRepositories());
        List<String> known = FileCheck.check(
                        ("version: 3\n" + yaml).getBytes(StandardCharsets.UTF_8), "f", Optional.of(FileCheck.Kind.REPO))
                .problems()
                .stream()
                .filter(problem -> problem.met().equals("the unknown key 'x' in " + where))
                .map(Problem::expected)
                .flatMap(words ->
                        Arrays.stream(words.substring("one of ".length()).split(", ")))
                .sorted()
                .toList();

        TreeSet<String> described = new TreeSet<>();
        schema.at(pointer).fieldNames().forEachRemaining(described::add);
        assertThat(described).containsExactlyElementsOf(known).isNotEmpty();
    }
}
