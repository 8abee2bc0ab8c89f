package io.tidelock.config.select;

import io.tidelock.config.RepoPath;
import io.tidelock.core.port.run.SourceTree;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Questions to the files of a commit. A directory is there when a file lies below it. */
record Tree(SourceTree source) {
    boolean hasDirectory(String dir) {
        return dir.equals(".")
                || source.files().tailSet(dir + "/").stream().findFirst().stream()
                        .anyMatch(file -> file.startsWith(dir + "/"));
    }

    boolean hasFile(String dir, String name) {
        return source.files().contains(RepoPath.join(dir, name));
    }

    /** The symbolic link that the directory is, or lies behind. */
    Optional<String> linkTo(String dir) {
        for (int slash = dir.indexOf('/'); slash >= 0; slash = dir.indexOf('/', slash + 1)) {
            String above = dir.substring(0, slash);
            if (source.links().contains(above)) {
                return Optional.of(above);
            }
        }
        return source.links().contains(dir) ? Optional.of(dir) : Optional.empty();
    }

    /** The paths of the files that lie in the directory itself. */
    List<String> filesIn(String dir) {
        String prefix = dir.equals(".") ? "" : dir + "/";
        List<String> found = new ArrayList<>();
        String from = prefix;
        while (true) {
            Iterator<String> files = source.files().tailSet(from).iterator();
            String below = null;
            while (files.hasNext() && below == null) {
                String file = files.next();
                if (!file.startsWith(prefix)) {
                    return found;
                }
                int slash = file.indexOf('/', prefix.length());
                if (slash < 0) {
                    found.add(file);
                } else {
                    below = file.substring(0, slash);
                }
            }
            if (below == null) {
                return found;
            }
            from = below + (char) ('/' + 1); // past everything in that subdirectory
        }
    }

    boolean holdsTerraform(String dir) {
        return filesIn(dir).stream().anyMatch(Tree::terraform);
    }

    /** Every directory that terraform could run in. */
    TreeSet<String> terraformDirectories() {
        TreeSet<String> dirs = new TreeSet<>();
        for (String file : source.files()) {
            if (terraform(file)) {
                dirs.add(RepoPath.parent(file));
            }
        }
        return dirs;
    }

    private static boolean terraform(String file) {
        return file.endsWith(".tf")
                || file.endsWith(".tf.json")
                || file.endsWith(".tofu")
                || file.endsWith(".tofu.json")
                || file.equals("terragrunt.hcl")
                || file.endsWith("/terragrunt.hcl");
    }
}
