package io.tidelock.sandbox.smart;

import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.git.Wire;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Ask;
import io.tidelock.sandbox.http.Door;
import io.tidelock.sandbox.http.Reply;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Answers git clients. */
public final class GitDoor implements Door {
    private static final Pattern PATH =
            Pattern.compile("/(.+)/([^/]+?)(?:\\.git)?/(info/refs|git-upload-pack|git-receive-pack)");

    private final Forge forge;

    public GitDoor(Forge forge) {
        this.forge = forge;
    }

    @Override
    public boolean serve(Ask ask, Reply reply) throws IOException {
        Matcher path = PATH.matcher(ask.path());
        if (!path.matches()) {
            return false;
        }
        boolean asksRefs = path.group(3).equals("info/refs");
        String service = asksRefs ? ask.query("service", "") : path.group(3);
        if (!service.equals(Wire.UPLOAD) && !service.equals(Wire.RECEIVE)) {
            reply.send(text(403, "Please upgrade your git client.\n"));
            return true;
        }
        if (!ask.method().equals(asksRefs ? "GET" : "POST")) {
            reply.send(text(405, "Method not allowed\n"));
            return true;
        }
        String credential = ask.credential();
        Account account = credential == null ? null : forge.world.locked(() -> forge.world.byToken(credential));
        if (credential != null && account == null) {
            reply.send(unauthorized(
                    "Invalid username or token. Password authentication is not supported for Git operations.\n"));
            return true;
        }
        ask.by(account == null ? "" : account.login);
        Repo repo = forge.world.locked(() -> forge.world.repo(path.group(1), path.group(2)));
        boolean writes = service.equals(Wire.RECEIVE);
        Answer refusal = refusal(repo, account, writes);
        if (refusal != null) {
            reply.send(refusal);
        } else if (repo != null) {
            answer(ask, reply, repo, account, service, asksRefs);
        }
        return true;
    }

    private @Nullable Answer refusal(@Nullable Repo repo, @Nullable Account account, boolean writes) {
        Permission has =
                repo == null ? Permission.NONE : forge.world.locked(() -> forge.world.permission(repo, account));
        if (account == null && (writes || !has.allows(Permission.READ))) {
            return unauthorized("Authentication required\n");
        }
        if (repo == null || !has.allows(Permission.READ)) {
            return text(404, "Repository not found.\n");
        }
        if (writes && account != null && !has.allows(Permission.WRITE)) {
            return text(403, "Permission to " + repo.fullName() + ".git denied to " + account.login + ".\n");
        }
        return writes && repo.archived ? text(403, "This repository was archived so it is read-only.\n") : null;
    }

    private void answer(Ask ask, Reply reply, Repo repo, @Nullable Account account, String service, boolean asksRefs)
            throws IOException {
        Repository git = forge.git(repo);
        String protocol = ask.header("Git-Protocol");
        if (asksRefs) {
            try (OutputStream out = start(reply, "application/x-" + service + "-advertisement")) {
                Wire.advertise(git, service, protocol, out);
            }
            return;
        }
        try (InputStream in = unzipped(ask);
                OutputStream out = start(reply, "application/x-" + service + "-result")) {
            if (service.equals(Wire.UPLOAD)) {
                Wire.send(git, protocol, in, out);
            } else if (account != null) {
                Wire.take(
                        git,
                        in,
                        out,
                        change -> forge.pushes.objection(repo, change, account),
                        changes -> forge.pushes.happened(repo, changes, account));
            }
        }
    }

    private static InputStream unzipped(Ask ask) throws IOException {
        return "gzip".equals(ask.header("Content-Encoding")) ? new GZIPInputStream(ask.stream()) : ask.stream();
    }

    private static OutputStream start(Reply reply, String type) {
        return reply.start(
                200,
                Map.of(
                        "Content-Type", type,
                        "Cache-Control", "no-cache, max-age=0, must-revalidate",
                        "Expires", "Fri, 01 Jan 1980 00:00:00 GMT",
                        "Pragma", "no-cache"),
                -1);
    }

    private static Answer unauthorized(String text) {
        return text(401, text).with("WWW-Authenticate", "Basic realm=\"GitHub\"");
    }

    private static Answer text(int status, String text) {
        return Answer.text(status, "text/plain; charset=utf-8", text);
    }
}
