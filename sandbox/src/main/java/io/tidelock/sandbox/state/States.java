package io.tidelock.sandbox.state;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The states by name, and who holds which lock. Safe for use by many threads. */
public final class States {
    private final Map<String, byte[]> states = new TreeMap<>();
    private final Map<String, Lock> locks = new TreeMap<>();

    /** A held lock: its id, and the information about its holder as it was sent. */
    record Lock(String id, String info) {}

    /** The state's bytes, or null. */
    public synchronized byte @Nullable [] get(String name) {
        byte[] state = states.get(name);
        return state == null ? null : state.clone();
    }

    /** The holder's information as Terraform sent it, or null when nobody holds the lock. */
    public synchronized @Nullable String holder(String name) {
        Lock lock = locks.get(name);
        return lock == null ? null : lock.info();
    }

    public synchronized void put(String name, byte[] state) {
        states.put(name, state.clone());
    }

    synchronized void delete(String name) {
        states.remove(name);
    }

    /** Takes the lock, or gives the one who has it already. */
    synchronized @Nullable Lock lock(String name, Lock wanted) {
        return locks.putIfAbsent(name, wanted);
    }

    /** Frees the lock; gives the holder instead if it is another. A null id frees it from anybody. */
    synchronized @Nullable Lock unlock(String name, @Nullable String id) {
        Lock held = locks.get(name);
        if (held != null && id != null && !held.id().equals(id)) {
            return held;
        }
        locks.remove(name);
        return null;
    }

    /** The holder who stands against a write under this lock id, or null when it may be done. */
    synchronized @Nullable Lock against(String name, @Nullable String id) {
        Lock held = locks.get(name);
        return held == null || held.id().equals(id) ? null : held;
    }
}
