package io.tidelock.run.checkout;

import io.tidelock.core.job.Stopped;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** Says in plain words why a fetch failed, by the http status where there is one and by git's text where there is not. */
final class Trouble {
    /** Longer than any true limit. */
    private static final Duration LONGEST = Duration.ofHours(2);

    private final URI address;
    private final CheckoutSettings settings;
    private final Patience patience;
    private final Wire wire;

    Trouble(URI address, CheckoutSettings settings, Patience patience, Wire wire) {
        this.address = address;
        this.settings = settings;
        this.patience = patience;
        this.wire = wire;
    }

    Refused absent(String what, String next) {
        return new Refused(
                Refused.Kind.NOT_FOUND, Problem.of(address + " does not have " + what, "", "To go on, " + next + "."));
    }

    RuntimeException of(Exception failure) {
        if (failure instanceof Refused || failure instanceof Unavailable || failure instanceof Stopped) {
            return (RuntimeException) failure;
        }
        if (patience.timeIsUp()) {
            return Unavailable.notDone(
                    "fetching " + address + " took longer than " + seconds(patience.limit()) + " and was given up",
                    failure);
        }
        if (wire.retryAfter().isPresent() && List.of(403, 429, 503).contains(wire.status())) {
            Duration wait = wire.retryAfter().get();
            return Unavailable.notBefore(
                    address + " asks to wait" + status(), wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        }
        return refusal(failure).<RuntimeException>map(refused -> refused).orElseGet(() -> unavailable(failure));
    }

    private Optional<Refused> refusal(Throwable failure) {
        String text = causes(failure)
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .reduce("", (all, one) -> all + "\n" + one)
                .toLowerCase(Locale.ROOT);
        Optional<CorruptObjectException> unsafe = first(failure, CorruptObjectException.class);
        if (unsafe.isPresent()) {
            return Optional.of(new Refused(
                    Refused.Kind.NOT_ACCEPTABLE,
                    Problem.of(
                            address + " holds what git itself would not accept: "
                                    + unsafe.get().getMessage(),
                            "a repository that passes git fsck",
                            "Run git fsck in a clone and remove the object from the history.")));
        }
        if (wire.status() == 401 || text.contains("not authorized") || text.contains("authentication is required")) {
            return Optional.of(notAllowed("does not accept Tidelock's credential", "whether it has expired"));
        }
        if (wire.status() == 403 || text.contains("not permitted") || text.contains("access denied")) {
            return Optional.of(notAllowed("forbids Tidelock to read", "whether it may read this repository"));
        }
        if (wire.status() == 404
                || first(failure, NoRemoteRepositoryException.class).isPresent()
                || text.contains("repository not found")) {
            return Optional.of(new Refused(
                    Refused.Kind.NOT_FOUND,
                    Problem.of(
                            address + " is not there, or Tidelock may not see it" + status(),
                            "a repository that Tidelock may read",
                            "Check that it exists and that Tidelock's app or token reaches it.")));
        }
        return Optional.empty();
    }

    private Refused notAllowed(String what, String check) {
        return new Refused(
                Refused.Kind.NOT_ALLOWED,
                Problem.of(
                        address + " " + what + status(),
                        "a credential that may read the repository",
                        "Check the token or app configured for " + address.getHost() + ": " + check + "."));
    }

    private Unavailable unavailable(Throwable failure) {
        return Unavailable.notDone("cannot fetch " + address + ": " + why(failure), failure);
    }

    private String why(Throwable failure) {
        for (Throwable cause : causes(failure).toList().reversed()) {
            Optional<String> plain = switch (cause) {
                case SocketTimeoutException e -> Optional.of("nothing came for " + seconds(settings.silence()));
                case UnknownHostException e -> Optional.of("nobody knows the host " + address.getHost());
                case ConnectException e -> Optional.of("no connection: " + e.getMessage());
                case NoRouteToHostException e -> Optional.of("no connection: " + e.getMessage());
                case SSLException e ->
                    Optional.of("its certificate or TLS is not accepted (" + e.getMessage()
                            + "); when it has a private authority, configure that");
                case SocketException e -> Optional.of("the connection broke: " + e.getMessage());
                case EOFException e -> Optional.of("the connection ended in the middle");
                default -> Optional.empty();
            };
            if (plain.isPresent()) {
                return plain.get();
            }
        }
        if (wire.status() >= 400) {
            return "it answered" + status();
        }
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.replace(address + ": ", "");
    }

    private String status() {
        return wire.status() >= 400 ? " (HTTP " + wire.status() + ")" : "";
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " seconds";
    }

    private static <T> Optional<T> first(Throwable failure, Class<T> type) {
        return causes(failure).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
