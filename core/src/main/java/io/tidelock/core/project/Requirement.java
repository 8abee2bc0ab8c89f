package io.tidelock.core.project;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What must be true of a pull request before something is done with a project of it. */
public enum Requirement {
    /** People have approved it, as its host's rules have it. */
    APPROVED,
    /** Its host would let it be merged, but for our own statuses. */
    MERGEABLE,
    /** Its base branch has brought nothing new to what the project is made from. */
    UNDIVERGED;

    /** The word that stands for it in a file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Requirement::word).toList();
    }

    /** Empty when no requirement is called so. */
    public static Optional<Requirement> of(String word) {
        return Arrays.stream(values())
                .filter(requirement -> requirement.word().equals(word))
                .findFirst();
    }
}
