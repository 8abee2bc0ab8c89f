package io.tidelock.server.watch.trespass;

import io.tidelock.server.Main;

/** Knows accept, a host and who composes it. */
public record Trespasser(
        io.tidelock.server.accept.trespass.Trespasser next,
        io.tidelock.vcs.trespass.Trespasser host,
        Class<Main> root) {}
