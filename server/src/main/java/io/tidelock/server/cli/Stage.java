package io.tidelock.server.cli;

import java.net.URI;

/**
 * Where the demo's story takes place.
 *
 * @param kind what the host calls what is proposed, such as pull request
 * @param repo full name of the repository on the sandbox
 * @param pull number of the pull request
 * @param server address of the Tidelock server
 * @param states address under which the sandbox keeps terraform's states
 * @param pullPage the pull request's page, for people
 */
record Stage(String kind, String repo, int pull, URI server, URI states, URI pullPage) {}
