package io.tidelock.server.store;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.outcome.Publication;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.store.Boards;
import io.tidelock.core.project.ProjectKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Boards in the database. */
final class SqlBoards implements Boards {
    private static final String OF_PULL = " WHERE host = ? AND repo = ? AND number = ?";
    private static final String OF_PROJECT = OF_PULL + " AND dir = ? AND workspace = ? AND name = ?";

    private final Database database;

    SqlBoards(Database database) {
        this.database = database;
    }

    @Override
    public Board board(PullRef pull) {
        return database.read(handle -> handle.select(
                        "SELECT * FROM board" + OF_PULL,
                        pull.repo().host(),
                        pull.repo().path(),
                        pull.number())
                .map((row, context) -> board(handle, row))
                .findOne()
                .orElseGet(() -> Board.empty(pull)));
    }

    @Override
    public List<Board> open(RepoRef repo, String baseBranch) {
        return database.read(handle -> handle.select(
                        "SELECT * FROM board WHERE host = ? AND repo = ? AND base_branch = ?"
                                + " AND stage IN ('OPEN', 'LANDING', 'MERGED')"
                                + " ORDER BY number",
                        repo.host(),
                        repo.path(),
                        baseBranch)
                .map((row, context) -> board(handle, row))
                .list());
    }

    @Override
    public Optional<Standing> standing(PullRef pull) {
        return database.read(handle -> handle.select(
                        "SELECT * FROM board" + OF_PULL,
                        pull.repo().host(),
                        pull.repo().path(),
                        pull.number())
                .map((row, context) -> standing(row))
                .findOne());
    }

