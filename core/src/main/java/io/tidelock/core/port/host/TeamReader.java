package io.tidelock.core.port.host;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.RepoRef;
import java.util.List;
import java.util.Set;

/** Asks a host which teams somebody is in. Throws {@code Unavailable} or {@code Refused}. */
public interface TeamReader {
    /**
     * Teams of the repository's owner that the actor is in, those above them included; what is above a team has its members.
     *
     * @param wanted names that the caller knows: a host that cannot list somebody's teams is asked for each of these
     */
    List<Team> teams(RepoRef repo, Actor actor, Set<String> wanted);

    /**
     * @param slug how addresses name it; the path of a group
     * @param name how people call it
     */
    record Team(String slug, String name) {}
}
