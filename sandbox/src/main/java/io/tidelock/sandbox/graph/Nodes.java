package io.tidelock.sandbox.graph;

import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.json.NodeIds;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Comment;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.Review;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds things by their global ids, as far as the asker may see them. */
final class Nodes {
    private final Forge forge;
    private final @Nullable Account visitor;

    Nodes(Forge forge, @Nullable Account visitor) {
        this.forge = forge;
        this.visitor = visitor;
    }

    private Stream<Repo> repos() {
        return forge.world.repos().stream()
                .filter(repo -> forge.world.permission(repo, visitor).allows(Permission.READ));
    }

    Pull pull(String nodeId) {
        return one(
                nodeId,
                NodeIds.PULL,
                id -> repos().flatMap(repo -> repo.pulls.values().stream()).filter(pull -> pull.id == id));
    }

    Comment comment(String nodeId) {
        return one(
                nodeId,
                NodeIds.COMMENT,
                id -> repos().map(repo -> repo.comments.get(id)).filter(Objects::nonNull));
    }

    Review review(String nodeId) {
        return one(
                nodeId,
                NodeIds.REVIEW,
                id -> repos().flatMap(repo -> repo.pulls.values().stream())
                        .flatMap(pull -> pull.reviews.stream())
                        .filter(review -> review.id == id));
    }

    /** Whatever the id names, drawn. */
    Thing any(String nodeId, ForgeThings things) {
        return switch (NodeIds.kind(nodeId)) {
            case NodeIds.PULL -> things.pulls.pull(pull(nodeId));
            case NodeIds.COMMENT -> things.pulls.comment(comment(nodeId));
            case NodeIds.REVIEW -> things.pulls.review(review(nodeId));
            case NodeIds.REPO ->
                things.repository(one(nodeId, NodeIds.REPO, id -> repos().filter(repo -> repo.id == id)));
            case NodeIds.USER ->
                things.people.account(one(
                        nodeId,
                        NodeIds.USER,
                        id -> forge.world.accounts().stream().filter(account -> account.id == id)));
            case NodeIds.ORGANIZATION ->
                things.people.account(one(
                        nodeId,
                        NodeIds.ORGANIZATION,
                        id -> forge.world.accounts().stream().filter(account -> account.id == id)));
            default -> throw missing(nodeId);
        };
    }

    private interface Search<T> {
        Stream<? extends @Nullable T> find(long id);
    }

    private static <T> T one(String nodeId, String kind, Search<T> search) {
        String key = NodeIds.key(nodeId);
        if (key == null || !NodeIds.kind(nodeId).equals(kind) || !key.matches("[0-9]{1,18}")) {
            throw missing(nodeId);
        }
        Optional<? extends @Nullable T> found = search.find(Long.parseLong(key)).findFirst();
        T thing = found.isPresent() ? found.get() : null;
        if (thing == null) {
            throw missing(nodeId);
        }
        return thing;
    }

    private static Missing missing(String nodeId) {
        return new Missing("Could not resolve to a node with the global id of '" + nodeId + "'");
    }
}
