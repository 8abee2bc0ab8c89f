package io.tidelock.sandbox.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Team;
import java.util.List;

/** Accounts and teams. */
public final class People {
    private static final List<String> LISTS =
            List.of("followers", "subscriptions", "organizations", "repos", "received_events");

    private People() {}

    /** The short form, as found inside other things. */
    public static ObjectNode simple(Links links, Account account) {
        String url = links.api() + "/users/" + account.login;
        ObjectNode user = Json.object(
                "login",
                account.login,
                "id",
                account.id,
                "node_id",
                nodeId(account),
                "avatar_url",
                links.base() + "/_sandbox/avatar.svg",
                "gravatar_id",
                "",
                "url",
                url,
                "html_url",
                links.html(account));
        LISTS.forEach(list -> user.put(list + "_url", url + "/" + list));
        return Json.add(
                user,
                "following_url",
                url + "/following{/other_user}",
                "gists_url",
                url + "/gists{/gist_id}",
                "starred_url",
                url + "/starred{/owner}{/repo}",
                "events_url",
                url + "/events{/privacy}",
                "type",
                account.kind.word(),
                "user_view_type",
                "public",
                "site_admin",
                account.siteAdmin);
    }

    /** The long form, as {@code GET /user} answers. */
    public static ObjectNode full(Links links, Account account, int repositories) {
        return Json.add(
                simple(links, account),
                "name",
                account.name,
                "company",
                null,
                "blog",
                "",
                "location",
                null,
                "email",
                account.email,
                "hireable",
                null,
                "bio",
                null,
                "twitter_username",
                null,
                "public_repos",
                repositories,
                "public_gists",
                0,
                "followers",
                0,
                "following",
                0,
                "created_at",
                account.createdAt,
                "updated_at",
                account.createdAt);
    }

    /** An organization, in the form it has among events and lists. */
    public static ObjectNode organization(Links links, Account account) {
        String url = links.api(account);
        return Json.object(
                "login", account.login,
                "id", account.id,
                "node_id", nodeId(account),
                "url", url,
                "repos_url", url + "/repos",
                "events_url", url + "/events",
                "hooks_url", url + "/hooks",
                "issues_url", url + "/issues",
                "members_url", url + "/members{/member}",
                "public_members_url", url + "/public_members{/member}",
                "avatar_url", links.base() + "/_sandbox/avatar.svg",
                "description", "");
    }

    public static ObjectNode team(Links links, Team team) {
        String url = links.api() + "/organizations/" + team.organization.id + "/team/" + team.id;
        Team parent = team.parent;
        return Json.object(
                "id",
                team.id,
                "node_id",
                NodeIds.of(NodeIds.TEAM, team.id),
                "name",
                team.name,
                "slug",
                team.slug,
                "description",
                "",
                "privacy",
                "closed",
                "notification_setting",
                "notifications_enabled",
                "permission",
                "pull",
                "url",
                url,
                "html_url",
                links.base() + "/orgs/" + team.organization.login + "/teams/" + team.slug,
                "members_url",
                url + "/members{/member}",
                "repositories_url",
                url + "/repos",
                "members_count",
                team.members.size(),
                "repos_count",
                team.repositories.size(),
                "organization",
                organization(links, team.organization),
                "parent",
                parent == null ? null : team(links, parent));
    }

    /** The global id of an account. */
    public static String nodeId(Account account) {
        return NodeIds.of(account.isOrganization() ? NodeIds.ORGANIZATION : NodeIds.USER, account.id);
    }
}
