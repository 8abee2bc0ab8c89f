package io.tidelock.vcs.github;

import io.tidelock.vcs.http.CloneAddress;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a GitHub lives.
 *
 * @param host host and port as people name it; the port is left out where it is the scheme's own
 * @param api root of the REST API, without a slash at the end
 * @param graphql address of the GraphQL API
 * @param cloud true for github.com and GHE.com, which speak https only
 */
record GitHubAddress(String host, URI api, URI graphql, boolean cloud) {
    private static final Pattern FORM =
            Pattern.compile("(?:(https?)://)?([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?/?");

    static GitHubAddress of(String hostname) {
        Matcher form = FORM.matcher(hostname.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("not the name of a GitHub host: '" + hostname
                    + "', expected a name such as github.com or github.example.com:8443, without a path");
        }
        String scheme = form.group(1) == null ? "https" : form.group(1);
        String host = CloneAddress.withoutDefaultPort(
                scheme, form.group(2), form.group(3) == null ? -1 : Integer.parseInt(form.group(3)));
        boolean cloud = host.equals("github.com") || host.endsWith(".ghe.com");
        if (cloud && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    host + " is spoken to by https only, but the host name is '" + hostname + "'");
        }
        if (cloud) {
            return new GitHubAddress(
                    host, URI.create("https://api." + host), URI.create("https://api." + host + "/graphql"), true);
        }
        String root = scheme + "://" + host;
        return new GitHubAddress(host, URI.create(root + "/api/v3"), URI.create(root + "/api/graphql"), false);
    }
}
