package io.tidelock.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.port.Refused;
import io.tidelock.testkit.contract.TestClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {
    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nfs",
                "nfs4",
                "cifs",
                "smb3",
                "smbfs",
                "9p",
                "fuse.sshfs",
                "fuse.glusterfs",
                "ceph",
                "fuse.ceph",
                "afs",
                "lustre",
                "NFS4"
            })
    void aNetworkFileSystemIsRefused(String type) {
        assertThatThrownBy(() -> DataFolder.open(data, folder -> type))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("lies on a network file system (" + type + ")")
                .hasMessageContaining("local disk");
        assertThat(data).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "ext2/ext3", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "NTFS", "fuseblk"})
    void aLocalFileSystemIsNot(String type) {
        assertThatCode(() -> DataFolder.open(data, folder -> type).close()).doesNotThrowAnyException();
    }

    @Test
    void aFolderThatIsNotThereIsMadeForTheServersUserAlone() throws IOException {
        Path deep = data.resolve("a/b");

        DataFolder.open(deep, DataFolder.REAL).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
                .isEqualTo("rwx------");
    }

    @Test
    void whatIsNoFolderIsRefused() throws IOException {
        Path file = Files.writeString(data.resolve("file"), "");

        assertThatThrownBy(() -> DataFolder.open(file, DataFolder.REAL))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("cannot be used");
    }

    @Test
    void aFolderOpenInThisProcessIsRefusedUntilItIsClosed() {
        DataFolder first = DataFolder.open(data, DataFolder.REAL);

        assertThatThrownBy(() -> DataFolder.open(data.resolve("../" + data.getFileName()), DataFolder.REAL))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("in use")
                .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));

        first.close();
        DataFolder.open(data, DataFolder.REAL).close();
    }

    @Test
    void aFolderOpenInAnotherProcessIsRefusedWithItsNumberUntilThatEnds() throws Exception {
        Process other = ChildJvm.start(Holder.class, data.toString());
        try (BufferedReader said = other.inputReader()) {
            assertThat(Objects.requireNonNull(said.readLine())).isEqualTo("open");

            assertThatThrownBy(() -> Store.open(FreshStore.settings(data), new TestClock()))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("process " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        Store.open(FreshStore.settings(data), new TestClock()).close();
    }

    @Test
    void aRefusedSecondOpeningDoesNotFreeTheFolderForOthers() throws Exception {
        DataFolder first = DataFolder.open(data, DataFolder.REAL);
        assertThatThrownBy(() -> DataFolder.open(data, DataFolder.REAL)).isInstanceOf(Refused.class);

        Process other = ChildJvm.start(Holder.class, data.toString());
        try (BufferedReader said = other.inputReader()) {
            assertThat(Objects.requireNonNull(said.readLine())).contains("in use");
        } finally {
            other.destroyForcibly().waitFor();
            first.close();
        }
    }

    /** Opens the folder, says so, and waits to be ended. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws InterruptedException {
            try {
                DataFolder folder = DataFolder.open(Path.of(args[0]), DataFolder.REAL);
                System.out.println("open");
                Thread.sleep(60_000);
                folder.close();
            } catch (Refused refused) {
                System.out.println(refused.getMessage());
            }
        }
    }
}
