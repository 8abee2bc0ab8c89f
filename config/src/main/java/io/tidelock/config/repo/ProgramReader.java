package io.tidelock.config.repo;

import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Section;
import io.tidelock.core.project.Distribution;
import io.tidelock.core.project.Program;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which program, and which version of it, a project wants to be run with. */
final class ProgramReader {
    /** As people write it: with one, two or three numbers, and with or without a "v". */
    private static final Pattern VERSION = Pattern.compile(
            "v?([0-9]{1,6})(?:\\.([0-9]{1,6}))?(?:\\.([0-9]{1,6}))?(-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?");

    private ProgramReader() {}

    static Program read(Section section) {
        Field versionField = section.field("terraform_version");
        Optional<String> version = versionField
                .string()
                .filter(text -> !text.isEmpty())
                .flatMap(text -> {
                    Matcher form = VERSION.matcher(text);
                    if (!form.matches()) {
                        versionField.wrong(versionField.met(), "a version like 1.9.8");
                        return Optional.empty();
                    }
                    return Optional.of(form.group(1) + "." + number(form.group(2)) + "." + number(form.group(3))
                            + Optional.ofNullable(form.group(4)).orElse(""));
                });
        Optional<Distribution> distribution = section.field("terraform_distribution")
                .oneOf("terraform", "opentofu")
                .map(word -> word.equals("opentofu") ? Distribution.OPENTOFU : Distribution.TERRAFORM);
        return new Program(distribution, version);
    }

    private static String number(@org.jspecify.annotations.Nullable String group) {
        return group == null ? "0" : group;
    }
}
