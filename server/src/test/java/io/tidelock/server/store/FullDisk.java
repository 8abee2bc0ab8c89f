package io.tidelock.server.store;

/** A disk that has no room for one more page of the database, until {@link #free()}. */
public final class FullDisk {
    private final Store store;

    private FullDisk(Store store) {
        this.store = store;
    }

    public static FullDisk under(AutoCloseable store) {
        FullDisk disk = new FullDisk((Store) store);
        disk.pages(1);
        return disk;
    }

    public void free() {
        pages(1_000_000);
    }

    private void pages(int most) {
        store.database().write(handle -> handle.execute("PRAGMA max_page_count = " + most));
    }
}
