package io.tidelock.benchmarks.scene;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small projects: one resource each, of a provider that is built into terraform. */
public record Projects(List<String> names) {
    public Projects {
        names = List.copyOf(names);
    }

    public static Projects of(int number) {
        return new Projects(IntStream.range(0, number)
                .mapToObj(i -> "projects/p%03d".formatted(i))
                .toList());
    }

    /** All their files; with another version, each of them is changed. */
    public Map<String, String> files(int version) {
        return names.stream()
                .collect(Collectors.toMap(
                        name -> name + "/main.tf",
                        name -> """
                        resource "terraform_data" "it" {
                          input = "%s in version %d"
                        }
                        """.formatted(name, version),
                        (one, other) -> one,
                        TreeMap::new));
    }
}
