package io.tidelock.core.port.run;

import java.util.Optional;
import java.util.SortedSet;

/** The files of one commit, read from the object store: no checkout needed. Paths are relative, with {@code /}. */
public interface SourceTree {
    /** Every file, symbolic links included, submodules not. */
    SortedSet<String> files();

    /** Content of a file of at most {@code limit} bytes; empty when there is none, it is larger, or it is a link. */
    Optional<byte[]> read(String path, int limit);

    /** Object id of a file or directory ({@code .} for the root); empty when there is none. Equal ids, equal contents. */
    Optional<String> id(String path);

    /** Paths of the symbolic links. */
    SortedSet<String> links();

    /** True when commands were run over it: each of its files may have had a part in what it now is. */
    default boolean altered() {
        return false;
    }
}
