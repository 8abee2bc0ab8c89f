package io.tidelock.core.command;

import java.util.List;

/** A change of what terraform's state knows, without a plan. */
public sealed interface StateEdit {
    /** What terraform is given, after all options. */
    List<String> arguments();

    /** As people type it. */
    String word();

    /** From now on the state knows an object that is there already. */
    record Import(String address, String id) implements StateEdit {
        @Override
        public List<String> arguments() {
            return List.of(address, id);
        }

        @Override
        public String word() {
            return "import";
        }
    }

    /** The state forgets these, and they stay as they are. */
    record Removal(List<String> addresses) implements StateEdit {
        public Removal {
            addresses = List.copyOf(addresses);
        }

        @Override
        public List<String> arguments() {
            return addresses;
        }

        @Override
        public String word() {
            return "state rm";
        }
    }
}
