package io.tidelock.vcs.gitlab;

import io.tidelock.vcs.json.Tree;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.OptionalLong;

/** The ids of people by their user names, the least recently used forgotten first. A name can change hands: who asks must look whose it is. */
final class People {
    private static final int MOST = 2_000;

    private final LinkedHashMap<String, Long> ids = new LinkedHashMap<>(16, 0.75f, true);

    /** Asked of the host where it is not known. */
    OptionalLong find(GitLabApi api, String login) {
        OptionalLong known = id(login);
        if (known.isPresent()) {
            return known;
        }
        OptionalLong found = look(api, login);
        found.ifPresent(id -> remember(login, id));
        return found;
    }

    static OptionalLong look(GitLabApi api, String login) {
        for (Tree user : api.get("/users?username=" + GitLabApi.segment(login)).elements()) {
            if (user.at("username").text().equalsIgnoreCase(login)) {
                return OptionalLong.of(user.at("id").id());
            }
        }
        return OptionalLong.empty();
    }

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
