package io.tidelock.core.change;

/**
 * A repository on a host: {@code github.com} and {@code acme/infra}. Hosts may nest groups, so the path can hold more than
 * one slash. Two repositories are the same only when host and path are equal to the letter; a shared prefix means nothing.
 */
public record RepoRef(String host, String path) {
    public RepoRef {
        if (host.isBlank()
                || !path.contains("/")
                || path.startsWith("/")
                || path.endsWith("/")
                || path.contains("..")) {
            throw new IllegalArgumentException(
                    "not a repository: '" + host + "' '" + path + "', expected host and owner/name");
        }
    }

    /** Everything before the last slash: {@code acme}, or {@code group/sub}. */
    public String owner() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    /** Everything after the last slash: {@code infra}. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return host + "/" + path;
    }
}
