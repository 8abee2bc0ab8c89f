package io.tidelock.server.store;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.project.ProjectKey;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes up values of the core language, the same ones for the same seed. */
final class AnyValue {
    private static final List<String> TEXTS =
            List.of("", "plain", "Grüße, 世界", "\u0000\u001f\"\\ '; --", "line\nline\r\n\ttab", "😀", "x".repeat(5000));

    private final Random random;

    private AnyValue(long seed) {
        this.random = new Random(seed);
    }

    static Object of(Class<?> type, long seed) {
        return new AnyValue(seed).any(type);
    }

    private Object any(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return random.nextBoolean() ? Optional.of(any(inner)) : Optional.empty();
            }
            return IntStream.range(0, random.nextInt(4))
                    .mapToObj(nth -> any(inner))
                    .toList();
        }
        return single((Class<?>) type);
    }

    private Object single(Class<?> type) {
        if (type == String.class) {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        } else if (type == int.class) {
            return random.nextInt();
        } else if (type == long.class) {
            return random.nextLong();
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == Instant.class) {
            return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        } else if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        } else if (type.isSealed()) {
            Class<?>[] cases = type.getPermittedSubclasses();
            return any(cases[random.nextInt(cases.length)]);
        }
        return chosen(type);
    }

    /** Values of types that do not take just anything. */
    private Object chosen(Class<?> type) {
        if (type == CommitSha.class) {
            return new CommitSha("%040x".formatted(random.nextInt(Integer.MAX_VALUE)));
        } else if (type == RepoRef.class) {
            return new RepoRef("git.example.com", "group/sub/" + random.nextInt(9));
        } else if (type == PullRef.class) {
            return new PullRef((RepoRef) any(RepoRef.class), 1 + random.nextInt(9999));
        } else if (type == ProjectKey.class) {
            return new ProjectKey("dir/" + random.nextInt(9), "default", (String) any(String.class));
        } else if (type == RunId.class) {
            return new RunId("run-" + random.nextInt(9999));
        }
        return record(type);
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> any(component.getGenericType()))
                .toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException bug) {
            throw new IllegalStateException(type.toString(), bug);
        }
    }
}
