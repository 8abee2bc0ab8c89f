package io.tidelock.run.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The few lines of shell between the server and the program. They outlive the server, so that somebody notes the exit code.
 * The text is constant; the program and its arguments are positional parameters and are never read as shell.
 */
final class Stub {
    /** Exit code of a stub that found its step already claimed. */
    static final int CLAIMED = 111;

    /**
     * {@code set -C} makes the claim an exclusive create. Signals to the session are for the program; the stub stays to see
     * what comes of it, and waits again when one interrupted its waiting.
     */
    private static final String SCRIPT = """
            d=$1; shift; set -C
            s=; t=; last=; [ -r /proc/self/stat ] && read -r s < /proc/self/stat
            { printf '%s\\n' "$s" > "$d/started"; } 2>/dev/null || exit 111
            trap 't=1' HUP INT TERM
            "$@" < /dev/null &
            p=$!
            s=; { read -r s < "/proc/$p/stat"; } 2>/dev/null
            printf '%s\\n' "$p $s" > "$d/pid"
            while :; do
              t=; wait "$p"; c=$?
              if [ "$c" = 127 ] && [ -n "$last" ]; then c=$last; break; fi
              if [ -n "$t" ] && [ "$c" -gt 128 ]; then last=$c; continue; fi
              break
            done
            printf '%s\\n' "$c" > "$d/exit"
            """;

    private static final String NEW_SESSION = "use POSIX (); POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127";
    private static final String NEW_GROUP = "set -m; \"$@\" < /dev/null & wait $!";

    private final List<String> launcher;

    /** Ctrl-C at the server's terminal must not reach the program, so it gets a session of its own, by what is at hand. */
    Stub(SearchPath path) {
        this.launcher = path.find("setsid")
                .map(setsid -> List.of(setsid.toString()))
                .or(() -> path.find("perl").map(perl -> List.of(perl.toString(), "-e", NEW_SESSION)))
                .orElseGet(() -> List.of("/bin/sh", "-c", NEW_GROUP, "tidelock-group"));
    }

    List<String> command(StepFolder folder, List<String> argv) {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of("/bin/sh", "-c", SCRIPT, "tidelock-run", absolute(folder.path())));
        command.addAll(argv);
        return command;
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().toString();
    }
}
