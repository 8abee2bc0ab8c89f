package io.tidelock.server;

import java.time.Duration;
import org.slf4j.event.Level;

/**
 * How long others are waited for, and how soon they are tried again.
 *
 * @param connect until a connection to a host stands
 * @param call for one call to a host, to the last byte of its answer
 * @param silence how long git may send nothing
 * @param fetch for one whole fetch
 * @param sign how long work waits for its first sign to be seen, and words for others to be taken
 * @param pause before the first new try; each further pause is twice as long
 * @param longest the longest pause while a trouble is fresh
 * @param stubborn the pause once a trouble has outlasted {@value #FRESH} tries
 * @param doubt how long a host must go on refusing before it is believed
 */
public record Tempo(
        Duration connect,
        Duration call,
        Duration silence,
        Duration fetch,
        Duration sign,
        Duration pause,
        Duration longest,
        Duration stubborn,
        Duration doubt) {
    /** How long it may take until a change of somebody's teams is noticed. */
    static final Duration TEAMS = Duration.ofMinutes(2);

    /** How often the name of a GitHub App is asked for that could not be asked for at the start. */
    static final Duration NAMES = Duration.ofSeconds(30);

    /** About five minutes of tries at the usual tempo. */
    private static final int FRESH = 32;

    /** What a server in earnest keeps to. */
    public static Tempo usual() {
        return new Tempo(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));
    }

    /**
     * The pause after the n-th try, counted from 1. Up to a fifth is taken off, another part for each {@code who} and try, so
     * that those who stumbled together do not come back together.
     */
    Duration before(int attempt, long who) {
        Duration full = attempt > FRESH
                ? stubborn
                : attempt > 16 ? longest : least(pause.multipliedBy(1L << Math.max(attempt - 1, 0)), longest);
        long fifth = full.toNanos() / 5;
        return full.minusNanos(fifth == 0 ? 0 : Math.floorMod((who * 31 + attempt) * 0x9E3779B97F4A7C15L, fifth));
    }

    /** What does not pass by itself is for the operator to see. */
    static Level loudness(int attempt) {
        return attempt < 5 ? Level.INFO : Level.WARN;
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
