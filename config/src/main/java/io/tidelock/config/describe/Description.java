package io.tidelock.config.describe;

import io.tidelock.config.compat.Compat;
import io.tidelock.config.compat.CompatRow;
import io.tidelock.config.operator.OperatorSettings;
import io.tidelock.config.operator.OperatorSettings.Effective;
import io.tidelock.config.operator.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Settings in a table, one line each. */
public final class Description {
    private Description() {}

    /** Every setting with its value and its origin. */
    public static String of(OperatorSettings settings) {
        int names = widest(Arrays.stream(Setting.values()).map(Setting::key).toList());
        int values = Math.min(
                60, widest(settings.effective().stream().map(Description::value).toList()));
        return settings.effective().stream()
                .map(effective -> pad(effective.setting().key(), names) + "  " + pad(value(effective), values) + "  "
                        + effective.origin() + "\n")
                .collect(Collectors.joining());
    }

    /** What there is to set, with what holds when it is not, for the help of the command line. */
    public static String ofFlags() {
        Compat compat = Compat.load();
        List<Setting> there = Arrays.stream(Setting.values())
                .filter(setting ->
                        compat.flag(setting.key()).map(CompatRow::honoured).orElse(true))
                .toList();
        int names = widest(there.stream().map(Setting::key).toList());
        return there.stream()
                .map(setting ->
                        "  --" + pad(setting.key(), names) + "  " + setting.purpose() + fallback(setting) + "\n")
                .collect(Collectors.joining());
    }

    private static String fallback(Setting setting) {
        return setting.fallback().isEmpty() ? "" : " [" + setting.fallback() + "]";
    }

    private static String value(Effective effective) {
        return effective.value().isEmpty() ? "-" : effective.value();
    }

    private static int widest(Iterable<String> texts) {
        int widest = 0;
        for (String text : texts) {
            widest = Math.max(widest, text.length());
        }
        return widest;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
