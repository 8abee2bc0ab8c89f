package io.tidelock.run.step;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arguments from the operator's or the repository's workflow, as terraform is called with them. */
public record OperatorArgs(List<String> values) {
    public static final OperatorArgs NONE = new OperatorArgs(List.of());

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:([A-Za-z_]\\w*)|\\{([A-Za-z_]\\w*)\\})");

    public OperatorArgs {
        values = List.copyOf(values);
    }

    /**
     * As in Atlantis {@code $NAME} and {@code ${NAME}} stand for what terraform's environment has under that name, or for nothing. One
     * argument stays one, whatever comes of it: there is no shell.
     */
    public static OperatorArgs of(List<String> written, Site site) {
        Map<String, String> environment = site.terraform().environment();
        return new OperatorArgs(written.stream()
                .map(argument -> VARIABLE.matcher(argument)
                        .replaceAll(found -> Matcher.quoteReplacement(environment.getOrDefault(name(found), ""))))
                .toList());
    }

    private static String name(java.util.regex.MatchResult found) {
        String bare = found.group(1);
        return bare == null ? found.group(2) : bare;
    }
}
