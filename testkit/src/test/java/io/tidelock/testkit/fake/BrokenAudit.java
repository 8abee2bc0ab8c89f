package io.tidelock.testkit.fake;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Audit trails that are wrong in one way each. */
final class BrokenAudit {
    private BrokenAudit() {}

    static List<Broken> all() {
        return List.of(
                Broken.in("a trail that forgets", shelf -> new FakeAudit(shelf) {
                    @Override
                    public void note(Instant at, String who, String what, String where, String detail) {
                        shelf.audit.clear();
                        super.note(at, who, what, where, detail);
                    }
                }),
                Broken.in("a trail that drops what it has heard", shelf -> new FakeAudit(shelf) {
                    @Override
                    public void note(Instant at, String who, String what, String where, String detail) {
                        shelf.audit.removeIf(entry -> entry.who().equals(who));
                        super.note(at, who, what, where, detail);
                    }
                }),
                Broken.in("a trail without details", shelf -> new FakeAudit(shelf) {
                    @Override
                    public void note(Instant at, String who, String what, String where, String detail) {
                        super.note(at, who, what, where, "");
                    }
                }),
                Broken.in("a trail that is sorted", shelf -> new FakeAudit(shelf) {
                    @Override
                    public List<Entry> entries() {
                        return super.entries().stream()
                                .sorted(Comparator.comparing(Entry::at))
                                .toList();
                    }
                }));
    }
}
