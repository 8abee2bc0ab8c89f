package io.tidelock.server.accept;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code POST /adopt?repository=OWNER/NAME}: for an operator, who wants the pull requests that are open there to be planned. Guarded as
 * pages are; and only for what says that it sends JSON, which no form on a foreign page can.
 */
public final class AdoptRoute implements Handler {
    private static final int LONGEST = 500;

    private final Function<String, Answer> adopter;

    /** @param adopter is given the repository's name, with or without its host */
    public AdoptRoute(Function<String, Answer> adopter) {
        this.adopter = adopter;
    }

    @Override
    public void handle(Context context) {
        Answer answer = answer(context);
        context.status(answer.status()).contentType("text/plain; charset=utf-8").result(answer.text() + "\n");
    }

    private Answer answer(Context context) {
        String type = Optional.ofNullable(context.contentType()).orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")) {
            return new Answer(415, "the content type is not application/json");
        }
        String name = Optional.ofNullable(context.queryParam("repository")).orElse("");
        if (name.isBlank() || name.length() > LONGEST) {
            return new Answer(400, "no repository is named; expected ?repository=OWNER/NAME");
        }
        return adopter.apply(name.strip());
    }
}
