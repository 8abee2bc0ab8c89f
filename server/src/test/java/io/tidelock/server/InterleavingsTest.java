package io.tidelock.server;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens, and whenever the server dies: once it is quiet, all that is said is true, and nothing waits for ever. */
class InterleavingsTest {
    private static final int STORIES = Integer.getInteger("tidelock.stories", 200);

    @Test
    void everyStoryEndsWell(@TempDir Path folder) {
        // Always the same stories, so that a change is what makes them fail; give another seed to look further.
        long first = Long.getLong("tidelock.seed", 20_261_121L);
        System.out.println("stories from seed " + first);
        for (long seed = first; seed < first + STORIES; seed++) {
            Story story = new Story(seed, folder.resolve(Long.toString(seed)));
            try {
                story.play();
            } catch (AssertionError | RuntimeException broken) {
                fail("-Dtidelock.seed=" + seed + ":\n" + String.join("\n", story.told()), broken);
            }
        }
    }
}
