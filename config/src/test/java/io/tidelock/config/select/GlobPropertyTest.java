package io.tidelock.config.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class GlobPropertyTest {
    @Provide
    Arbitrary<String> pattern() {
        return Arbitraries.of("a", "b", ".tf", "*", "**", "**/", "?", "/", "[ab]", "[^a]", "\\*")
                .list()
                .ofMinSize(1)
                .ofMaxSize(7)
                .map(pieces -> String.join("", pieces))
                .filter(text -> !text.startsWith("/") && !text.endsWith("/") && !text.contains("//"));
    }

    @Provide
    Arbitrary<String> path() {
        Arbitrary<String> name = Arbitraries.of("a", "b", "ab", "ba", "a.tf", ".tf", "*", "bb.tf");
        return name.list().ofMinSize(1).ofMaxSize(4).map(names -> String.join("/", names));
    }

    @Provide
    Arbitrary<List<String>> patterns() {
        return pattern().list().ofMinSize(1).ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<String>> paths() {
        return path().list().ofMinSize(1).ofMaxSize(6);
    }

    @Property
    void agreesWithTheExpressionDockerMakesOfIt(@ForAll("pattern") String pattern, @ForAll("path") String path) {
        Glob glob = Glob.of(".", pattern).orElseThrow();

        assertThat(glob.matches(path, glob.track())).isEqualTo(docker(pattern, path));
    }

    @Property
    void withoutExclusionsTheOrderOfPatternsAndPathsIsNothing(
            @ForAll("patterns") List<String> patterns, @ForAll("paths") List<String> paths, @ForAll Random random) {
        List<String> shuffled = new ArrayList<>(patterns);
        Collections.shuffle(shuffled, random);
        List<String> others = new ArrayList<>(paths);
        Collections.shuffle(others, random);

        assertThat(new ChangedPaths(others).matching("a", shuffled))
                .isEqualTo(new ChangedPaths(paths).matching("a", patterns));
    }

    @Property
    void withoutDotsNothingOutsideTheDirectoryMatches(
            @ForAll("patterns") List<String> patterns, @ForAll("paths") List<String> paths) {
        assertThat(new ChangedPaths(paths).matching("a/b", patterns))
                .allSatisfy(path -> assertThat(path).matches("a/b(/.*)?"));
    }

    @Property
    void theLastPatternThatMatchesDecides(
            @ForAll("patterns") List<String> patterns, @ForAll("paths") List<String> paths) {
        List<String> signed = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            signed.add(i % 2 == 0 ? patterns.get(i) : "!" + patterns.get(i));
        }
        List<String> expected = paths.stream()
                .distinct()
                .sorted()
                .filter(path -> {
                    boolean in = false;
                    for (String pattern : signed) {
                        boolean out = pattern.startsWith("!");
                        in = docker(out ? pattern.substring(1) : pattern, path) ? !out : in;
                    }
                    return in;
                })
                .toList();

        assertThat(new ChangedPaths(paths).matching(".", signed)).isEqualTo(expected);
    }

    /** The expression is tried on the path and on each directory above it. */
    private static boolean docker(String pattern, String path) {
        Pattern expression = expression(pattern);
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (expression.matcher(path.substring(0, slash)).matches()) {
                return true;
            }
        }
        return expression.matcher(path).matches();
    }

    private static Pattern expression(String pattern) {
        if (pattern.matches("\\*\\*[^/*?\\[\\\\][^*?\\[\\\\]*")) {
            return Pattern.compile(".*" + Pattern.quote(pattern.substring(2)));
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (pattern.startsWith("**", i)) {
                i += pattern.startsWith("/", i + 2) ? 2 : 1;
                text.append(i + 1 >= pattern.length() ? ".*" : "(.*/)?");
            } else if (c == '*') {
                text.append("[^/]*");
            } else if (c == '?') {
                text.append("[^/]");
            } else if (c == '[') {
                int close = pattern.indexOf(']', i);
                text.append("(?!/)").append(pattern, i, close + 1);
                i = close;
            } else if (c == '\\') {
                text.append(Pattern.quote(pattern.substring(i + 1, i + 2)));
                i++;
            } else {
                text.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(text.toString());
    }
}
