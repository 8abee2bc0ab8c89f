package io.tidelock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidelock.core.secret.Secret;
import java.net.URI;
import java.util.List;

/** Does on a host what a person does there: commits, opens a pull request, comments, looks. */
interface Person extends AutoCloseable {
    /** What a comment is, as far as the demo cares. */
    record Comment(long id, String author, String body) {}

    /** What a status is, as far as the demo cares; {@code state} is pending, success or another word of the host's. */
    record Status(String context, String state, String description) {}

    /** Commits one file; {@code branch} is made by the first commit of a repository. */
    void putFile(String repo, String branch, String path, String content, String message);

    /** The commit at the tip of a branch. */
    String tip(String repo, String branch);

    void createBranch(String repo, String name, String sha);

    void addHook(String repo, String url, Secret secret);

    /** Opens a pull request and gives its number. */
    int openPull(String repo, String title, String head, String base);

    String headOf(String repo, int pull);

    /** With a merge commit. */
    void mergePull(String repo, int pull);

    void comment(String repo, int pull, String body);

    List<Comment> comments(String repo, int pull);

    /** The newest status of each context of a commit. */
    List<Status> statuses(String repo, String sha);

    /** Any JSON that is open on this machine. */
    JsonNode look(URI address);

    /** What a browser is shown at an open address of this machine; what is wrong where there is no page. */
    String page(URI address);

    @Override
    void close();
}
