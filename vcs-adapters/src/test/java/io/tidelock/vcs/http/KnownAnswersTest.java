package io.tidelock.vcs.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownAnswersTest {
    private final KnownAnswers known = new KnownAnswers(3, 1000);

    private static Call get(String name) {
        return new Call("GET", URI.create("http://host/" + name), Map.of("Accept", "json"), Optional.empty());
    }

    private static Answer answer(int status, int bytes) {
        return new Answer(status, Map.of("ETag", List.of("\"e\"")), new byte[bytes]);
    }

    @Test
    void theLeastRecentlyUsedIsDroppedFirst() {
        known.keep(get("a"), answer(200, 1));
        known.keep(get("b"), answer(200, 1));
        known.keep(get("c"), answer(200, 1));
        assertThat(known.of(get("a"))).isPresent();
        known.keep(get("d"), answer(200, 1));
        assertThat(known.etags()).containsOnlyKeys(get("a").uri(), get("c").uri(), get("d").uri());
    }

    @Test
    void bytesAreBounded() {
        for (int i = 0; i < 20; i++) {
            known.keep(get("n" + i), answer(200, 250));
            known.keep(get("n" + i), answer(200, 200));
            assertThat(known.bytes()).isEqualTo(200L * known.count()).isLessThanOrEqualTo(1000);
        }
        known.keep(get("large"), answer(200, 251));
        assertThat(known.of(get("large"))).isEmpty();
    }

    @Test
    void onlySuccessfulReadsWithAnEtagAreKept() {
        known.keep(get("a"), answer(404, 1));
        known.keep(get("b"), new Answer(200, Map.of(), new byte[1]));
        Call post = new Call("POST", URI.create("http://host/a"), Map.of(), Optional.empty());
        known.keep(post, answer(200, 1));
        assertThat(known.count()).isZero();
        assertThat(known.of(post)).isEmpty();
    }

    @Test
    void whatChangedToAFailureIsForgotten() {
        known.keep(get("a"), answer(200, 10));
        known.keep(get("a"), answer(404, 10));
        assertThat(known.of(get("a"))).isEmpty();
        assertThat(known.bytes()).isZero();
    }

    @Test
    void anotherAcceptIsAnotherAnswer() {
        known.keep(get("a"), answer(200, 1));
        Call raw = new Call("GET", get("a").uri(), Map.of("Accept", "raw"), Optional.empty());
        assertThat(known.of(raw)).isEmpty();
    }
}
