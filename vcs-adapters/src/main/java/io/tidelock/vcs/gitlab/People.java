package io.tidelock.vcs.gitlab;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.OptionalLong;

/** The ids of people by their user names, the least recently used forgotten first. A name can change hands: who asks must look whose it is. */
final class People {
    private static final int MOST = 2_000;

    private final LinkedHashMap<String, Long> ids = new LinkedHashMap<>(16, 0.75f, true);

    synchronized OptionalLong id(String login) {
        Long id = ids.get(key(login));
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    synchronized void remember(String login, long id) {
        ids.put(key(login), id);
        if (ids.size() > MOST) {
            ids.pollFirstEntry();
        }
    }

    synchronized void forget(String login) {
        ids.remove(key(login));
    }

    private static String key(String login) {
        return login.toLowerCase(Locale.ROOT);
    }
}
