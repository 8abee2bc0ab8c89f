package io.tidelock.vcs.json;

import io.tidelock.core.port.host.Listing;
import io.tidelock.vcs.http.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists that come in pages. A list's tag is the ETags of its pages; while nothing changes, each page costs a request that is
 * answered 304. An entry that cannot be read is left out, not the list. Any thread.
 */
public final class Pages {
    /** How many entries a page is to have, which is what most hosts give at most. */
    public static final int SIZE = 100;

    /** Page sizes of hosts that give fewer than they are asked for: such a page may have a successor that no header names. */
    private static final Set<Integer> SUSPICIOUS = Set.of(20, 30, 50, SIZE);

    private static final String BETWEEN_TAGS = "\n";

    private final Host host;
    private final int most;

    /** The way to a host. */
    public interface Host {
        /**
         * The whole answer, a success; or a 304 when {@code etag} still holds.
         *
         * @param path after the root of the API, encoded, with its query
         */
        Answer ask(String path, Optional<String> etag);

        /** What to throw for an answer that is no list. */
        RuntimeException unreadable(String path, String why);
    }

    /** @param most pages that are read of one list; a host that gives the same for ever ends here at the latest */
    public Pages(Host host, int most) {
        this.host = host;
        this.most = most;
    }

    /**
     * The whole list.
     *
     * @param query after the root of the API, encoded, with a query that {@code &page=} may follow
     * @param read gives nothing for what is to be left out
     */
    public <T> Listing<T> list(String query, Optional<String> tag, Function<Tree, Optional<T>> read) {
        return list(query, tag, read, entry -> false, false);
    }

    /**
     * A list that begins with what is newest, and grows there: no page is read after one with something that is {@code old}.
     *
     * @param query see {@link #list}
     */
    public <T> Listing<T> newestFirst(
            String query, Optional<String> tag, Function<Tree, Optional<T>> read, Predicate<Tree> old) {
        return list(query, tag, read, old, true);
    }

    private <T> Listing<T> list(
            String query,
            Optional<String> tag,
            Function<Tree, Optional<T>> read,
            Predicate<Tree> old,
            boolean growsInFront) {
        List<String> before = tag.map(it -> List.of(it.split(BETWEEN_TAGS))).orElse(List.of());
        for (int page = 1; page <= before.size(); page++) {
            Answer answer = host.ask(page(query, page), Optional.of(before.get(page - 1)));
            if (answer.status() != 304) {
                return new Reading<>(query, read, old, growsInFront).from(page, answer);
            }
            if (page == before.size()) {
                return new Listing.Unchanged<>(answer.date());
            }
        }
        return new Reading<>(query, read, old, growsInFront).from(0, null);
    }

    private static String page(String query, int page) {
        return query + "&page=" + page;
    }

    /** One reading of a whole list. */
    private final class Reading<T> {
        private final String query;
        private final Function<Tree, Optional<T>> read;
        private final Predicate<Tree> old;
        private final boolean growsInFront;
        private final List<T> items = new ArrayList<>();
        private final List<String> tags = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private Optional<Instant> hostTime = Optional.empty();

        Reading(String query, Function<Tree, Optional<T>> read, Predicate<Tree> old, boolean growsInFront) {
            this.query = query;
            this.read = read;
            this.old = old;
            this.growsInFront = growsInFront;
        }

        /** @param answer to the question for page {@code known}, where it was asked already */
        Listing<T> from(int known, @Nullable Answer answer) {
            for (int page = 1; page <= most; page++) {
                Answer got = page == known && answer != null ? answer : host.ask(page(query, page), Optional.empty());
                List<Tree> entries = entries(got, page);
                int news = take(entries);
                hostTime = hostTime.or(got::date);
                got.header("ETag").filter(it -> !it.contains(BETWEEN_TAGS)).ifPresent(tags::add);
                if (news == 0 || entries.stream().anyMatch(this::isOld) || !continues(got, entries.size())) {
                    boolean reliable = tags.size() == page && (growsInFront || entries.size() < SIZE);
                    return new Listing.Items<>(
                            items,
                            reliable ? Optional.of(String.join(BETWEEN_TAGS, tags)) : Optional.empty(),
                            hostTime);
                }
            }
            return new Listing.Items<>(items, Optional.empty(), hostTime);
        }

        private List<Tree> entries(Answer answer, int page) {
            try {
                return Tree.parse(answer.body()).elements();
            } catch (Malformed e) {
                throw host.unreadable(page(query, page), e.what());
            }
        }

        private boolean isOld(Tree entry) {
            try {
                return old.test(entry);
            } catch (Malformed strange) {
                return false;
            }
        }

        /** How many of them were not on an earlier page. */
        private int take(List<Tree> entries) {
            int news = 0;
            for (Tree entry : entries) {
                if (seen.add(entry.at("id").node().asText() + " "
                        + entry.at("number").node().asText())) {
                    news++;
                    try {
                        read.apply(entry).ifPresent(items::add);
                    } catch (Malformed strange) {
                        // the rest of the list is of use all the same
                    }
                }
            }
            return news;
        }

        private static boolean continues(Answer answer, int size) {
            return answer.header("Link")
                    .map(link -> link.contains("rel=\"next\"") || link.contains("rel=next"))
                    .orElse(SUSPICIOUS.contains(size));
        }
    }
}
