package io.tidelock.server.decide;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The commands that people may type, and what each takes. */
enum Verb {
    PLAN(
            Set.of(Flag.DIR, Flag.WORKSPACE, Flag.PROJECT, Flag.VERBOSE, Flag.HELP),
            "[-d DIR] [-w WORKSPACE] [-p PROJECT] [--verbose] [-- TERRAFORM-ARGUMENTS]",
            "plan every project that is touched, or the one that is named"),
    APPLY(
            Set.of(
                    Flag.DIR,
                    Flag.WORKSPACE,
                    Flag.PROJECT,
                    Flag.VERBOSE,
                    Flag.AUTO_MERGE_DISABLED,
                    Flag.AUTO_MERGE_METHOD,
                    Flag.HELP),
            "[-d DIR] [-w WORKSPACE] [-p PROJECT] [--verbose] [--auto-merge-disabled | --auto-merge-method METHOD]",
            "apply every plan that waits, or the one that is named"),
    UNLOCK(Set.of(Flag.HELP), "", "drop all plans and locks"),
    IMPORT(
            Set.of(Flag.DIR, Flag.WORKSPACE, Flag.PROJECT, Flag.VERBOSE, Flag.HELP),
            "[-d DIR] [-w WORKSPACE] [-p PROJECT] ADDRESS ID [-- TERRAFORM-ARGUMENTS]",
            "have terraform's state of one project know an object that is there already"),
    STATE(
            Set.of(Flag.DIR, Flag.WORKSPACE, Flag.PROJECT, Flag.VERBOSE, Flag.HELP),
            "rm [-d DIR] [-w WORKSPACE] [-p PROJECT] ADDRESS...",
            "have terraform's state forget objects, which stay as they are"),
    VERSION(
            Set.of(Flag.DIR, Flag.WORKSPACE, Flag.PROJECT, Flag.VERBOSE, Flag.HELP),
            "[-d DIR] [-w WORKSPACE] [-p PROJECT]",
            "say which terraform runs here, or for the project that is named"),
    HELP(Set.of(Flag.HELP), "", "show this help");

    /** Commands of Atlantis that are not here yet. */
    static final List<String> PLANNED = List.of("approve_policies", "cancel");

    private final Set<Flag> flags;
    private final String form;
    private final String purpose;

    Verb(Set<Flag> flags, String form, String purpose) {
        this.flags = flags;
        this.form = form;
        this.purpose = purpose;
    }

    Set<Flag> flags() {
        return flags;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The command with all it may take. */
    String form() {
        return form.isEmpty() ? word() : word() + " " + form;
    }

    String purpose() {
        return purpose;
    }

    static Optional<Verb> of(String word) {
        return Arrays.stream(values())
                .filter(verb -> verb.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Verb::word).toList();
    }
}
