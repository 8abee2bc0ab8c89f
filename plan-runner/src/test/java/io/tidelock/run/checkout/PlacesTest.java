package io.tidelock.run.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlacesTest {
    private static final Places PLACES = new Places(Path.of("/data"));

    @Test
    void plainNamesStayReadable() {
        RepoRef repo = new RepoRef("git.example.org:8443", "group/sub-group/infra_1.x");
        assertThat(PLACES.mirror(repo))
                .hasToString("/data/mirrors/git.example.org=3a8443/group/sub-group/infra_1.x.git");
        assertThat(PLACES.tree(new PullRef(repo, 7), new CommitSha("a".repeat(40)), "default"))
                .hasToString("/data/trees/git.example.org=3a8443/group/sub-group/infra_1.x.git/7/" + "a".repeat(40)
                        + "/default");
    }

    @Test
    void differentNamesHaveDifferentPlacesWithinTheirFolder() {
        List<String> names = List.of(
                "a",
                "A",
                ".",
                "a.",
                ".a",
                "a.git",
                "a.git.git",
                ".git",
                "a=2egit",
                "a b",
                "a%20b",
                "a=20b",
                "ä",
                "-a",
                "=",
                "a\u0000",
                "\n",
                "*",
                "~",
                "a\\b",
                "x".repeat(300),
                "x".repeat(301),
                "CON",
                "a:b");
        Set<Path> places = new HashSet<>();
        for (String owner : names) {
            for (String name : names) {
                Path mirror = PLACES.mirror(new RepoRef("host", owner + "/" + name));
                assertThat(mirror).isEqualTo(mirror.normalize());
                assertThat(mirror.startsWith("/data/mirrors/host")).isTrue();
                assertThat(mirror.getNameCount()).isEqualTo(5);
                assertThat(places.add(mirror)).as(owner + "/" + name).isTrue();
            }
        }
    }

    @Test
    void noRepositoryLiesWithinAnother() {
        List<RepoRef> repos = List.of(
                new RepoRef("h", "a/b"),
                new RepoRef("h", "a/b/7"),
                new RepoRef("h", "a/b.git/7"),
                new RepoRef("h", "a/b.git"),
                new RepoRef("h", "a/b/7/objects"),
                new RepoRef("h", "a/b=2egit/c"));
        for (RepoRef one : repos) {
            for (RepoRef other : repos) {
                if (!one.equals(other)) {
                    assertThat(PLACES.mirror(one).startsWith(PLACES.mirror(other)))
                            .as(one + " " + other)
                            .isFalse();
                    assertThat(PLACES.trees(new PullRef(one, 7)).startsWith(PLACES.trees(new PullRef(other, 7))))
                            .isFalse();
                }
            }
        }
    }
}
