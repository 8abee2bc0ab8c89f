package io.tidelock.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that somebody probably meant. */
public final class DidYouMean {
    /** Longer words are not compared: nobody mistypes them, and the comparison takes time in the square of the length. */
    private static final int LONGEST = 64;

    private DidYouMean() {}

    /** The known word nearest to {@code met}, if it is near: at most two slips, and fewer than half of its letters. */
    public static Optional<String> among(String met, Collection<String> known) {
        return known.stream()
                .filter(word -> near(met, word))
                .min(Comparator.<String>comparingInt(word -> slips(met, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** True when the words differ, by no more than two slips, which are fewer than half of the letters of {@code word}. */
    public static boolean near(String met, String word) {
        int slips = slips(met, word);
        return slips > 0 && slips <= 2 && slips * 2 < word.length();
    }

    /** How many letters were added, dropped, changed or swapped with their neighbour, without regard to case. */
    static int slips(String met, String word) {
        String a = met.toLowerCase(Locale.ROOT);
        String b = word.toLowerCase(Locale.ROOT);
        if (a.equals(b)) {
            return met.equals(word) ? 0 : 1;
        }
        if (a.length() > LONGEST || b.length() > LONGEST || Math.abs(a.length() - b.length()) > 2) {
            return Integer.MAX_VALUE / 2;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
