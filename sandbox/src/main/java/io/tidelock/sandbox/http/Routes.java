package io.tidelock.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what serves a method and path. The first that matches wins. A template has names in braces: {@code {repo}} is one segment,
 * {@code {path...}} one or more.
 */
public final class Routes<H> {
    /** What was found, and the decoded names. */
    public record Match<H>(H handler, Map<String, String> names) {}

    private record Route<H>(String method, Pattern pattern, List<String> names, H handler) {}

    private static final Pattern NAME = Pattern.compile("\\{(\\w+)(\\.\\.\\.)?}");

    private final List<Route<H>> routes = new ArrayList<>();

    public Routes<H> on(String method, String template, H handler) {
        List<String> names = new ArrayList<>();
        StringBuilder regex = new StringBuilder();
        Matcher matcher = NAME.matcher(template);
        int from = 0;
        while (matcher.find()) {
            regex.append(Pattern.quote(template.substring(from, matcher.start())));
            regex.append(matcher.group(2) == null ? "([^/]+)" : "(.+?)");
            names.add(matcher.group(1));
            from = matcher.end();
        }
        regex.append(Pattern.quote(template.substring(from))).append("/?");
        routes.add(new Route<>(method, Pattern.compile(regex.toString()), names, handler));
        return this;
    }

    /** What serves the path, as sent; null when nothing does. */
    public @Nullable Match<H> find(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Route<H> route : routes) {
            if (!route.method.equals(wanted)) {
                continue;
            }
            Matcher matcher = route.pattern.matcher(path);
            if (matcher.matches()) {
                Map<String, String> names = new LinkedHashMap<>();
                for (int i = 0; i < route.names.size(); i++) {
                    names.put(route.names.get(i), decode(matcher.group(i + 1)));
                }
                return new Match<>(route.handler, names);
            }
        }
        return null;
    }

    /** Whether the path is served under any other method. */
    public boolean knows(String path) {
        return routes.stream().anyMatch(route -> route.pattern.matcher(path).matches());
    }

    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
