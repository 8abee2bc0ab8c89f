package io.tidelock.sandbox.graph;

import graphql.schema.DataFetchingEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An object of a GraphQL type whose fields are worked out only when they are asked for. */
final class Thing {
    private static final int MOST = 100;

    private final String type;
    private final Map<String, Function<DataFetchingEnvironment, @Nullable Object>> fields = new HashMap<>();

    Thing(String type) {
        this.type = type;
    }

    /** The name of its type. */
    String type() {
        return type;
    }

    Thing with(String field, @Nullable Object value) {
        fields.put(field, env -> value);
        return this;
    }

    Thing later(String field, Supplier<? extends @Nullable Object> value) {
        fields.put(field, env -> value.get());
        return this;
    }

    Thing asked(String field, Function<DataFetchingEnvironment, @Nullable Object> value) {
        fields.put(field, value);
        return this;
    }

    @Nullable
    Object get(String field, DataFetchingEnvironment env) {
        Function<DataFetchingEnvironment, @Nullable Object> value = fields.get(field);
        return value == null ? null : value.apply(env);
    }

    /** One page of things, by first and after or last and before. */
    static <T> Thing page(DataFetchingEnvironment env, List<T> all, Function<T, Thing> draw) {
        int from = position(env.getArgument("after"), -1) + 1;
        int to = Math.min(all.size(), position(env.getArgument("before"), all.size()));
        Integer first = env.getArgument("first");
        Integer last = env.getArgument("last");
        if (first == null && last != null) {
            from = Math.max(from, to - Math.min(last, MOST));
        } else {
            to = Math.min(to, from + Math.min(first == null ? MOST : first, MOST));
        }
        int begin = Math.min(from, all.size());
        int end = Math.max(begin, to);
        List<T> shown = all.subList(begin, end);
        Thing info = new Thing("PageInfo")
                .with("hasNextPage", end < all.size())
                .with("hasPreviousPage", begin > 0)
                .with("startCursor", shown.isEmpty() ? null : cursor(begin))
                .with("endCursor", shown.isEmpty() ? null : cursor(end - 1));
        return new Thing("Connection")
                .with("totalCount", all.size())
                .with("pageInfo", info)
                .later("nodes", () -> shown.stream().map(draw).toList())
                .later(
                        "edges",
                        () -> shown.stream()
                                .map(one -> new Thing("Edge")
                                        .with("node", draw.apply(one))
                                        .with("cursor", cursor(all.indexOf(one))))
                                .toList());
    }

    private static String cursor(int position) {
        return Base64.getEncoder().encodeToString(("cursor:" + position).getBytes(StandardCharsets.UTF_8));
    }

    private static int position(@Nullable String cursor, int otherwise) {
        if (cursor == null || cursor.isEmpty()) {
            return otherwise;
        }
        try {
            String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
            return Integer.parseInt(text.substring("cursor:".length()));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw io.tidelock.sandbox.forge.Refused.with(422, "`" + cursor + "` does not appear to be a valid cursor.");
        }
    }
}
