package io.tidelock.server.execute;

import java.util.List;
import java.util.function.Predicate;

/**
 * The statuses that we set, and those of servers like us: to wait for them before we act would be to wait for ourselves.
 *
 * @param names first parts of their names, our own included
 */
public record OwnStatuses(List<String> names) implements Predicate<String> {
    public OwnStatuses {
        names = List.copyOf(names);
    }

    @Override
    public boolean test(String status) {
        return names.stream().anyMatch(name -> status.equals(name) || status.startsWith(name + "/"));
    }
}
