package io.tidelock.sandbox.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/** Git's smart protocol over a pair of streams: versions 0 and 2, shallow and partial clones, any commit by its hash. */
public final class Wire {
    public static final String UPLOAD = "git-upload-pack";
    public static final String RECEIVE = "git-receive-pack";
    private static final int TIMEOUT_SECONDS = 300;

    private Wire() {}

    /**
     * Answers {@code info/refs?service=…}.
     *
     * @param protocol the header {@code Git-Protocol}, such as {@code version=2}
     */
    public static void advertise(Repository git, String service, @Nullable String protocol, OutputStream out)
            throws IOException {
        PacketLineOut lines = new PacketLineOut(out);
        if (service.equals(UPLOAD)) {
            upload(git, protocol).sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines), UPLOAD);
        } else {
            lines.writeString("# service=" + service + "\n");
            lines.end();
            receive(git).sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        }
        lines.flush();
    }

    /** Answers a fetch or clone. */
    public static void send(Repository git, @Nullable String protocol, InputStream in, OutputStream out)
            throws IOException {
        upload(git, protocol).uploadWithExceptionPropagation(in, out, null);
    }

    /**
     * Takes a push.
     *
     * @param refuse tells why a change may not be made, or null when it may
     * @param done gets the changes that were made, before the pusher has the answer
     */
    public static void take(
            Repository git,
            InputStream in,
            OutputStream out,
            Function<RefChange, @Nullable String> refuse,
            Consumer<List<RefChange>> done)
            throws IOException {
        ReceivePack pack = receive(git);
        pack.setPreReceiveHook((self, commands) -> {
            for (ReceiveCommand command : commands) {
                String reason = refuse.apply(change(command));
                if (reason != null) {
                    command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, reason);
                }
            }
        });
        pack.setPostReceiveHook((self, commands) -> {
            List<RefChange> changes = commands.stream()
                    .filter(command -> command.getResult() == ReceiveCommand.Result.OK)
                    .map(Wire::change)
                    .toList();
            if (!changes.isEmpty()) {
                done.accept(changes);
            }
        });
        pack.receive(in, out, null);
    }

    private static RefChange change(ReceiveCommand command) {
        return new RefChange(
                command.getRefName(),
                command.getOldId().name(),
                command.getNewId().name());
    }

    private static UploadPack upload(Repository git, @Nullable String protocol) {
        UploadPack pack = new UploadPack(git);
        pack.setBiDirectionalPipe(false);
        pack.setTimeout(TIMEOUT_SECONDS);
        pack.setRequestPolicy(UploadPack.RequestPolicy.ANY);
        if (protocol != null) {
            pack.setExtraParameters(Arrays.asList(protocol.split(":")));
        }
        return pack;
    }

    private static ReceivePack receive(Repository git) {
        ReceivePack pack = new ReceivePack(git);
        pack.setBiDirectionalPipe(false);
        pack.setTimeout(TIMEOUT_SECONDS);
        pack.setAtomic(true);
        pack.setAllowNonFastForwards(true);
        pack.setAllowDeletes(true);
        pack.setAllowPushOptions(true);
        return pack;
    }
}
