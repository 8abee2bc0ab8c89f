package io.tidelock.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.server.Server;
import io.tidelock.server.store.FullDisk;
import io.tidelock.server.store.Store;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FullDiskTest {
    @Test
    void webhooksAreRefusedWhileTheDiskIsFullAndTakenAgainAfterwards(@TempDir Path data) throws Exception {
        try (Door door = Door.open(data)) {
            FullDisk disk = FullDisk.under(store(door.server));
            int status = 200;
            int taken = 0;
            while (status == 200 && taken < 10_000) {
                status = send(door, "d" + taken);
                taken += status == 200 ? 1 : 0;
            }
            assertThat(status).as("after %s", taken).isEqualTo(503);
            assertThat(door.get("/healthz").statusCode()).isEqualTo(200);

            disk.free();
            assertThat(send(door, "d" + taken)).isEqualTo(200);
            assertThat(door.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(door.rows("SELECT count(*) FROM delivery")).containsExactly(String.valueOf(taken + 1));
        }
    }

    private static int send(Door door, String id) {
        String body = Door.comment("acme/infra", "tidelock plan " + "-".repeat(2_000));
        return door.send(door.event("issue_comment", id, body)).statusCode();
    }

    private static AutoCloseable store(Server server) throws ReflectiveOperationException {
        Field parts = Server.class.getDeclaredField("parts");
        parts.setAccessible(true);
        return ((List<?>) parts.get(server))
                .stream()
                        .filter(Store.class::isInstance)
                        .map(Store.class::cast)
                        .findFirst()
                        .orElseThrow();
    }
}
