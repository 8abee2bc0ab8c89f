package io.tidelock.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.sandbox.fault.FaultOrders;
import io.tidelock.sandbox.fault.Faults;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Ask;
import io.tidelock.sandbox.http.CallLog;
import io.tidelock.sandbox.http.Door;
import io.tidelock.sandbox.http.Reply;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.PatternSyntaxException;

/** Serves {@code /_sandbox}. Open to this machine, to others with a token. */
public final class ControlDoor implements Door {
    private static final String ROOT = "/_sandbox/";
    private static final String AVATAR = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="20" fill="#b6c2cf"/>\
            <circle cx="20" cy="15" r="7" fill="#fff"/><path d="M6 36a14 12 0 0 1 28 0" fill="#fff"/></svg>
            """;

    private final Forge forge;
    private final Faults faults;
    private final CallLog log;
    private final Path caCertificate;

    public ControlDoor(Forge forge, Faults faults, CallLog log, Path caCertificate) {
        this.forge = forge;
        this.faults = faults;
        this.log = log;
        this.caCertificate = caCertificate;
    }

    @Override
    public boolean serve(Ask ask, Reply reply) throws IOException {
        if (!ask.path().startsWith(ROOT)) {
            return false;
        }
        reply.send(answer(ask));
        return true;
    }

    private Answer answer(Ask ask) throws IOException {
        String what = ask.method() + " " + ask.path().substring(ROOT.length());
        switch (what) {
            case "GET avatar.svg" -> {
                return Answer.text(200, "image/svg+xml", AVATAR).with("Cache-Control", "max-age=86400");
            }
            case "GET ca.pem" -> {
                return Answer.bytes(200, "application/x-pem-file", Files.readAllBytes(caCertificate));
            }
            default -> {}
        }
        String credential = ask.credential();
        Account account = credential == null ? null : forge.world.locked(() -> forge.world.byToken(credential));
        if (account == null && (credential != null || !ask.isLoopback())) {
            return Answer.empty(401).with("WWW-Authenticate", "Basic realm=\"sandbox\"");
        }
        return switch (what) {
            case "POST faults" -> order(ask);
            case "GET faults" -> json(Json.object("pending", faults.pending()));
            case "DELETE faults" -> {
                faults.clear();
                yield Answer.empty(204);
            }
            case "GET calls" ->
                json(Json.array(log.all().stream()
                        .map(call -> Json.object(
                                "at", call.at(),
                                "method", call.method(),
                                "path", call.path(),
                                "status", call.status(),
                                "bytes", call.bytes(),
                                "user", call.user()))
                        .toList()));
            case "DELETE calls" -> {
                log.clear();
                yield Answer.empty(204);
            }
            default -> Answer.text(404, "text/plain; charset=utf-8", "Nothing here: " + what + "\n");
        };
    }

    private Answer order(Ask ask) {
        try {
            FaultOrders.take(Json.read(ask.body()), faults);
            return Answer.empty(204);
        } catch (IOException | PatternSyntaxException e) {
            return Answer.text(400, "text/plain; charset=utf-8", "Not understood: " + e.getMessage() + "\n");
        } catch (IllegalArgumentException e) {
            return Answer.text(422, "text/plain; charset=utf-8", e.getMessage() + "\n");
        }
    }

    private static Answer json(JsonNode json) {
        return Answer.bytes(200, "application/json; charset=utf-8", Json.bytes(json));
    }
}
