package io.tidelock.sandbox.gitlab.rest;

import io.tidelock.sandbox.http.Answer;

/** Answers one method of one resource; the world is locked meanwhile. */
interface Endpoint {
    Answer answer(Visit visit);
}
