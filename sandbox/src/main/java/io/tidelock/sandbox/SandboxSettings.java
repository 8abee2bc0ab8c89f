package io.tidelock.sandbox;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a sandbox is to be.
 *
 * @param dataDir folder for git repositories (removed on close) and the certificate authority (kept)
 * @param bind address to listen at, such as 127.0.0.1 or 0.0.0.0
 * @param httpPort 0 for any free one
 * @param httpsPort 0 for any free one
 * @param hostNames further names for the certificate; the first is used in the addresses of webhooks and of {@link Sandbox#url()}
 * @param advertiseHttps whether those addresses are https (as of a real enterprise server) or http
 * @param owner login of the first user, an administrator of everything
 * @param mergeabilityDelay how long {@code mergeable} stays null after a change
 * @param rateLimit requests per hour and token
 * @param clock tells the time
 */
public record SandboxSettings(
        Path dataDir,
        String bind,
        int httpPort,
        int httpsPort,
        List<String> hostNames,
        boolean advertiseHttps,
        String owner,
        Duration mergeabilityDelay,
        int rateLimit,
        Clock clock) {
    public SandboxSettings {
        hostNames = List.copyOf(hostNames);
    }

    /** Free ports on the loopback interface, https addresses, the owner named owner, 15,000 requests an hour. */
    public static SandboxSettings in(Path dataDir) {
        return new SandboxSettings(
                dataDir,
                "127.0.0.1",
                0,
                0,
                List.of(),
                true,
                "owner",
                Duration.ofMillis(300),
                15_000,
                Clock.systemUTC());
    }

    /** The same with other ports. */
    public SandboxSettings ports(int http, int https) {
        return new SandboxSettings(
                dataDir, bind, http, https, hostNames, advertiseHttps, owner, mergeabilityDelay, rateLimit, clock);
    }

    /** The same with another data folder. */
    public SandboxSettings dataDir(Path folder) {
        return new SandboxSettings(
                folder,
                bind,
                httpPort,
                httpsPort,
                hostNames,
                advertiseHttps,
                owner,
                mergeabilityDelay,
                rateLimit,
                clock);
    }

    /** The same with webhooks that speak of http addresses. */
    public SandboxSettings advertiseHttp() {
        return new SandboxSettings(
                dataDir, bind, httpPort, httpsPort, hostNames, false, owner, mergeabilityDelay, rateLimit, clock);
    }

    /** The same listening at another address. */
    public SandboxSettings bind(String address) {
        return new SandboxSettings(
                dataDir,
                address,
                httpPort,
                httpsPort,
                hostNames,
                advertiseHttps,
                owner,
                mergeabilityDelay,
                rateLimit,
                clock);
    }

    /** The same with one more host name. */
    public SandboxSettings hostName(String name) {
        List<String> names = new ArrayList<>(hostNames);
        names.add(name);
        return new SandboxSettings(
                dataDir, bind, httpPort, httpsPort, names, advertiseHttps, owner, mergeabilityDelay, rateLimit, clock);
    }

    /** The same with another first user. */
    public SandboxSettings owner(String login) {
        return new SandboxSettings(
                dataDir,
                bind,
                httpPort,
                httpsPort,
                hostNames,
                advertiseHttps,
                login,
                mergeabilityDelay,
                rateLimit,
                clock);
    }

    /** The same with another time until mergeability is known. */
    public SandboxSettings mergeabilityDelay(Duration delay) {
        return new SandboxSettings(
                dataDir, bind, httpPort, httpsPort, hostNames, advertiseHttps, owner, delay, rateLimit, clock);
    }

    /** The same with another rate limit. */
    public SandboxSettings rateLimit(int requestsPerHour) {
        return new SandboxSettings(
                dataDir,
                bind,
                httpPort,
                httpsPort,
                hostNames,
                advertiseHttps,
                owner,
                mergeabilityDelay,
                requestsPerHour,
                clock);
    }

    /** The same with another clock. */
    public SandboxSettings clock(Clock other) {
        return new SandboxSettings(
                dataDir,
                bind,
                httpPort,
                httpsPort,
                hostNames,
                advertiseHttps,
                owner,
                mergeabilityDelay,
                rateLimit,
                other);
    }
}
