package io.tidelock.config.operator;

import io.tidelock.config.compat.Compat;
import io.tidelock.config.compat.CompatRow;
import io.tidelock.config.compat.CompatRow.Status;

/** The rows as if nothing were missing any more: what a setting means can be told before it is obeyed. */
final class Honoured {
    private Honoured() {}

    static Compat rows() {
        return Compat.of(Compat.load().rows().stream().map(Honoured::row).toList());
    }

    private static CompatRow row(CompatRow row) {
        return new CompatRow(
                row.kind(),
                row.name(),
                row.type(),
                row.honoured() ? row.status() : Status.IMPROVED,
                false,
                row.fallback(),
                row.fits(),
                row.ours(),
                row.test(),
                row.why());
    }
}
