package io.tidelock.vcs.github;

import io.tidelock.core.port.host.Standing;
import io.tidelock.core.port.host.Standing.Mergeability;
import io.tidelock.core.port.host.StandingReader.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What GitHub shows of a pull request's reviews and of what its base branch demands, by whichever API, and what follows from it.
 *
 * @param state GitHub's own word: clean, blocked, dirty and so on; empty when it did not say
 * @param decision of the reviews as the rules of the base branch have it; empty when these ask for none, or were not told
 * @param opinions the last of each reviewer who may write
 * @param required names of checks that the rules demand
 * @param others what else is in the way, a clause for each
 * @param opaque true when the rules demand something else, of which nothing is seen
 */
record Seen(
        String base,
        String state,
        Optional<String> decision,
        List<Opinion> opinions,
        Set<String> required,
        List<Check> checks,
        List<String> others,
        boolean opaque) {
    private static final Set<String> PASSED = Set.of("success", "neutral", "skipped");
    private static final Set<String> PENDING = Set.of("", "pending", "expected", "queued", "in_progress", "waiting");

    Seen {
        opinions = List.copyOf(opinions);
        required = Set.copyOf(required);
        checks = List.copyOf(checks);
        others = List.copyOf(others);
    }

    /** @param state in lower case: approved, changes_requested, dismissed */
    record Opinion(String author, String state, Optional<Instant> at) {
        boolean is(String word) {
            return state.equals(word);
        }
    }

    /**
     * @param result in lower case; empty while there is none
     * @param run the workflow's run that it belongs to, where it does
     */
    record Check(String name, String result, boolean required, Optional<Run> run) {
        Check(String name, String result, boolean required) {
            this(name, result, required, Optional.empty());
        }

        /** Another run of the same workflow has said something newer under this name. */
        boolean outdated(List<Check> all) {
            return run.filter(mine -> all.stream()
                            .filter(other -> other.name.equals(name))
                            .flatMap(other -> other.run.stream())
                            .anyMatch(mine::before))
                    .isPresent();
        }

        boolean passed() {
            return PASSED.contains(result);
        }
    }

    /** @param workflow path of its file */
    record Run(String workflow, long number) {
        boolean before(Run other) {
            return workflow.equals(other.workflow) && number < other.number;
        }
    }

    Standing standing(Question question) {
        return new Standing(
                question.approval() ? unapproved(question.asOf()) : List.of(),
                question.mergeability() ? mergeability(question) : Standing.FREE);
    }

    private List<String> unapproved(Optional<Instant> asOf) {
        List<Opinion> counted = opinions.stream()
                .filter(opinion -> asOf.isEmpty()
                        || opinion.at().filter(at -> !at.isAfter(asOf.get())).isPresent())
                .toList();
        List<String> against = counted.stream()
                .filter(opinion -> opinion.is("changes_requested"))
                .map(opinion -> opinion.author() + " asked for changes")
                .toList();
        if (!against.isEmpty()) {
            return against;
        }
        long approvals =
                counted.stream().filter(opinion -> opinion.is("approved")).count();
        String word = decision.orElse("").toLowerCase(Locale.ROOT);
        if (word.equals("changes_requested")) {
            return List.of("a reviewer asked for changes");
        }
        if (word.equals("review_required")) {
            return List.of("the rules of " + base + " ask for more approvals than the " + approvals + " it has");
        }
        if (word.equals("approved") && asOf.isEmpty()) {
            return List.of();
        }
        return approvals > 0
                ? List.of()
                : List.of(
                        asOf.isPresent()
                                ? "nobody who may write had approved it when it was merged"
                                : "nobody who may write has approved it");
    }

    private Mergeability mergeability(Question question) {
        return switch (state.toLowerCase(Locale.ROOT)) {
            case "clean", "unstable", "has_hooks" -> Standing.FREE;
            case "", "unknown" -> new Mergeability.Unsettled();
            case "dirty" -> blocked("it conflicts with " + base);
            case "draft" -> blocked("it is a draft");
            case "behind" -> blocked("its branch is behind " + base + ", whose rules want it up to date");
            case "blocked" -> blockedBut(question);
            default -> blocked("its host says '" + state + "'");
        };
    }

    private static Mergeability blocked(String why) {
        return new Mergeability.Blocked(List.of(why));
    }

    /** What blocks it, apart from ourselves. Where nothing is seen that would explain it, it is blocked all the same. */
    private Mergeability blockedBut(Question question) {
        List<String> why = new ArrayList<>();
        boolean reviewed = decision.isEmpty() || decision.get().equalsIgnoreCase("approved");
        if (!reviewed) {
            why.addAll(unapproved(Optional.empty()));
        }
        TreeMap<String, Boolean> ours = new TreeMap<>();
        TreeMap<String, Optional<Check>> demanded = new TreeMap<>();
        required.forEach(name -> demanded.put(name, Optional.empty()));
        checks.stream()
                .filter(check -> check.required() || required.contains(check.name()))
                .filter(check -> !check.outdated(checks))
                .forEach(check -> demanded.merge(
                        check.name(),
                        Optional.of(check),
                        (one, other) -> one.isPresent() && !one.get().passed() ? one : other));
        demanded.forEach((name, check) -> {
            boolean passed = check.filter(Check::passed).isPresent();
            if (question.ours().test(name)) {
                ours.put(name, passed);
            } else if (!passed) {
                why.add("the required check `" + name + "` " + verdict(check));
            }
        });
        why.addAll(others);
        if (why.isEmpty() && (opaque || !ours.containsValue(false))) {
            why.add("the rules of " + base + " block it, by something that is neither a review nor a check");
        }
        return why.isEmpty() ? Standing.FREE : new Mergeability.Blocked(why);
    }

    private static String verdict(Optional<Check> check) {
        if (check.isEmpty()) {
            return "is not there yet";
        }
        return PENDING.contains(check.get().result()) ? "has not ended" : "did not succeed";
    }
}
