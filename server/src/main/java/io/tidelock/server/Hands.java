package io.tidelock.server;

import io.tidelock.server.execute.Aftermath;
import io.tidelock.server.execute.Applier;
import io.tidelock.server.execute.HookCourse;
import io.tidelock.server.execute.Lander;
import io.tidelock.server.execute.Locksmith;
import io.tidelock.server.execute.Merger;
import io.tidelock.server.execute.Neighbours;
import io.tidelock.server.execute.Onlooker;
import io.tidelock.server.execute.Planner;
import io.tidelock.server.execute.Registrar;

/** Those who do the work, one for each kind. */
record Hands(
        Planner planner,
        Applier applier,
        Lander lander,
        Merger merger,
        Locksmith locksmith,
        Onlooker onlooker,
        Aftermath aftermath,
        Registrar registrar,
        HookCourse hooks,
        Neighbours neighbours) {}
