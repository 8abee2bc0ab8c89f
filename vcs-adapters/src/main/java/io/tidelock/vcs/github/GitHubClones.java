package io.tidelock.vcs.github;

import io.tidelock.core.change.PullRequest;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.host.CloneAccess;
import io.tidelock.core.port.host.GitRemote;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says where to fetch from and hands out the token for it, but for the configured host only: an address that names another
 * host would be given our token. Sends nothing.
 */
final class GitHubClones implements CloneAccess {
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");
    private static final Pattern HTTP = Pattern.compile("https?", Pattern.CASE_INSENSITIVE);

    private final GitHubAddress address;
    private final Optional<String> user;
    private final TokenAuthorization authorization;

    GitHubClones(GitHubAddress address, Optional<String> user, TokenAuthorization authorization) {
        this.address = address;
        this.user = user;
        this.authorization = authorization;
    }

    @Override
    public GitRemote remote(PullRequest pull) {
        if (!pull.ref().repo().host().equals(address.host())) {
            throw new IllegalArgumentException("not a pull request of " + address.host() + ": " + pull.ref());
        }
        boolean ours = ours(pull.cloneUrl());
        String refs = "refs/pull/" + pull.ref().number();
        return new GitRemote(
                pull.cloneUrl(),
                ours ? Optional.of(user.orElse("x-access-token")) : Optional.empty(),
                ours ? Optional.of(authorization.now()) : Optional.empty(),
                refs + "/head",
                refs + "/merge");
    }

    /**
     * True when the address is on the configured host, so that the token may go there. Both http and https are taken as the
     * payload says, from an Enterprise server that may be set up for either, and git may have a port of its own; github.com and
     * GHE.com have neither, so there anything else is somebody else's. Elsewhere git is asked without a token.
     */
    private boolean ours(String cloneUrl) {
        URI url;
        try {
            url = new URI(cloneUrl);
        } catch (URISyntaxException e) {
            throw refused("the clone address is not an address");
        }
        String scheme = url.getScheme();
        if (scheme == null || url.getHost() == null || !HTTP.matcher(scheme).matches()) {
            throw refused("the clone address is not an http or https address");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw refused("the clone address has more in it than a host and a path");
        }
        if (address.cloud()) {
            return scheme.equalsIgnoreCase("https")
                    && GitHubAddress.withoutDefaultPort(scheme, url.getHost(), url.getPort())
                            .equals(address.host());
        }
        return sameMachine(
                url.getHost().toLowerCase(Locale.ROOT), address.host().replaceFirst(":[0-9]+$", ""));
    }

    private static boolean sameMachine(String host, String configured) {
        return host.equals(configured) || (loopback(host) && loopback(configured));
    }

    private static boolean loopback(String host) {
        return host.equals("localhost")
                || host.equals("[::1]")
                || LOOPBACK.matcher(host).matches();
    }

    private Refused refused(String met) {
        return new Refused(
                Refused.Kind.NOT_ALLOWED,
                Problem.of(
                        met,
                        "an address on " + address.host() + ", the host that the token is for",
                        "Set the GitHub host name, with its port, to the one that clone addresses have"));
    }
}
