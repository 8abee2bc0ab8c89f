package io.tidelock.vcs.github;

import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.event.Event;
import io.tidelock.core.event.Reading;
import io.tidelock.core.port.host.WebhookReader;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * From bytes to a fact: is it GitHub's, is it signed, is it whole, what does it mean; in this order, so that an unsigned body
 * is never parsed.
 *
 * <p>The host of what it reads is the configured one. {@code X-GitHub-Enterprise-Host} is not consulted: behind a proxy or
 * under a second name a server names itself differently than the operator does, and the signature, which covers the body
 * only, says who it is from.
 */
final class GitHubWebhooks implements WebhookReader {
    private static final List<String> LOOKALIKES = List.of("X-Gitea-Event", "X-Forgejo-Event", "X-Gogs-Event");

    private final String host;
    private final Optional<Secret> secret;
    private final Optional<String> app;

    GitHubWebhooks(String host, Optional<Secret> secret) {
        this(host, secret, Optional.empty());
    }

    /** @param app the id of the App that we are, or its client id */
    GitHubWebhooks(String host, Optional<Secret> secret, Optional<String> app) {
        this.app = app;
        this.host = host;
        this.secret = secret;
    }

    @Override
    public Reading read(Delivery delivery) {
        Optional<String> kind = delivery.header("X-GitHub-Event").map(String::strip);
        if (kind.isEmpty()) {
            return refused(
                    Reading.Fault.NOT_FOR_US, "the header X-GitHub-Event is missing, so this is not from GitHub");
        }
        if (LOOKALIKES.stream().anyMatch(name -> delivery.header(name).isPresent())) {
            return refused(Reading.Fault.NOT_FOR_US, "this is from Gitea or one of its kin, not from GitHub");
        }
        Optional<String> unsigned = secret.flatMap(key -> whyNotSigned(delivery, key));
        if (unsigned.isPresent()) {
            return refused(Reading.Fault.NOT_SIGNED, unsigned.get());
        }
        Optional<String> id = delivery.header("X-GitHub-Delivery").map(String::strip);
        if (id.isEmpty() || id.get().isEmpty() || id.get().length() > 200) {
            return refused(Reading.Fault.MALFORMED, "the header X-GitHub-Delivery is missing or not an id");
        }
        try {
            Tree body = GitHubEvents.PAYLOAD.parse(json(delivery)).object();
            Event event = new GitHubEvents(host, app).event(kind.get(), body);
            return new Reading.Fact(new DeliveryId(host, id.get()), label(kind.get(), body), event);
        } catch (Malformed e) {
            return refused(Reading.Fault.MALFORMED, word(kind.get()) + ": " + e.what());
        }
    }

    private static Reading refused(Reading.Fault fault, String reason) {
        return new Reading.Refused(fault, reason);
    }

    private static Optional<String> whyNotSigned(Delivery delivery, Secret secret) {
        Optional<String> header = delivery.header("X-Hub-Signature-256").map(String::strip);
        if (header.isEmpty()) {
            return Optional.of(
                    delivery.header("X-Hub-Signature").isPresent()
                            ? "signed with SHA-1 only; expected the header X-Hub-Signature-256"
                            : "not signed; expected the header X-Hub-Signature-256: set the secret in the webhook's settings");
        }
        byte[] expected = ("sha256=" + hmac(secret, delivery.body())).getBytes(StandardCharsets.UTF_8);
        byte[] given = header.get().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given)
                ? Optional.empty()
                : Optional.of("the signature does not fit; the webhook's secret must be the one that is set here");
    }

    private static String hmac(Secret secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** The JSON: the body itself, or the field {@code payload} of a form. */
    private static byte[] json(Delivery delivery) {
        String type = delivery.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            return delivery.body();
        }
        String form = new String(delivery.body(), StandardCharsets.UTF_8);
        for (String field : form.split("&", -1)) {
            if (field.startsWith("payload=")) {
                try {
                    return URLDecoder.decode(field.substring("payload=".length()), StandardCharsets.UTF_8)
                            .getBytes(StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    throw new Malformed("the form's field 'payload' is not URL-encoded");
                }
            }
        }
        throw new Malformed("the form has no field 'payload'");
    }

    /** {@code pull_request.opened}, or {@code push} where events have no action. */
    private static String label(String kind, Tree body) {
        Tree action = body.at("action");
        return word(kind) + (action.node().isTextual() ? "." + word(action.text()) : "");
    }

    /** Names of events and actions are lower-case words; whatever else was sent is not repeated. */
    static String word(String sent) {
        return sent.matches("[a-z0-9_]{1,60}") ? sent : "other";
    }
}
