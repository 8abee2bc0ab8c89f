package io.tidelock.benchmarks.line;

import io.tidelock.benchmarks.scene.Flood;
import io.tidelock.benchmarks.scene.Patience;
import io.tidelock.benchmarks.scene.Repository;
import io.tidelock.benchmarks.scene.Scene;
import io.tidelock.sandbox.PullId;
import io.tidelock.sandbox.hook.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The webhook that floods are made of. */
final class Sample {
    private static final int BODY = 20_480;

    private Sample() {}

    /** A real webhook that needs no work, with a body as long as those of a busy repository. */
    static Flood flood(Scene scene) {
        Repository repository = scene.repository(Map.of("README.md", "Begin\n"));
        String name = repository.name();
        scene.sandbox().commitFiles(name, "words", Map.of("README.md", "More\n"), "More", "dev");
        PullId pull = scene.sandbox().openPull(name, "Words", "x", "words", "main", "dev", false);
        int rest = BODY - labeled(scene, repository, pull, "one").payload().length;
        PullId longer = pull;
        if (rest > 0) {
            scene.sandbox().commitFiles(name, "more", Map.of("README.md", "Still more\n"), "More", "dev");
            longer = scene.sandbox().openPull(name, "Words", "x".repeat(rest), "more", "main", "dev", false);
        }
        return new Flood(labeled(scene, repository, longer, "two"), Scene.SECRET);
    }

    private static Delivery labeled(Scene scene, Repository repository, PullId pull, String label) {
        scene.sandbox().label(pull, label, "dev");
        return Patience.until(
                Duration.ofSeconds(30),
                Duration.ofMillis(20),
                "a webhook",
                () -> scene.sandbox().deliveries(repository.hook()).stream()
                        .filter(delivery -> delivery.action().equals("labeled"))
                        .reduce((one, other) -> other)
                        .filter(delivery ->
                                new String(delivery.payload(), StandardCharsets.UTF_8).contains("\"" + label + "\"")));
    }
}
