package io.tidelock.core.port.host;

import io.tidelock.core.secret.Secret;
import java.util.Optional;

/**
 * Where and how to fetch a pull request.
 *
 * @param url http(s) address without credentials
 * @param user and {@code password}: basic authentication, both or neither
 * @param headRef full name of the host's ref for the head, e.g. {@code refs/pull/7/head}
 * @param mergeRef full name of the host's ref for its test merge, e.g. {@code refs/pull/7/merge}
 */
public record GitRemote(
        String url, Optional<String> user, Optional<Secret> password, String headRef, String mergeRef) {}
