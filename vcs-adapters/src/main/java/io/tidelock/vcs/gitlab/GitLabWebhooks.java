package io.tidelock.vcs.gitlab;

import io.tidelock.core.event.Delivery;
import io.tidelock.core.event.DeliveryId;
import io.tidelock.core.event.Event;
import io.tidelock.core.event.Reading;
import io.tidelock.core.port.host.WebhookReader;
import io.tidelock.core.secret.Secret;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * From bytes to a fact: is it GitLab's, does it bring the token, is it whole, what does it mean; in this order, so that a
 * stranger's body is never parsed. GitLab signs nothing: whoever has the token can say anything.
 */
final class GitLabWebhooks implements WebhookReader {
    private final String host;
    private final Optional<Secret> secret;

    GitLabWebhooks(String host, Optional<Secret> secret) {
        this.host = host;
        this.secret = secret;
    }

    @Override
    public Reading read(Delivery delivery) {
        Optional<String> header = delivery.header("X-Gitlab-Event").map(String::strip);
        if (header.isEmpty()) {
            return refused(
                    Reading.Fault.NOT_FOR_US, "the header X-Gitlab-Event is missing, so this is not from GitLab");
        }
        Optional<String> stranger = secret.flatMap(token -> whyStrange(delivery, token));
        if (stranger.isPresent()) {
            return refused(Reading.Fault.NOT_SIGNED, stranger.get());
        }
        try {
            Tree body = Tree.parse(delivery.body()).object();
            String kind = kind(body);
            Event event = new GitLabEvents(host).event(kind, body);
            return new Reading.Fact(new DeliveryId(host, id(delivery)), label(kind, body), event);
        } catch (Malformed e) {
            return refused(Reading.Fault.MALFORMED, header(header.get()) + ": " + e.what());
        }
    }

    private static Reading refused(Reading.Fault fault, String reason) {
        return new Reading.Refused(fault, reason);
    }

    private static Optional<String> whyStrange(Delivery delivery, Secret secret) {
        Optional<String> given = delivery.header("X-Gitlab-Token");
        if (given.isEmpty()) {
            return Optional.of(
                    "without a token; expected the header X-Gitlab-Token: set the secret token in the webhook's"
                            + " settings");
        }
        // of digests, so that the time taken says nothing of the length either
        return MessageDigest.isEqual(
                        sha256(given.get().getBytes(StandardCharsets.UTF_8)),
                        sha256(secret.reveal().getBytes(StandardCharsets.UTF_8)))
                ? Optional.empty()
                : Optional.of("the token does not fit; the webhook's secret token must be the one that is set here");
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Webhooks of the whole server have no {@code object_kind} where they tell of people and keys. */
    private static String kind(Tree body) {
        Tree kind = body.at("object_kind");
        return kind.isPresent() ? kind.text() : body.at("event_name").text();
    }

    /**
     * Only the idempotency key survives a redelivery. Servers before 17.4 do not send it, and there one id can stand for several
     * events of one request: what it was about tells them apart.
     */
    private static String id(Delivery delivery) {
        Optional<String> key =
                delivery.header("Idempotency-Key").map(String::strip).filter(GitLabWebhooks::isId);
        if (key.isPresent()) {
            return key.get();
        }
        String event = delivery.header("X-Gitlab-Event-UUID")
                .map(String::strip)
                .filter(GitLabWebhooks::isId)
                .orElse("");
        return event + "+" + HexFormat.of().formatHex(sha256(delivery.body())).substring(0, 32);
    }

    private static boolean isId(String text) {
        return text.matches("[\\x21-\\x7e]{1,150}");
    }

    /** {@code merge_request.open}, or {@code push} where events have no action. */
    private static String label(String kind, Tree body) {
        Tree attributes = body.at("object_attributes");
        Tree action = attributes.isPresent() ? attributes.at("action") : attributes;
        return word(kind) + (action.node().isTextual() ? "." + word(action.text()) : "");
    }

    private static String header(String sent) {
        return sent.matches("[A-Za-z ]{1,60}") ? sent : "other";
    }

    /** Names of events and actions are lower-case words; whatever else was sent is not repeated. */
    static String word(String sent) {
        return sent.matches("[a-z0-9_]{1,60}") ? sent : "other";
    }
}
