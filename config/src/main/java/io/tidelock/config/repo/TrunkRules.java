package io.tidelock.config.repo;

import io.tidelock.config.DirGlob;
import io.tidelock.config.yaml.Field;
import io.tidelock.config.yaml.Problems;
import io.tidelock.config.yaml.Section;
import io.tidelock.config.yaml.YamlFile;
import io.tidelock.core.port.run.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Has what weakens rules come from the file as the base branch has it: requirements, locks, workflows, merging and the branch.
 * Whoever changes these has to have the change merged before it holds.
 */
final class TrunkRules {
    static final byte[] EMPTY = "version: 3\n".getBytes(StandardCharsets.UTF_8);

    private static final int MOST_NAMED = 20;

    /** @param kept keys of which the head says something else, for people */
    record Mixed(RawRepo raw, List<String> kept) {}

    private TrunkRules() {}

    /** The file there; one that says nothing when there is none, or none that could be planned by. */
    static RawRepo of(SourceTree base, Terms terms) {
        SortedSet<String> files = base.files();
        Optional<String> file = terms.file().map(List::of).orElse(RepoFile.NAMES).stream()
                .filter(files::contains)
                .findFirst();
        Optional<byte[]> bytes = file.filter(name -> !base.links().contains(name))
                .flatMap(name -> base.read(name, YamlFile.LARGEST))
                .filter(read -> RepoFile.read(read, file.orElseThrow(), terms, files) instanceof RepoFile.Meant);
        return raw(bytes.orElse(EMPTY), file.orElse(""))
                .or(() -> raw(EMPTY, ""))
                .orElseThrow();
    }

    private static Optional<RawRepo> raw(byte[] bytes, String file) {
        Optional<Section> top = YamlFile.read(bytes, file, new Problems(file));
        return top.map(RawRepo::read);
    }

    /** @param files of the head: a project of the base's file that it no longer names keeps its rules while it is there */
    static Mixed mix(RawRepo head, RawRepo base, SortedSet<String> files) {
        TreeSet<String> kept = new TreeSet<>();
        List<RawProject> projects = new ArrayList<>();
        for (RawProject project : head.projects()) {
            RawProject ruled = project.ruledBy(counterpart(project, base.projects()));
            differing(project.conditions(), ruled.conditions())
                    .forEach(key -> kept.add("`" + key + "` of `" + label(project) + "`"));
            if (!project.workflow().equals(ruled.workflow())) {
                kept.add("`workflow` of `" + label(project) + "`");
            }
            if (!project.branch().equals(ruled.branch())) {
                kept.add("`branch` of `" + label(project) + "`");
            }
            projects.add(ruled);
        }
        base.projects().stream()
                .filter(project -> project.workflow().isPresent()
                        || !project.conditions().fields().isEmpty())
                .filter(project -> project.many() || exists(project.dir(), files))
                .filter(project -> head.projects().stream().noneMatch(other -> samePlace(other, project)))
                .forEach(project -> {
                    kept.add("the entry of `" + label(project) + "`");
                    projects.add(project);
                });
        differing(head.conditions(), base.conditions()).forEach(key -> kept.add("`" + key + "`"));
        if (!head.workflows().equals(base.workflows())) {
            kept.add("`workflows`");
        }
        if (!head.merges().equals(base.merges())) {
            kept.add("`automerge`");
        }
        return new Mixed(
                head.ruledBy(base, projects), kept.stream().limit(MOST_NAMED).toList());
    }

    /** The entry of the same project; under another name too, so that a new name loses no rule. */
    private static Optional<RawProject> counterpart(RawProject project, List<RawProject> before) {
        List<RawProject> there =
                before.stream().filter(other -> samePlace(other, project)).toList();
        return there.stream()
                .filter(other -> other.name().equals(project.name()))
                .findFirst()
                .or(() -> there.stream().findFirst());
    }

    private static boolean samePlace(RawProject one, RawProject other) {
        return one.workspace().equals(other.workspace())
                && (one.dir().equals(other.dir())
                        || (one.many() && matches(one.dir(), other.dir()))
                        || (other.many() && matches(other.dir(), one.dir())));
    }

    private static boolean matches(String pattern, String dir) {
        return DirGlob.of(pattern).filter(glob -> glob.matches(dir)).isPresent();
    }

    private static boolean exists(String dir, SortedSet<String> files) {
        return dir.equals(".") || files.stream().anyMatch(file -> file.startsWith(dir + "/"));
    }

    private static String label(RawProject project) {
        return project.name().orElse(project.dir());
    }

    private static List<String> differing(RawConditions one, RawConditions other) {
        return Stream.concat(one.fields().keySet().stream(), other.fields().keySet().stream())
                .distinct()
                .filter(key -> !written(one.fields(), key).equals(written(other.fields(), key)))
                .sorted()
                .toList();
    }

    private static Optional<String> written(Map<String, Field> fields, String key) {
        return Optional.ofNullable(fields.get(key)).map(Field::written);
    }
}
