package io.tidelock.server.trespass;

import io.javalin.Javalin;
import io.tidelock.testkit.trespass.Trespasser;
import java.io.IOException;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jgit.transport.URIish;
import org.gitlab4j.trespass.Pretended;
import org.kohsuke.github.GitHub;

/** Goes through every door that is not its own, under a name that says nothing. */
final class BaseManager {
    record Loot(
            Javalin web,
            HttpClient http,
            Connection database,
            URIish remote,
            GitHub hub,
            Pretended lab,
            ProcessBuilder process,
            Trespasser kit) {}

    List<Supplier<?>> deeds() {
        return List.of(Instant::now, System::getenv, Thread::ofVirtual);
    }

    void run(String... command) throws IOException {
        Runtime.getRuntime().exec(command);
    }
}
