package io.tidelock.core.change;

/** A pull request (on some hosts: merge request) by its number in its base repository. */
public record PullRef(RepoRef repo, int number) {
    public PullRef {
        if (number <= 0) {
            throw new IllegalArgumentException("not a pull request number: " + number + ", expected 1 or more");
        }
    }

    @Override
    public String toString() {
        return repo + "#" + number;
    }
}
