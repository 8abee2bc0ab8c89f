package io.tidelock.sandbox;

/**
 * A pull request's address.
 *
 * @param repo full name of the repository, such as {@code owner/infra}
 */
public record PullId(String repo, int number) {
    /** {@code owner/infra#1} */
    @Override
    public String toString() {
        return repo + "#" + number;
    }
}
