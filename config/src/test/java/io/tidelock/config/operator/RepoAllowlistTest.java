package io.tidelock.config.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tidelock.core.change.RepoRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RepoAllowlistTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                                        | github.com | acme/infra      | true",
                "github.com/acme/infra                    | github.com | acme/infra      | true",
                "GitHub.com/ACME/infra                    | github.com | acme/Infra      | true",
                "github.com/acme/infra                    | github.com | acme/infra-prod | false",
                "github.com/acme/infra                    | github.com | acme/infr       | false",
                "github.com/acme/*                        | github.com | acme/infra      | true",
                "github.com/acme/*                        | github.com | acme-evil/infra | false",
                "github.com/acme/*                        | ghe.com    | acme/infra      | false",
                "github.com/acme/infra*                   | github.com | acme/infra-prod | true",
                "github.com/acme/*-prod                   | github.com | acme/infra-prod | true",
                "github.com/acme/*-prod                   | github.com | evil/infra-prod | false",
                "github.com/*/infra                       | github.com | acme/infra      | true",
                "github.com/*/infra                       | evil.com   | acme/infra      | false",
                "*/acme/infra                             | ghe.com    | acme/infra      | true",
                "github.com/acme/*,!github.com/acme/infra | github.com | acme/infra      | false",
                "!github.com/acme/infra,github.com/acme/* | github.com | acme/infra      | false",
                "!github.com/acme/*-prod,*                | github.com | acme/infra      | true",
                "!github.com/acme/infra                   | github.com | acme/other      | false",
                "gitlab.com/acme/*                        | gitlab.com | acme/sub/infra  | true"
            })
    void patterns(String patterns, String host, String path, boolean allowed) {
        RepoAllowlist list = new RepoAllowlist(List.of(patterns.strip().split(",")));

        assertThat(list.test(new RepoRef(host.strip(), path.strip()))).isEqualTo(allowed);
    }

    @Test
    void anEmptyListAllowsNothing() {
        assertThat(new RepoAllowlist(List.of()).test(new RepoRef("github.com", "acme/infra")))
                .isFalse();
    }

    @Test
    void manyStarsTakeNoTime() {
        RepoAllowlist list = new RepoAllowlist(List.of("*a".repeat(2000) + "b"));
        RepoRef repo = new RepoRef("github.com", "acme/" + "a".repeat(5000));

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(5), () -> list.test(repo)))
                .isFalse();
    }

    @Test
    void aHostWithAPortMayBeNamedWithoutIt() {
        RepoRef repo = new RepoRef("ghe.acme.com:8443", "acme/infra");
        assertThat(new RepoAllowlist(List.of("ghe.acme.com/acme/*")).test(repo)).isTrue();
        assertThat(new RepoAllowlist(List.of("ghe.acme.com:8443/acme/*")).test(repo))
                .isTrue();
        assertThat(new RepoAllowlist(List.of("ghe.acme.com:9443/acme/*")).test(repo))
                .isFalse();
        assertThat(new RepoAllowlist(List.of("*", "!ghe.acme.com/acme/infra")).test(repo))
                .isFalse();
        assertThat(new RepoAllowlist(List.of("*", "!ghe.acme.com:8443/acme/infra")).test(repo))
                .isFalse();
    }
}
