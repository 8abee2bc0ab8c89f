package io.tidelock.server.decide;

import io.tidelock.core.command.StateEdit;
import java.util.List;
import java.util.Optional;

/** Reads what follows {@code import} and {@code state}: addresses, and what they are to stand for. */
final class StateWords {
    private static final int MOST = 100;

    private StateWords() {}

    /** Whether the command has words that belong to no flag. */
    static boolean takes(Verb verb) {
        return verb == Verb.IMPORT || verb == Verb.STATE;
    }

    /** Empty for other commands, and when something is wrong with it. */
    static Optional<StateEdit> read(Verb verb, List<String> words, List<String> mistakes) {
        return switch (verb) {
            case IMPORT -> imports(words, mistakes);
            case STATE -> removal(words, mistakes);
            case PLAN, APPLY, UNLOCK, VERSION, HELP -> Optional.empty();
        };
    }

    private static Optional<StateEdit> imports(List<String> words, List<String> mistakes) {
        if (words.size() != 2) {
            mistakes.add("`import` takes an address and an id, and got "
                    + (words.isEmpty() ? "neither" : InlineCode.list(words))
                    + ". One with spaces or quotes goes into single quotes: `'aws_x.y[\"k\"]'`.");
            return Optional.empty();
        }
        check(words.get(0), mistakes);
        String id = words.get(1);
        if (id.isBlank() || id.codePoints().anyMatch(Character::isISOControl)) {
            mistakes.add("The id " + InlineCode.of(id) + " is not one that a provider could know.");
        }
        return Optional.of(new StateEdit.Import(words.get(0), id));
    }

    private static Optional<StateEdit> removal(List<String> words, List<String> mistakes) {
        if (words.isEmpty() || !words.getFirst().equals("rm")) {
            mistakes.add("`state` has one command, `rm`"
                    + (words.isEmpty() ? "." : ", and not " + InlineCode.of(words.getFirst()) + "."));
            return Optional.empty();
        }
        List<String> addresses = words.subList(1, words.size());
        if (addresses.isEmpty() || addresses.size() > MOST) {
            mistakes.add("`state rm` takes 1 to " + MOST + " addresses, and got " + addresses.size() + ".");
            return Optional.empty();
        }
        addresses.forEach(address -> check(address, mistakes));
        return Optional.of(new StateEdit.Removal(addresses));
    }

    private static void check(String address, List<String> mistakes) {
        if (!ExtraArguments.isAddress(address)) {
            mistakes.add(InlineCode.of(address) + " is no address; expected one like `module.net.aws_vpc.main`.");
        }
    }
}
