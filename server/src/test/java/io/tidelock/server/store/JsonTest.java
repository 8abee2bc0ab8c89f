package io.tidelock.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.Message;
import io.tidelock.core.words.StatusState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {
    /** Every case of every sealed type that is stored, so that a new case is tested without a thought. */
    static Stream<Class<?>> cases() {
        return Stream.of(Work.class, Outcome.class, Message.class).flatMap(JsonTest::casesOf);
    }

    private static Stream<Class<?>> casesOf(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(JsonTest::casesOf) : Stream.of(type);
    }

    private static Class<?> family(Class<?> type) {
        return Stream.of(Work.class, Outcome.class, Message.class)
                .filter(family -> family.isAssignableFrom(type))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyCaseComesBackAsItWas(Class<?> type) {
        for (int seed = 0; seed < 50; seed++) {
            Object value = AnyValue.of(type, seed);

            assertThat((Object) Json.read(Json.write(value), family(type))).isEqualTo(value);
        }
    }

    /** A server that was updated finds what the one before has stored. */
    @Test
    void whatWasAddedLaterMayBeMissing() {
        Message status = new Message.Status(
                new PullRef(new RepoRef("github.com", "acme/infra"), 7),
                new CommitStatus(
                        new RepoRef("github.com", "acme/infra"),
                        new CommitSha("a".repeat(40)),
                        "tidelock/plan",
                        StatusState.SUCCESS,
                        "planned",
                        Optional.empty()));
        String before = Json.write(status).replaceFirst(",\"report\":null", "");
        assertThat(before).doesNotContain("report");
        assertThat(Json.read(before, Message.class)).isEqualTo(status);

        Work queued = new Work.Queued(
                new PullRef(new RepoRef("github.com", "acme/infra"), 7),
                new CommitSha("a".repeat(40)),
                Optional.empty(),
                false);
        before = Json.write(queued).replaceFirst(",\"base\":null", "");
        assertThat(before).doesNotContain("base");
        assertThat(Json.read(before, Work.class)).isEqualTo(queued);
    }

    @Test
    void casesOfOneFamilyHaveDifferentNames() {
        for (Class<?> family : List.of(Work.class, Outcome.class, Message.class)) {
            assertThat(casesOf(family).map(Json::name)).doesNotHaveDuplicates();
        }
    }

    @Test
    void aCaseSaysWhichItIsByItsSimpleName() {
        assertThat(Json.write(new Outcome.Unchanged("text"))).isEqualTo("{\"type\":\"Unchanged\",\"text\":\"text\"}");
    }

    @Test
    void listsComeBackAsTheyWere() {
        List<Problem> problems = new ArrayList<>();
        for (int seed = 0; seed < 20; seed++) {
            problems.add((Problem) AnyValue.of(Problem.class, seed));
        }

        assertThat(Json.readList(Json.write(problems), Problem.class)).isEqualTo(problems);
    }

    @Test
    void aCaseOfANewerVersionIsNamed() {
        assertThatThrownBy(() -> Json.read("{\"type\":\"Refactor\"}", Work.class))
                .isInstanceOf(Json.Unreadable.class)
                .hasMessage("the stored Work is of type 'Refactor', which this version of Tidelock does not know;"
                        + " it was written by a newer one");
    }

    @Test
    void aPropertyOfANewerVersionIsNotOverlooked() {
        assertThatThrownBy(() -> Json.read("{\"type\":\"Unchanged\",\"text\":\"t\",\"mood\":\"good\"}", Outcome.class))
                .isInstanceOf(Json.Unreadable.class)
                .hasMessageContaining("mood");
    }

    @Test
    void whatIsMissingIsNotMadeUp() {
        assertThatThrownBy(() -> Json.read("{\"type\":\"Unchanged\"}", Outcome.class))
                .isInstanceOf(Json.Unreadable.class);
        assertThatThrownBy(() -> Json.read("{\"type\":\"PlanSummary\"}", Outcome.class))
                .isInstanceOf(Json.Unreadable.class);
    }
}
