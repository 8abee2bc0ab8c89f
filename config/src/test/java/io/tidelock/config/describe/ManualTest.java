package io.tidelock.config.describe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.config.compat.Compat;
import io.tidelock.config.operator.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Pages of the manual are what the program says. After a change run with {@code -Dgolden.write=true}. */
final class ManualTest {
    private static final String BEGIN = "<!-- made by ManualTest, do not edit below -->\n";
    private final Manual manual = new Manual(Compat.load());

    @Test
    void everySettingIsInTheManual() throws IOException {
        String page = manual.settings();

        assertThat(page.lines().filter(line -> line.startsWith("| `"))).hasSize(Setting.values().length);
        upToDate("configuration.md", page);
    }

    @Test
    void everyDifferenceFromAtlantisIsInTheManual() throws IOException {
        upToDate("migrate-from-atlantis.md", manual.differences());
    }

    /** What stands above the mark is written by people. */
    private static void upToDate(String name, String made) throws IOException {
        Path page = Path.of("..", "docs", name);
        String text = Files.readString(page);
        assertThat(text).contains(BEGIN);
        String expected = text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + "\n" + made;
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(page, expected);
            text = expected;
        }
        assertThat(text).isEqualTo(expected);
    }
}
