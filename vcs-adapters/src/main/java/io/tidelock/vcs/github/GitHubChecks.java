package io.tidelock.vcs.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidelock.core.port.Refused;
import io.tidelock.core.words.CommitStatus;
import io.tidelock.core.words.CommitStatus.Remark;
import io.tidelock.core.words.StatusState;
import io.tidelock.vcs.http.Answer;
import io.tidelock.vcs.json.Malformed;
import io.tidelock.vcs.json.Tree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Says as check runs what others say as statuses; a rule that requires one by its name takes either. A run that is under way is
 * changed, one that has ended is followed by another of its name, which is the one that counts. Any thread.
 */
final class GitHubChecks {
    private static final int MOST_REMEMBERED = 2_000;

    /** Of a request; what is more follows in others. */
    private static final int REMARKS = 50;

    /** What GitHub takes for a text, in bytes. */
    private static final int TEXT = 65_535;

    private final GitHubApi api;

    /** Runs that have not ended; lost with the process, after which a new one takes the place of the old. */
    private final LinkedHashMap<Key, Long> open = new LinkedHashMap<>();

    private record Key(String repo, String sha, String name) {}

    GitHubChecks(GitHubApi api) {
        this.api = api;
    }

    void set(CommitStatus status) {
        Key key = new Key(status.repo().path(), status.sha().hex(), StatusText.context(status.context()));
        List<Remark> remarks = status.report().map(CommitStatus.Report::remarks).orElse(List.of());
        ObjectNode body = body(status, key, remarks.subList(0, Math.min(REMARKS, remarks.size())));
        long id = say(status, key, body);
        for (int from = REMARKS; from < remarks.size(); from += REMARKS) {
            ObjectNode more = JsonNodeFactory.instance.objectNode();
            more.set("output", output(status, remarks.subList(from, Math.min(from + REMARKS, remarks.size()))));
            api.send("PATCH", path(status) + "/" + id, Optional.of(more));
        }
        remember(key, status.state() == StatusState.PENDING ? Optional.of(id) : Optional.empty());
    }

    private long say(CommitStatus status, Key key, ObjectNode body) {
        Optional<Long> begun = begun(key);
        if (begun.isPresent()) {
            try {
                api.send("PATCH", path(status) + "/" + begun.get(), Optional.of(body));
                return begun.get();
            } catch (Refused gone) {
                if (gone.kind() != Refused.Kind.NOT_FOUND) {
                    throw gone;
                }
            }
        }
        Answer made = api.send("POST", path(status), Optional.of(body));
        try {
            return Tree.parse(made.body()).at("id").id();
        } catch (Malformed strange) {
            throw api.unreadable("POST", path(status), strange.what());
        }
    }

    private String path(CommitStatus status) {
        return api.path(status.repo()) + "/check-runs";
    }

    private static ObjectNode body(CommitStatus status, Key key, List<Remark> remarks) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", key.name()).put("head_sha", key.sha());
        status.url().ifPresent(url -> body.put("details_url", url));
        Optional<String> conclusion = conclusion(status.state());
        body.put("status", conclusion.isPresent() ? "completed" : "in_progress");
        conclusion.ifPresent(word -> body.put("conclusion", word));
        body.set("output", output(status, remarks));
        return body;
    }

    private static Optional<String> conclusion(StatusState state) {
        return switch (state) {
            case PENDING -> Optional.empty();
            case SUCCESS -> Optional.of("success");
            case FAILURE -> Optional.of("failure");
            case CANCELLED -> Optional.of("cancelled");
        };
    }

    private static ObjectNode output(CommitStatus status, List<Remark> remarks) {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.put("title", status.description()).put("summary", status.description());
        status.report().ifPresent(report -> output.put("text", cut(report.text(), TEXT)));
        ArrayNode annotations = output.putArray("annotations");
        for (Remark remark : remarks) {
            annotations
                    .addObject()
                    .put("path", remark.file())
                    .put("start_line", remark.line())
                    .put("end_line", remark.line())
                    .put("annotation_level", "failure")
                    .put("message", cut(remark.message(), TEXT));
        }
        return output;
    }

    /** To so many bytes at most, and never within a character. */
    static String cut(String text, int bytes) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= bytes) {
            return text;
        }
        String sign = "\n…";
        int room = bytes - sign.getBytes(StandardCharsets.UTF_8).length;
        StringBuilder out = new StringBuilder();
        int used = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            String one = Character.toString(text.codePointAt(at));
            used += one.getBytes(StandardCharsets.UTF_8).length;
            if (used > room) {
                break;
            }
            out.append(one);
        }
        return out.append(sign).toString();
    }

    private synchronized Optional<Long> begun(Key key) {
        return Optional.ofNullable(open.get(key));
    }

    private synchronized void remember(Key key, Optional<Long> id) {
        open.remove(key);
        id.ifPresent(begun -> open.put(key, begun));
        if (open.size() > MOST_REMEMBERED) {
            open.pollFirstEntry();
        }
    }
}
