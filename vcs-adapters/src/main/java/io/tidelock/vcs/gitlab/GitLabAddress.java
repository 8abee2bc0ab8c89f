package io.tidelock.vcs.gitlab;

import io.tidelock.vcs.http.CloneAddress;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a GitLab lives.
 *
 * @param host host and port as people name it; the port is left out where it is the scheme's own
 * @param root scheme, host and port, without a slash at the end
 * @param cloud true for gitlab.com, which speaks https only
 */
record GitLabAddress(String host, URI root, boolean cloud) {
    private static final Pattern FORM =
            Pattern.compile("(?:(https?)://)?([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?/?");

    static GitLabAddress of(String hostname) {
        Matcher form = FORM.matcher(hostname.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("not the name of a GitLab host: '" + hostname
                    + "', expected a name such as gitlab.com or https://gitlab.example.com:8443, without a path");
        }
        String scheme = form.group(1) == null ? "https" : form.group(1);
        String host = CloneAddress.withoutDefaultPort(
                scheme, form.group(2), form.group(3) == null ? -1 : Integer.parseInt(form.group(3)));
        boolean cloud = host.equals("gitlab.com");
        if (cloud && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    host + " is spoken to by https only, but the host name is '" + hostname + "'");
        }
        return new GitLabAddress(host, URI.create(scheme + "://" + host), cloud);
    }

    URI api() {
        return URI.create(root + "/api/v4");
    }
}
