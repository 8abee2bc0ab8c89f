package io.tidelock.config.select;

import io.tidelock.config.RepoPath;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The paths that changed, in order, so that a pattern is only tried on those below its fixed part. What a pattern matched is
 * remembered: a thousand projects may share {@code ../modules/**}.
 */
final class ChangedPaths {
    private final List<String> sorted;
    private final Map<Glob, BitSet> found = new HashMap<>();
    private final Map<String, Track> tracks = new HashMap<>();

    ChangedPaths(Collection<String> paths) {
        sorted = List.copyOf(new TreeSet<>(paths));
    }

    /** The directories that hold them. */
    Set<String> directories() {
        return sorted.stream().map(RepoPath::parent).collect(Collectors.toSet());
    }

    /** True when a path is in, after all patterns were asked in order: the last that matches decides. */
    boolean touch(String dir, List<String> patterns) {
        return !touched(dir, patterns).isEmpty();
    }

    /** The paths for which the last matching pattern is one without {@code !}. */
    List<String> matching(String dir, List<String> patterns) {
        return touched(dir, patterns).stream().mapToObj(sorted::get).toList();
    }

    private BitSet touched(String dir, List<String> patterns) {
        BitSet in = new BitSet();
        for (String written : patterns) {
            String pattern = written.strip();
            boolean out = pattern.startsWith("!");
            if (out && in.isEmpty()) {
                continue;
            }
            Optional<Glob> glob = Glob.of(dir, out ? pattern.substring(1) : pattern);
            if (glob.isPresent() && out) {
                in.andNot(matches(glob.get()));
            } else if (glob.isPresent()) {
                in.or(matches(glob.get()));
            }
        }
        return in;
    }

    private BitSet matches(Glob glob) {
        int from = glob.anchor().equals(".") ? 0 : firstFrom(glob.anchor());
        if (from == sorted.size() || !below(sorted.get(from), glob.anchor())) {
            return new BitSet();
        }
        return found.computeIfAbsent(glob, key -> search(glob, from));
    }

    private BitSet search(Glob glob, int from) {
        Track track = tracks.computeIfAbsent((glob.atRoot() ? "/" : "") + glob.rest(), key -> glob.track());
        BitSet matching = new BitSet();
        for (int i = from; i < sorted.size() && below(sorted.get(i), glob.anchor()); i++) {
            if (glob.matches(sorted.get(i), track)) {
                matching.set(i);
            }
        }
        return matching;
    }

    /** The anchor's own letters come first, then other names that begin alike, and what is below it among them. */
    private static boolean below(String path, String anchor) {
        return anchor.equals(".") || path.startsWith(anchor);
    }

    private int firstFrom(String anchor) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).compareTo(anchor) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
