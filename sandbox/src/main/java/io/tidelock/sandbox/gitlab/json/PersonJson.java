package io.tidelock.sandbox.gitlab.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import io.tidelock.sandbox.model.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** People, groups, and what they may do. */
public final class PersonJson {
    private PersonJson() {}

    public static ObjectNode basic(Urls urls, Account account) {
        return Json.object(
                "id",
                account.id,
                "username",
                account.login,
                "public_email",
                null,
                "name",
                account.name,
                "state",
                "active",
                "locked",
                false,
                "avatar_url",
                urls.avatar(),
                "web_url",
                urls.web(account));
    }

    public static @Nullable ObjectNode basicOrNull(Urls urls, @Nullable Account account) {
        return account == null ? null : basic(urls, account);
    }

    /** The long form of {@code GET /user}. */
    public static ObjectNode full(Urls urls, Account account) {
        return Json.add(
                basic(urls, account),
                "created_at",
                account.createdAt,
                "bio",
                "",
                "location",
                null,
                "bot",
                account.kind == Account.Kind.BOT,
                "email",
                account.email,
                "commit_email",
                account.email,
                "confirmed_at",
                account.createdAt,
                "is_admin",
                account.siteAdmin,
                "can_create_group",
                true,
                "can_create_project",
                true,
                "two_factor_enabled",
                false,
                "external",
                false,
                "identities",
                List.of());
    }

    /** How webhooks show a person. */
    public static ObjectNode inHook(Urls urls, Account account) {
        return Json.object(
                "id", account.id,
                "name", account.name,
                "username", account.login,
                "avatar_url", urls.avatar(),
                "email", "[REDACTED]");
    }

    public static ObjectNode namespace(Urls urls, Account owner) {
        String path = owner.login.substring(owner.login.lastIndexOf('/') + 1);
        return Json.object(
                "id",
                owner.id,
                "name",
                owner.name,
                "path",
                path,
                "kind",
                owner.isOrganization() ? "group" : "user",
                "full_path",
                owner.login,
                "parent_id",
                owner.parent == null ? null : owner.parent.id,
                "avatar_url",
                null,
                "web_url",
                urls.web(owner));
    }

    public static ObjectNode group(Urls urls, Account group) {
        return Json.object(
                "id",
                group.id,
                "web_url",
                urls.web(group),
                "name",
                group.name,
                "path",
                group.login.substring(group.login.lastIndexOf('/') + 1),
                "description",
                "",
                "visibility",
                "private",
                "full_name",
                group.login.replace("/", " / "),
                "full_path",
                group.login,
                "created_at",
                group.createdAt,
                "parent_id",
                group.parent == null ? null : group.parent.id,
                "avatar_url",
                null);
    }

    public static ObjectNode member(Urls urls, Account account, int accessLevel) {
        return Json.add(
                basic(urls, account),
                "access_level",
                accessLevel,
                "created_at",
                account.createdAt,
                "expires_at",
                null,
                "membership_state",
                "active");
    }

    /** 10 guest, 20 reporter, 30 developer, 40 maintainer, 50 owner; 0 for none. */
    public static int level(Permission permission) {
        return switch (permission) {
            case NONE -> 0;
            case READ -> 10;
            case TRIAGE -> 20;
            case WRITE -> 30;
            case MAINTAIN -> 40;
            case ADMIN -> 50;
        };
    }

    public static Permission permission(int level) {
        return Permission.ofLevel(Integer.toString(level));
    }

    /** What the account's membership, inherited ones included, is worth; 0 when it is no member, however public the project is. */
    public static int membership(World world, Repo repo, Account account) {
        if (account == repo.owner) {
            return 50;
        }
        Permission own = repo.collaborators.getOrDefault(account.login, Permission.NONE);
        int best = level(own);
        for (Account group : groups(world, repo.owner)) {
            String role = group.members.get(account.login);
            if (role != null) {
                best = Math.max(best, groupLevel(role));
            }
        }
        return best;
    }

    /** The role in a group: admin is owner, member is guest, anything else is a level. */
    public static int groupLevel(String role) {
        return role.equals("admin") ? 50 : role.matches("[0-9]+") ? Integer.parseInt(role) : 10;
    }

    /** The owner and, when it is a group in a group, those above it. */
    public static List<Account> groups(World world, Account owner) {
        List<Account> groups = new ArrayList<>();
        for (String path = owner.login; ; path = path.substring(0, path.lastIndexOf('/'))) {
            Account group = world.account(path);
            if (group != null && group.isOrganization()) {
                groups.add(group);
            }
            if (!path.contains("/")) {
                return groups;
            }
        }
    }
}
