package io.tidelock.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Ask;
import io.tidelock.sandbox.http.Door;
import io.tidelock.sandbox.http.Reply;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Speaks the protocol of Terraform's {@code http} backend. Open to this machine, to others with a token. */
public final class StateDoor implements Door {
    private static final String ROOT = "/_terraform/state/";

    private final Forge forge;
    private final States states;

    public StateDoor(Forge forge, States states) {
        this.forge = forge;
        this.states = states;
    }

    @Override
    public boolean serve(Ask ask, Reply reply) throws IOException {
        if (!ask.path().startsWith(ROOT)) {
            return false;
        }
        String credential = ask.credential();
        Account account = credential == null ? null : forge.world.locked(() -> forge.world.byToken(credential));
        ask.by(account == null ? "" : account.login);
        if (account == null && (credential != null || !ask.isLoopback())) {
            reply.send(Answer.empty(401).with("WWW-Authenticate", "Basic realm=\"sandbox\""));
            return true;
        }
        reply.send(answer(ask, ask.path().substring(ROOT.length())));
        return true;
    }

    private Answer answer(Ask ask, String name) throws IOException {
        return switch (ask.method()) {
            case "GET" -> {
                byte[] state = states.get(name);
                yield state == null ? Answer.empty(404) : Answer.bytes(200, "application/json", state);
            }
            case "POST", "PUT" -> {
                States.Lock other = states.against(name, ask.query("ID"));
                if (other == null) {
                    states.put(name, ask.body());
                }
                yield other == null ? Answer.empty(200) : locked(other);
            }
            case "DELETE" -> {
                States.Lock other = states.against(name, ask.query("ID"));
                if (other == null) {
                    states.delete(name);
                }
                yield other == null ? Answer.empty(200) : locked(other);
            }
            case "LOCK" -> {
                JsonNode info = Json.read(ask.body());
                String id = Objects.requireNonNullElse(Json.text(info, "ID"), "");
                States.Lock holder = states.lock(name, new States.Lock(id, info.toString()));
                yield holder == null ? Answer.empty(200) : locked(holder);
            }
            case "UNLOCK" -> {
                States.Lock other = states.unlock(name, id(ask));
                yield other == null ? Answer.empty(200) : locked(other);
            }
            default -> Answer.empty(405).with("Allow", "GET, POST, DELETE, LOCK, UNLOCK");
        };
    }

    /** {@code terraform force-unlock} sends no lock information. */
    private static @Nullable String id(Ask ask) throws IOException {
        return Json.text(Json.read(ask.body()), "ID");
    }

    private static Answer locked(States.Lock holder) {
        return Answer.text(423, "application/json", holder.info());
    }
}
