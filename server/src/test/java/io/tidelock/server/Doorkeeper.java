package io.tidelock.server;

import io.tidelock.server.execute.Bench;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stands before real and fake ports alike: sees each call, and may throw in its place. It answers none. */
abstract class Doorkeeper implements Bench.Doors {
    /** Called before a call goes through. */
    abstract void before(Class<?> port, Method method, List<Object> arguments);

    /** Called after it went through, before its answer is given. */
    void after(Class<?> port, Method method, List<Object> arguments, @Nullable Object answer) {}

    @Override
    public <T> T through(Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    List<Object> given = arguments == null ? List.of() : List.of(arguments);
                    before(port, method, given);
                    @Nullable Object answer = call(real, method, arguments);
                    after(port, method, given, answer);
                    return answer;
                }));
    }

    private static @Nullable Object call(Object real, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getTargetException();
        }
    }

    /** Every call of one port fails so. */
    static Doorkeeper failing(Class<?> broken, RuntimeException how) {
        return failingWhile(broken, () -> true, how);
    }

    static Doorkeeper failingWhile(Class<?> broken, Supplier<Boolean> when, RuntimeException how) {
        return new Doorkeeper() {
            @Override
            void before(Class<?> port, Method method, List<Object> arguments) {
                if (port == broken && when.get()) {
                    throw how;
                }
            }
        };
    }
}
