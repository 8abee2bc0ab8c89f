package io.tidelock.config.operator;

import io.tidelock.config.operator.OperatorSettings.Tools;
import io.tidelock.core.project.Distribution;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which programs run where nobody says otherwise. */
final class ToolMeaning {
    private static final Pattern VERSION =
            Pattern.compile("v?([0-9]{1,9})(?:\\.([0-9]{1,9}))?(?:\\.([0-9]{1,9}))?(-[0-9A-Za-z.-]{1,40})?");

    private final Typed typed;

    ToolMeaning(Typed typed) {
        this.typed = typed;
    }

    Tools tools() {
        return new Tools(
                distribution(),
                version(),
                typed.truth(Setting.TF_DOWNLOAD),
                typed.address(Setting.TF_DOWNLOAD_URL).orElseGet(() -> URI.create(Setting.TF_DOWNLOAD_URL.fallback())),
                typed.truth(Setting.USE_TF_PLUGIN_CACHE));
    }

    private Distribution distribution() {
        return typed.choice(Setting.DEFAULT_TF_DISTRIBUTION, Distribution.values(), "terraform or opentofu")
                .orElse(Distribution.TERRAFORM);
    }

    /** With three numbers, as releases are called. */
    private Optional<String> version() {
        return typed.optional(Setting.DEFAULT_TF_VERSION).flatMap(text -> {
            Matcher form = VERSION.matcher(text);
            if (!form.matches()) {
                typed.wrong(Setting.DEFAULT_TF_VERSION, "a version like 1.9.8");
                return Optional.empty();
            }
            String numbers =
                    String.join(".", Arrays.asList(form.group(1), number(form.group(2)), number(form.group(3))));
            return Optional.of(numbers + Optional.ofNullable(form.group(4)).orElse(""));
        });
    }

    private static String number(@Nullable String group) {
        return group == null ? "0" : group;
    }
}
