package io.tidelock.config.select;

import io.tidelock.config.DidYouMean;
import io.tidelock.config.yaml.Quote;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.project.ConfiguredProject;
import io.tidelock.core.project.ProjectKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Groups and dependencies as one order: a project comes after those of lower groups and after those it depends on. What
 * contradicts itself is refused, with the names of the projects that it goes through.
 */
final class Turns {
    private static final int MOST_SHOWN = 20;

    private final Map<String, ConfiguredProject> named = new TreeMap<>();
    private final Map<ProjectKey, Problem> faults = new HashMap<>();
    private final List<ConfiguredProject> projects;

    private final Set<String> elsewhere;

    private Turns(Collection<ConfiguredProject> projects, Set<String> elsewhere) {
        this.projects = List.copyOf(projects);
        this.elsewhere = elsewhere;
        for (ConfiguredProject project : projects) {
            String name = project.key().name();
            ConfiguredProject twin = name.isEmpty() ? null : named.putIfAbsent(name, project);
            if (twin != null) {
                fault(twin, twins(name));
                fault(project, twins(name));
            }
        }
    }

    private static Problem twins(String name) {
        return Problem.of(
                "several projects for this base branch have the name " + Quote.of(name),
                "a name of its own for each project of a base branch",
                "Rename one of them, or correct its 'branch'.");
    }

    /**
     * For each project whose wish cannot be granted, why.
     *
     * @param projects those for one base branch
     * @param elsewhere names of projects for other base branches: to depend on them asks for nothing
     */
    static Map<ProjectKey, Problem> faults(Collection<ConfiguredProject> projects, Set<String> elsewhere) {
        Turns turns = new Turns(projects, elsewhere);
        turns.projects.forEach(turns::check);
        turns.findCircles();
        return turns.faults;
    }

    private void check(ConfiguredProject project) {
        for (String wanted : project.wish().dependsOn()) {
            ConfiguredProject other = named.get(wanted);
            int own = project.wish().group();
            if (other == null && !elsewhere.contains(wanted)) {
                fault(
                        project,
                        Problem.of(
                                "'depends_on' of " + Quote.of(project.key().label()) + " names " + Quote.of(wanted)
                                        + ", which is the name of no project",
                                "names of projects in this file",
                                DidYouMean.among(wanted, named.keySet())
                                        .map(near -> "Did you mean '" + near + "'?")
                                        .orElse("Give that project a 'name', or remove it here.")));
            }
            if (other != null && other.wish().group() > own) {
                int its = other.wish().group();
                fault(
                        project,
                        Problem.of(
                                Quote.of(project.key().label()) + " depends on " + Quote.of(wanted)
                                        + ", and is in the earlier group: " + own + " before " + its,
                                "an 'execution_order_group' of at least " + its,
                                "Raise it, or remove it: 'depends_on' orders by itself."));
            }
        }
    }

    private void fault(ConfiguredProject project, Problem problem) {
        faults.putIfAbsent(project.key(), problem);
    }

    /** Follows what depends on what without recursion; every project of a circle is refused with the whole circle. */
    private void findCircles() {
        Set<String> done = new HashSet<>();
        for (String start : named.keySet()) {
            LinkedHashSet<String> path = new LinkedHashSet<>();
            Deque<Deque<String>> left = new ArrayDeque<>();
            enter(start, path, left, done);
            while (!left.isEmpty()) {
                String next = left.element().poll();
                if (next == null) {
                    left.pop();
                    done.add(path.removeLast());
                } else if (path.contains(next)) {
                    refuseCircle(path, next);
                } else {
                    enter(next, path, left, done);
                }
            }
        }
    }

    private void enter(String name, LinkedHashSet<String> path, Deque<Deque<String>> left, Set<String> done) {
        ConfiguredProject project = named.get(name);
        if (done.contains(name) || project == null) {
            return;
        }
        path.addLast(name);
        left.push(new ArrayDeque<>(new TreeSet<>(project.wish().dependsOn())));
    }

    /** What is refused already needs no second reason, so that each circle looked at refuses somebody. */
    private void refuseCircle(LinkedHashSet<String> path, String back) {
        if (faults.containsKey(keyOf(back)) && faults.containsKey(keyOf(path.getLast()))) {
            return;
        }
        List<String> circle = new ArrayList<>(path);
        circle = circle.subList(circle.indexOf(back), circle.size());
        String shown = String.join(" → ", circle.subList(0, Math.min(MOST_SHOWN, circle.size())))
                + (circle.size() > MOST_SHOWN ? " → … (" + (circle.size() - MOST_SHOWN) + " more)" : "") + " → " + back;
        Problem problem = Problem.of(
                "'depends_on' goes in a circle: " + shown,
                "an order in which one of them can be first",
                "Remove one of these dependencies.");
        circle.forEach(name -> faults.putIfAbsent(keyOf(name), problem));
    }

    private ProjectKey keyOf(String name) {
        return Objects.requireNonNull(named.get(name)).key();
    }

    /** The stage of each project, counted from 0 without gaps. Only what is given counts; what goes in a circle is first. */
    static Map<ProjectKey, Integer> stages(Collection<ConfiguredProject> selected) {
        Turns turns = new Turns(selected, Set.of());
        turns.findCircles();
        TreeMap<Integer, List<ConfiguredProject>> groups = new TreeMap<>();
        selected.forEach(project -> groups.computeIfAbsent(project.wish().group(), unused -> new ArrayList<>())
                .add(project));
        Map<ProjectKey, Integer> stages = new HashMap<>();
        int first = 0;
        for (List<ConfiguredProject> group : groups.values()) {
            Map<ProjectKey, Integer> depths = turns.depths(group);
            int last = first;
            for (ConfiguredProject project : group) {
                int stage = first + depths.getOrDefault(project.key(), 0);
                stages.put(project.key(), stage);
                last = Math.max(last, stage);
            }
            first = last + 1;
        }
        return stages;
    }

    /** How many of the same group come one after the other before each. */
    private Map<ProjectKey, Integer> depths(List<ConfiguredProject> group) {
        Set<ProjectKey> here = new HashSet<>();
        group.stream()
                .map(ConfiguredProject::key)
                .filter(key -> !faults.containsKey(key))
                .forEach(here::add);
        Map<ProjectKey, Set<ProjectKey>> before = new HashMap<>();
        Map<ProjectKey, List<ProjectKey>> following = new HashMap<>();
        for (ConfiguredProject project : group) {
            for (String wanted : project.wish().dependsOn()) {
                ConfiguredProject other = named.get(wanted);
                if (other != null
                        && here.contains(project.key())
                        && here.contains(other.key())
                        && before.computeIfAbsent(project.key(), unused -> new HashSet<>())
                                .add(other.key())) {
                    following
                            .computeIfAbsent(other.key(), unused -> new ArrayList<>())
                            .add(project.key());
                }
            }
        }
        Map<ProjectKey, Integer> depths = new HashMap<>();
        Deque<ProjectKey> free = new ArrayDeque<>();
        here.stream().filter(key -> !before.containsKey(key)).forEach(free::add);
        while (!free.isEmpty()) {
            ProjectKey key = free.remove();
            for (ProjectKey next : following.getOrDefault(key, List.of())) {
                depths.merge(next, depths.getOrDefault(key, 0) + 1, Math::max);
                Set<ProjectKey> waiting = before.getOrDefault(next, Set.of());
                waiting.remove(key);
                if (waiting.isEmpty()) {
                    free.add(next);
                }
            }
        }
        return depths;
    }
}