    @Override
    public List<Standing> open(RepoRef repo) {
        return database.read(handle -> handle.select(
                        "SELECT * FROM board WHERE host = ? AND repo = ? AND stage = 'OPEN' ORDER BY number",
                        repo.host(),
                        repo.path())
                .map((row, context) -> standing(row))
                .list());
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                Columns.pull(row),
                maybeHeads(row),
                row.getString("base_branch"),
                stage(row).closed());
    }

    private static Optional<Heads> maybeHeads(ResultSet row) throws SQLException {
        return Columns.maybeText(row, "head").isPresent() ? Optional.of(Columns.heads(row)) : Optional.empty();
    }

    private static Board board(Handle handle, ResultSet row) throws SQLException {
        PullRef pull = Columns.pull(row);
        return new Board(
                pull,
                maybeHeads(row),
                row.getString("base_branch"),
                handle.select(
                                "SELECT * FROM board_result" + OF_PULL,
                                pull.repo().host(),
                                pull.repo().path(),
                                pull.number())
                        .map(SqlBoards::result)
                        .list(),
                Json.readList(row.getString("problems"), Problem.class),
                row.getInt("applies_on_merge") == 1,
                stage(row),
                Columns.maybeText(row, "summary_id"),
                demands(row),
                row.getInt("merges_once_applied") == 1);
    }

    private static Demands demands(ResultSet row) throws SQLException {
        return Columns.maybeText(row, "demands")
                .map(json -> Json.read(json, Demands.class))
                .orElse(Demands.NONE);
    }

    private static Board.Stage stage(ResultSet row) throws SQLException {
        return Board.Stage.valueOf(row.getString("stage"));
    }

    private static ProjectResult result(ResultSet row, StatementContext context) throws SQLException {
        Optional<Instant> hostTime = Columns.maybeInstant(row, "host_time");
        Optional<Instant> ourTime = Columns.maybeInstant(row, "our_time");
        return new ProjectResult(
                Columns.key(row),
                Json.read(row.getString("outcome"), Outcome.class),
                Columns.heads(row),
                new JobId(row.getLong("job")),
                Columns.maybeText(row, "run").map(RunId::new),
                Columns.instant(row, "at"),
                hostTime.flatMap(host -> ourTime.map(our -> new Publication(host, our))));
    }

    @Override
    public void open(Lease lease, PullRef pull, Board.Opening opening) {
        Set<ProjectKey> kept = Set.copyOf(opening.keep());
        Demands asked = board(pull).demands();
        database.write(lease, handle -> {
            ensure(handle, pull);
            handle.execute(
                    "UPDATE board SET head = ?, base = ?, base_branch = ?, problems = '[]', applies_on_merge = ?, merges_once_applied = ?,"
                            + " stage = CASE WHEN stage IN ('LANDING', 'MERGED') THEN stage ELSE 'OPEN' END" + OF_PULL,
                    opening.heads().head().hex(),
                    opening.heads().base().hex(),
                    opening.baseBranch(),
                    opening.appliesOnMerge(),
                    opening.mergesOnceApplied(),
                    pull.repo().host(),
                    pull.repo().path(),
                    pull.number());
            demand(handle, pull, asked.only(kept));
            for (ProjectKey key : keys(handle, pull)) {
                if (!kept.contains(key)) {
                    remove(handle, pull, key);
                }
            }
        });
    }

    private static List<ProjectKey> keys(Handle handle, PullRef pull) {
        return handle.select(
                        "SELECT dir, workspace, name FROM board_result" + OF_PULL,
                        pull.repo().host(),
                        pull.repo().path(),
                        pull.number())
                .map((row, context) -> Columns.key(row))
                .list();
    }

    private static void remove(Handle handle, PullRef pull, ProjectKey key) {
        handle.execute(
                "DELETE FROM board_result" + OF_PROJECT,
                pull.repo().host(),
                pull.repo().path(),
                pull.number(),
                key.dir(),
                key.workspace(),
                key.name());
    }

    @Override
    public void put(Lease lease, PullRef pull, ProjectResult result) {
        put(lease, pull, List.of(result));
    }

    @Override
    public void put(Lease lease, PullRef pull, Collection<ProjectResult> results) {
        List<String> outcomes =
                results.stream().map(result -> Json.write(result.outcome())).toList();
        database.write(lease, handle -> {
            ensure(handle, pull);
            Iterator<String> outcome = outcomes.iterator();
            results.forEach(result -> put(handle, pull, result, outcome.next()));
        });
    }

    private static void put(Handle handle, PullRef pull, ProjectResult result, String outcome) {
        remove(handle, pull, result.key());
        handle.execute(
                "INSERT INTO board_result (host, repo, number, dir, workspace, name, outcome, plan, head, base, job,"
                        + " run, at, host_time, our_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                pull.repo().host(),
                pull.repo().path(),
                pull.number(),
                result.key().dir(),
                result.key().workspace(),
                result.key().name(),
                outcome,
                result.outcome().kept().map(planned -> planned.plan().value()).orElse(null),
                result.heads().head().hex(),
                result.heads().base().hex(),
                result.job().value(),
                result.run().map(RunId::value).orElse(null),
                result.at().toEpochMilli(),
                Columns.orNull(result.published().map(Publication::hostTime)),
                Columns.orNull(result.published().map(Publication::ourTime)));
    }

    @Override
    public void trouble(Lease lease, PullRef pull, List<Problem> problems) {
        String json = Json.write(problems);
        database.write(lease, handle -> {
            ensure(handle, pull);
            handle.execute(
                    "UPDATE board SET problems = ?" + OF_PULL,
                    json,
                    pull.repo().host(),
                    pull.repo().path(),
                    pull.number());
        });
    }

    @Override
    public void demand(Lease lease, PullRef pull, Demands demands) {
        database.write(lease, handle -> {
            ensure(handle, pull);
            demand(handle, pull, demands);
        });
    }

    private static void demand(Handle handle, PullRef pull, Demands demands) {
        handle.execute(
                "UPDATE board SET demands = ?" + OF_PULL,
                demands.none() ? null : Json.write(demands),
                pull.repo().host(),
                pull.repo().path(),
                pull.number());
    }

    @Override
    public void stage(Lease lease, PullRef pull, Board.Stage stage) {
        boolean over = stage == Board.Stage.DONE || stage == Board.Stage.CLOSED;
        database.write(lease, handle -> {
            ensure(handle, pull);
            handle.execute(
                    "UPDATE board SET stage = ?" + (over ? ", demands = NULL" : "") + OF_PULL,
                    stage.name(),
                    pull.repo().host(),
                    pull.repo().path(),
                    pull.number());
            if (over) {
                handle.execute(
                        "DELETE FROM board_result" + OF_PULL,
                        pull.repo().host(),
                        pull.repo().path(),
                        pull.number());
            }
        });
    }

    /** Makes the row if there is none. */
    static void ensure(Handle handle, PullRef pull) {
        handle.execute(
                "INSERT INTO board (host, repo, number) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                pull.repo().host(),
                pull.repo().path(),
                pull.number());
    }
}
