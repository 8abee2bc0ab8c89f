package io.tidelock.server.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every folder below {@code journeys/} is played against a whole server, on each host, and what people see is compared letter by letter.
 * After a wanted change of words run with {@code -Djourneys.write=true} and read the difference before committing it;
 * {@code -Djourneys.only=WORD} plays those whose name has the word.
 */
class JourneyTest {
    @TestFactory
    Stream<DynamicTest> journeys(@TempDir Path temp) throws IOException, URISyntaxException {
        Path root = Path.of(Objects.requireNonNull(JourneyTest.class.getResource("/journeys"))
                .toURI());
        List<Path> folders;
        try (Stream<Path> children = Files.list(root)) {
            folders = children.filter(Files::isDirectory)
                    .filter(folder -> folder.getFileName().toString().contains(System.getProperty("journeys.only", "")))
                    .sorted()
                    .toList();
        }
        return folders.stream()
                .flatMap(folder -> Arrays.stream(Manners.values())
                        .map(manners -> DynamicTest.dynamicTest(
                                folder.getFileName().toString().replace('-', ' ') + ", on " + manners,
                                () -> play(folder, manners, temp))));
    }

    private static void play(Path folder, Manners manners, Path temp) throws Exception {
        Path place = Files.createDirectories(
                temp.resolve(manners.name()).resolve(folder.getFileName().toString()));
        try (World world = new World(place, manners, Scenario.flags(folder))) {
            String seen = new Scenario(folder, world).play();
            if (Boolean.getBoolean("journeys.write")) {
                Path source = Path.of("src/test/resources/journeys").resolve(folder.getFileName());
                Files.writeString(source.resolve(manners.transcript()), seen);
            } else {
                assertThat(seen).isEqualTo(Files.readString(folder.resolve(manners.transcript())));
            }
        }
    }
}
