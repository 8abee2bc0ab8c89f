package io.tidelock.server.accept;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.tidelock.core.event.Delivery;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** {@code POST /events}: the raw bytes and headers, handed on; the answer, given back. */
public final class EventsRoute implements Handler {
    private final Function<Delivery, Answer> intake;
    private final int maxBody;

    /** @param maxBody how many bytes a webhook may have, whether it says so beforehand or not */
    public EventsRoute(Function<Delivery, Answer> intake, int maxBody) {
        this.intake = intake;
        this.maxBody = maxBody;
    }

    @Override
    public void handle(Context context) throws IOException {
        Answer answer = answer(context);
        context.status(answer.status()).contentType("text/plain; charset=utf-8").result(answer.text() + "\n");
    }

    private Answer answer(Context context) throws IOException {
        if (context.req().getContentLengthLong() > maxBody) {
            return tooLong();
        }
        byte[] body = context.req().getInputStream().readNBytes(maxBody + 1);
        if (body.length > maxBody) {
            return tooLong();
        }
        Map<String, String> headers = new HashMap<>();
        for (String name : Collections.list(context.req().getHeaderNames())) {
            headers.put(name, context.req().getHeader(name));
        }
        return intake.apply(new Delivery(headers, body));
    }

    private Answer tooLong() {
        return new Answer(413, "longer than the " + maxBody + " bytes that a webhook may have");
    }
}
