package io.tidelock.sandbox.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.patch.FileHeader.PatchType;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.util.io.DisabledOutputStream;
import org.jspecify.annotations.Nullable;

/** What differs between two commits, with renames found as git finds them. */
public final class Changes {
    private static final int LARGEST_PATCH = 400_000;

    private final Repository git;

    public Changes(Repository git) {
        this.git = git;
    }

    /**
     * The changed files, sorted by path.
     *
     * @param before a commit, or null for nothing at all
     */
    public List<FileChange> files(@Nullable String before, String after) {
        try (ObjectReader reader = git.newObjectReader();
                DiffFormatter formatter = new DiffFormatter(DisabledOutputStream.INSTANCE)) {
            formatter.setRepository(git);
            formatter.setDetectRenames(true);
            List<FileChange> files = new ArrayList<>();
            for (DiffEntry entry : formatter.scan(tree(reader, before), tree(reader, after))) {
                files.add(change(reader, formatter, entry));
            }
            files.sort((a, b) -> a.path().compareTo(b.path()));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The change as one text in git's diff format. */
    public String text(@Nullable String before, String after) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectReader reader = git.newObjectReader();
                DiffFormatter formatter = new DiffFormatter(out)) {
            formatter.setRepository(git);
            formatter.setDetectRenames(true);
            formatter.format(formatter.scan(tree(reader, before), tree(reader, after)));
            formatter.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private AbstractTreeIterator tree(ObjectReader reader, @Nullable String commit) throws IOException {
        if (commit == null) {
            return new EmptyTreeIterator();
        }
        try (RevWalk walk = new RevWalk(reader)) {
            CanonicalTreeParser parser = new CanonicalTreeParser();
            parser.reset(reader, walk.parseCommit(ObjectId.fromString(commit)).getTree());
            return parser;
        }
    }

    private static FileChange change(ObjectReader reader, DiffFormatter formatter, DiffEntry entry) throws IOException {
        FileHeader header = formatter.toFileHeader(entry);
        int additions = 0;
        int deletions = 0;
        for (Edit edit : header.toEditList()) {
            additions += edit.getLengthB();
            deletions += edit.getLengthA();
        }
        String status = switch (entry.getChangeType()) {
            case ADD -> "added";
            case DELETE -> "removed";
            case MODIFY -> "modified";
            case RENAME -> "renamed";
            case COPY -> "copied";
        };
        boolean removed = entry.getChangeType() == DiffEntry.ChangeType.DELETE;
        boolean moved = status.equals("renamed") || status.equals("copied");
        return new FileChange(
                removed ? entry.getOldPath() : entry.getNewPath(),
                moved ? entry.getOldPath() : null,
                status,
                additions,
                deletions,
                (removed ? entry.getOldId() : entry.getNewId()).name(),
                patch(reader, entry, header));
    }

    private static @Nullable String patch(ObjectReader reader, DiffEntry entry, FileHeader header) throws IOException {
        if (header.getPatchType() != PatchType.UNIFIED || header.toEditList().isEmpty()) {
            return null;
        }
        RawText before = text(reader, entry.getOldMode(), entry.getOldId());
        RawText after = text(reader, entry.getNewMode(), entry.getNewId());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DiffFormatter hunks = new DiffFormatter(out)) {
            hunks.format(header.toEditList(), before, after);
            hunks.flush();
        }
        return out.size() > LARGEST_PATCH
                ? null
                : out.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private static RawText text(ObjectReader reader, FileMode mode, AbbreviatedObjectId id) throws IOException {
        if (mode.getObjectType() != org.eclipse.jgit.lib.Constants.OBJ_BLOB) {
            return mode == FileMode.GITLINK
                    ? new RawText(("Subproject commit " + id.name() + "\n").getBytes(StandardCharsets.UTF_8))
                    : new RawText(new byte[0]);
        }
        return new RawText(reader.open(id.toObjectId()).getBytes());
    }
}
