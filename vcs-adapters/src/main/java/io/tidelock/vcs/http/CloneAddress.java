package io.tidelock.vcs.http;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where git may be given a host's token: an address that names another host would get it otherwise.
 *
 * @param host the configured one, with its port where that is not the scheme's own
 * @param cloud true where the host has neither http nor a second port
 * @param brand the host's, for messages
 */
public record CloneAddress(String host, boolean cloud, String brand) {
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");
    private static final Pattern HTTP = Pattern.compile("https?", Pattern.CASE_INSENSITIVE);

    /**
     * True when the address is on the configured host, so that the token may go there. Both http and https are taken as the
     * payload says, from a server of one's own that may be set up for either, and git may have a port of its own; a cloud has
     * neither, so there anything else is somebody else's. {@code Refused} when it is no plain http address at all.
     */
    public boolean owns(String cloneUrl) {
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
        if (cloud) {
            return scheme.equalsIgnoreCase("https")
                    && withoutDefaultPort(scheme, url.getHost(), url.getPort()).equals(host);
        }
        return sameMachine(url.getHost().toLowerCase(Locale.ROOT), host.replaceFirst(":[0-9]+$", ""));
    }

    /** Host and port as one name, by which two addresses can be compared. A port of -1 means none was given. */
    public static String withoutDefaultPort(String scheme, String host, int port) {
        int usual = scheme.equalsIgnoreCase("http") ? 80 : 443;
        String name = host.toLowerCase(Locale.ROOT);
        return port == -1 || port == usual ? name : name + ":" + port;
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
                        "an address on " + host + ", the host that the token is for",
                        "Set the " + brand + " host name, with its port, to the one that clone addresses have"));
    }
}
