package io.tidelock.sandbox.http;

import java.io.IOException;

/** A room that may answer a request. */
public interface Door {
    /** Answers, or says false without having touched the reply when the request is not its own. */
    boolean serve(Ask ask, Reply reply) throws IOException;
}
