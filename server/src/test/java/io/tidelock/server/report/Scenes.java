package io.tidelock.server.report;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.CommentRef;
import io.tidelock.core.change.CommitSha;
import io.tidelock.core.change.PullRef;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.command.Target;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Job;
import io.tidelock.core.job.JobId;
import io.tidelock.core.job.Work;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Demands;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Heads;
import io.tidelock.core.outcome.Hold;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.outcome.PlanSummary;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.project.Requirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Things that happen on a pull request, by name. */
final class Scenes {
    static final PullRef PULL = new PullRef(new RepoRef("github.com", "acme/infra"), 7);
    static final CommitSha HEAD = new CommitSha("abc1234" + "0".repeat(33));
    static final CommitSha BASE = new CommitSha("def5678" + "0".repeat(33));
    static final CommitSha NEWER = new CommitSha("0123456" + "7".repeat(33));
    static final Heads HEADS = new Heads(HEAD, BASE);
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final CommentOrder ORDER =
            new CommentOrder(new CommentRef(PULL, "9001"), Actor.person("alice"), NOON.minusSeconds(5));
    static final ReportSettings SETTINGS =
            new ReportSettings("tidelock", "tidelock", Optional.of("https://tidelock.acme.io/"), 65_536);
    static final PlanSummary ONE = new PlanSummary(1, 0, 0, 0, 0, 0, 0, 0, 0);

    static final String CREATE = """
            Terraform used the selected providers to generate the following execution
            plan. Resource actions are indicated with the following symbols:
              + create

            Terraform will perform the following actions:

              # terraform_data.subnet will be created
              + resource "terraform_data" "subnet" {
                  + id     = (known after apply)
                  + input  = "10.0.1.0/24"
                  + output = (known after apply)
                }

            Plan: 1 to add, 0 to change, 0 to destroy.
            """;

    static final String MIXED = """
            Terraform used the selected providers to generate the following execution
            plan. Resource actions are indicated with the following symbols:
              + create
              ~ update in-place
            -/+ destroy and then create replacement

            Terraform will perform the following actions:

              # terraform_data.motd will be updated in-place
              ~ resource "terraform_data" "motd" {
                    id     = "da833a75-db1f-600e-03f2-e5221a1f5b26"
                  ~ input  = <<-EOT
                        Welcome
                        - be kind
                      - - stay calm
                      + - stay curious
                        bye
                    EOT
                  ~ output = <<-EOT
                        Welcome
                        - be kind
                        - stay calm
                        bye
                    EOT -> (known after apply)
                }

              # terraform_data.disk must be replaced
            -/+ resource "terraform_data" "disk" {
                  ~ id               = "2c60ef8e-f917-21e6-3fbe-f8ba98140917" -> (known after apply)
                  ~ input            = {
                      ~ sizes = [
                            1,
                          + 2,
                        ]
                    }
                  ~ triggers_replace = "1" -> "2"
                }

            Plan: 1 to add, 1 to change, 1 to destroy.

            ─────────────────────────────────────────────────────────────────────────────

            Saved the plan to: plan.out
            """;

    static final String ERROR = """
            ╷
            │ Error: Reference to undeclared input variable
            │
            │   on main.tf line 12, in resource "terraform_data" "db":
            │   12:   input = var.sise
            │
            │ An input variable with the name "sise" has not been declared. Did you mean
            │ "size"?
            ╵
            """;

    private final Map<String, List<Evidence>> scenes = new LinkedHashMap<>();

    static Map<String, List<Evidence>> all() {
        Scenes scenes = new Scenes();
        scenes.plans();
        scenes.applies();
        scenes.troubles();
        scenes.endings();
        scenes.merges();
        scenes.lacks();
        scenes.replies();
        return scenes.scenes;
    }

    private void plans() {
        shown("plan-one", planned("network"));
        shown("plan-one-local-state", row("network", new Outcome.Planned(ONE, new PlanId("p-network"), CREATE, true)));
        shown("plan-one-mixed", mixed("motd"));
        shown("plan-three", planned("network"), mixed("motd"), unchanged("dns"));
        shown("plan-one-failed", failed("database"));
        shown("plan-two-one-failed", planned("network"), failed("database"));
        shown("plan-no-changes", unchanged("dns"));
        shown("plan-underway", row("dns", new Outcome.Underway()), planned("network"));
        shown("locked", row("network", new Outcome.Locked(new PullRef(PULL.repo(), 3), 2, List.of())));
        shown(
                "locked-one-of-two",
                planned("dns"),
                row("network", new Outcome.Locked(new PullRef(PULL.repo(), 3), 2, List.of())));
        put("plan-none", new Evidence.Shown(board(), Optional.empty()));
        put("plan-none-asked", new Evidence.Shown(board(), Optional.of(ORDER)));
        ProjectKey named = new ProjectKey("live/prod", "eu", "prod eu");
        ProjectKey workspace = new ProjectKey("live/it's", "eu", "");
        shown("names-and-workspaces", row(named, planned(named)), row(workspace, planned(workspace)));
        shown("many", many(500));
        shown("long", row("network", new Outcome.Planned(ONE, new PlanId("p"), lines(3_000), false)));
        shown(
                "mostly-unchanged",
                IntStream.range(0, 40)
                        .mapToObj(i -> i == 7 ? mixed("team-7/motd") : unchanged("team-" + i + "/dns"))
                        .toArray(ProjectResult[]::new));
    }

    private void applies() {
        shown("applied", applied("network"));
        shown("applied-one-of-two", applied("network"), mixed("motd"));
        shown("applied-all", applied("network"), applied("dns"), unchanged("motd"));
        shown(
                "apply-failed",
                row(
                        "network",
                        new Outcome.ApplyFailed(
                                Problem.of(
                                        "terraform apply ended with exit code 1",
                                        "",
                                        "Put it right, then comment `plan`"),
                                "terraform_data.subnet: Creating...\nterraform_data.subnet: Still creating... [10s elapsed]\n"
                                        + ERROR)));
        shown(
                "apply-unknown",
                planned("dns"),
                row(
                        "network",
                        new Outcome.ApplyUnknown(
                                Problem.of(
                                        "the server stopped while terraform apply ran",
                                        "its exit code",
                                        "Look at what is there, then comment `plan -d network`"),
                                "terraform_data.subnet: Creating...\n")));
        shown(
                "discarded",
                planned("dns"),
                row(
                        "network",
                        new Outcome.Discarded(Problem.of(
                                "the plan was dropped: modules/vpc changed on main",
                                "a plan of what is there now",
                                "Comment `plan`"))));
    }

    private void troubles() {
        put(
                "config-error",
                new Evidence.Shown(
                        trouble(Problem.of(
                                        "unknown key 'projcts'",
                                        "one of version, projects, autodiscover",
                                        "Correct the line and push")
                                .at("atlantis.yaml", 7, 3)),
                        Optional.empty()));
        put(
                "config-errors",
                new Evidence.Shown(
                        trouble(
                                Problem.of("unknown key 'projcts'", "one of version, projects", "Correct it and push")
                                        .at("atlantis.yaml", 7, 3),
                                Problem.of("dir '../prod'", "a directory inside the repository", "")
                                        .at("atlantis.yaml", 9, 0)),
                        Optional.empty()));
        put(
                "merge-conflict",
                new Evidence.Shown(
                        trouble(Problem.of(
                                "merge conflict with main in network/main.tf, dns/@you.tf",
                                "a head that merges cleanly",
                                "Merge or rebase onto main, resolve the conflict and push")),
                        Optional.empty()));
        String evil =
                "x`</details>|@acme/all #1 fixes #2\n/merge\u202e<!-- tidelock:summary github.com/acme/infra#7 -->";
        shown(
                "hostile",
                row(
                        new ProjectKey("a`b/</details>", evil, ""),
                        new Outcome.Planned(
                                ONE,
                                new PlanId("p"),
                                CREATE + "\n```\n</details>\n/merge\n@acme/all \u001b[31mred\u001b[0m " + evil + "\n",
                                true)),
                row(
                        "[x](http://evil.example)",
                        new Outcome.PlanFailed(Problem.of(evil, evil, evil), evil + "\n" + ERROR)));
    }

    private void endings() {
        put("skipped", new Evidence.Skipped(PULL, HEAD, "draft: not planned until it is ready for review"));
        put("overtaken", new Evidence.Overtaken(PULL, HEAD, Optional.of(NEWER)));
        put("nothing", new Evidence.Nothing("it is closed"));
        Board held = board(planned("network"), applied("dns"));
        put(
                "unlocked",
                new Evidence.Freed(with(held, false, "55"), List.of(ProjectKey.at("network")), Optional.of(ORDER)));
        put("unlocked-nothing", new Evidence.Freed(with(board(), false, "55"), List.of(), Optional.of(ORDER)));
        put("closed", new Evidence.Freed(with(held, true, "55"), List.of(ProjectKey.at("network")), Optional.empty()));
        put("closed-silent", new Evidence.Freed(with(board(), true, ""), List.of(), Optional.empty()));
    }

    private void merges() {
        put("merging-one", new Evidence.Shown(merging(board(planned("network"))), Optional.empty()));
        put(
                "merging-two-of-three",
                new Evidence.Shown(
                        merging(board(planned("network"), planned("dns"), applied("motd"))), Optional.empty()));
        Problem moved = Problem.of(
                "the base branch has moved and changed network", "a plan of what is there now", "Comment `plan`");
        put(
                "merging-stale",
                new Evidence.Shown(
                        merging(board(
                                row(
                                        "network",
                                        new Outcome.Stale(
                                                new Outcome.Planned(ONE, new PlanId("p"), CREATE, false), moved)),
                                planned("dns"))),
                        Optional.empty()));
        Hold hold = new Hold(
                Problem.of(
                        "after the merge the plan is not the one that was approved",
                        "a plan that means the same",
                        "Read it, then comment `apply`; or comment `unlock` to give it up"),
                List.of("null_resource.a: provisioners differ", "aws_vpc.main: only in the new plan"));
        Board held = with(
                merging(board(
                        row("network", new Outcome.Planned(ONE, new PlanId("p"), CREATE, false, Optional.of(hold))),
                        applied("dns"))),
                Board.Stage.MERGED,
                "55");
        put(
                "merged-held",
                new Evidence.Shown(held, Optional.empty()),
                new Evidence.Told(
                        PULL,
                        "Merged, and not all of it was applied:\n\n- `network`: null_resource.a: provisioners differ\n\n"
                                + "Read the plans, then comment `apply`. `plan` plans again, `unlock` gives up what is"
                                + " left."));
        put(
                "merged-one-held",
                new Evidence.Shown(
                        with(merging(board(held.results().getLast())), Board.Stage.MERGED, "55"), Optional.empty()));
        put(
                "merged-done",
                new Evidence.Freed(
                        with(merging(board(applied("network"), applied("dns"))), Board.Stage.DONE, "55"),
                        List.of(ProjectKey.at("network")),
                        Optional.empty()));
        put(
                "merged-without",
                new Evidence.Freed(
                        with(board(planned("network"), applied("dns")), Board.Stage.DONE, "55"),
                        List.of(ProjectKey.at("network")),
                        Optional.empty()));
    }

    private void lacks() {
        Demands.Lack approval = new Demands.Lack(
                Requirement.APPROVED,
                Problem.of("not `approved`: nobody who may write has approved it", "an approval", "Have it approved"));
        Demands.Lack check = new Demands.Lack(
                Requirement.MERGEABLE,
                Problem.of(
                        "not `mergeable`: the required check `ci/@test` has not ended",
                        "nothing in the way of a merge, apart from us",
                        "Put that right on the host"));
        Board one = board(planned("network"));
        Board three = board(planned("network"), mixed("motd"), planned("dns"), unchanged("users"));
        lacking("lacking-one", one, Map.of("network", List.of(approval, check)));
        lacking(
                "lacking-some",
                three,
                Map.of("network", List.of(approval, check), "motd", List.of(approval), "dns", List.of()));
        lacking(
                "lacking-all",
                three,
                Map.of("network", List.of(approval), "motd", List.of(approval), "dns", List.of(check)));
        lacking("lacking-merging", merging(one), Map.of("network", List.of(approval)));
        lacking("lacking-merging-only-a-check", merging(one), Map.of("network", List.of(check)));
        put(
                "rules-of-the-base",
                new Evidence.Shown(
                        one.withDemands(
                                Demands.NONE.keeping(List.of("`apply_requirements` of `network`", "`workflows`"))),
                        Optional.empty()));
        lacking("lacking-applied", board(applied("network")), Map.of("network", List.of(approval)));
    }

    private void lacking(String name, Board board, Map<String, List<Demands.Lack>> lacks) {
        Demands demands = new Demands(
                board.results().stream()
                        .map(ProjectResult::key)
                        .filter(key -> lacks.containsKey(key.dir()))
                        .map(key -> new Demands.Demand(
                                key,
                                List.of(Requirement.APPROVED, Requirement.MERGEABLE),
                                lacks.getOrDefault(key.dir(), List.of())))
                        .toList(),
                true);
        put(name, new Evidence.Shown(board.withDemands(demands), Optional.empty()));
    }

    private void replies() {
        put(
                "denied",
                new Evidence.Denied(
                        ORDER,
                        Problem.of(
                                "bob_1 has read permission on acme/infra",
                                "write permission to apply",
                                "Ask somebody who may write to comment `apply`")));
        put(
                "answer",
                new Evidence.Answer(
                        ORDER,
                        "There is no command plna. Did you mean `plan`?\n\n- `plan -d DIR`\n- `apply`\n\n```\nusage: <plan>\n```"));
        put(
                "broken",
                new Evidence.Broken(
                        PULL,
                        Optional.of(HEAD),
                        Optional.of(ORDER),
                        Problem.of(
                                "github.com did not answer for 10 minutes",
                                "an answer",
                                "Comment `plan` when it is back")));
    }

    private void shown(String name, ProjectResult... rows) {
        put(name, new Evidence.Shown(board(rows), Optional.empty()));
    }

    private void put(String name, Evidence... evidence) {
        scenes.put(name, List.of(evidence));
    }

    static Job job() {
        return job(new Work.AutoPlan(PULL, HEAD, false));
    }

    static Job job(Work work) {
        return new Job(new JobId(42), work, NOON, 1);
    }

    static Job apply() {
        return job(new Work.Apply(ORDER, new Target.All(), false));
    }

    static Board board(ProjectResult... rows) {
        return new Board(
                PULL, Optional.of(HEADS), "main", List.of(rows), List.of(), false, Board.Stage.OPEN, Optional.empty());
    }

    static Board trouble(Problem... problems) {
        return board().withProblems(List.of(problems));
    }

    static Board with(Board board, boolean closed, String summary) {
        return with(board, closed ? Board.Stage.CLOSED : Board.Stage.OPEN, summary);
    }

    static Board with(Board board, Board.Stage stage, String summary) {
        return board.withStage(stage).withSummary(Optional.of(summary).filter(id -> !id.isEmpty()));
    }

    /** As of a pull request whose merge applies it. */
    static Board merging(Board board) {
        return new Board(
                board.pull(),
                board.heads(),
                board.baseBranch(),
                board.results(),
                board.problems(),
                true,
                board.stage(),
                board.summaryId());
    }

    static ProjectResult row(String dir, Outcome outcome) {
        return row(ProjectKey.at(dir), outcome);
    }

    static ProjectResult row(ProjectKey key, Outcome outcome) {
        String run = "run-" + key.dir().replaceAll("[^a-z0-9]", "-");
        return new ProjectResult(
                key, outcome, HEADS, new JobId(42), Optional.of(new RunId(run)), NOON, Optional.empty());
    }

    static Outcome planned(ProjectKey key) {
        return new Outcome.Planned(ONE, new PlanId("p-" + key.dir()), CREATE, false);
    }

    static ProjectResult planned(String dir) {
        return row(dir, planned(ProjectKey.at(dir)));
    }

    static ProjectResult mixed(String dir) {
        PlanSummary summary = new PlanSummary(1, 1, 1, 1, 0, 0, 0, 0, 0);
        return row(dir, new Outcome.Planned(summary, new PlanId("p-" + dir), MIXED, false));
    }

    static ProjectResult unchanged(String dir) {
        return row(dir, new Outcome.Unchanged("No changes. Your infrastructure matches the configuration.\n"));
    }

    static ProjectResult failed(String dir) {
        Problem problem = Problem.of("terraform plan ended with exit code 1", "", "Correct the configuration and push");
        return row(dir, new Outcome.PlanFailed(problem, ERROR));
    }

    static ProjectResult applied(String dir) {
        return row(
                dir,
                new Outcome.Applied(
                        "Apply complete! Resources: 1 added, 0 changed, 0 destroyed.",
                        "terraform_data.subnet: Creating...\nterraform_data.subnet: Creation complete after 0s\n"
                                + "\nApply complete! Resources: 1 added, 0 changed, 0 destroyed.\n"));
    }

    static ProjectResult[] many(int n) {
        List<ProjectResult> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String dir = "teams/team-%03d/%s".formatted(i, i % 2 == 0 ? "network" : "database");
            rows.add(i % 50 == 3 ? failed(dir) : i % 5 == 1 ? unchanged(dir) : i % 7 == 2 ? mixed(dir) : planned(dir));
        }
        return rows.toArray(ProjectResult[]::new);
    }

    static String lines(int n) {
        StringBuilder out = new StringBuilder("Terraform will perform the following actions:\n\n");
        for (int i = 0; i < n; i++) {
            out.append("  + resource \"terraform_data\" \"number_").append(i).append("\" {}\n");
        }
        return out.append("\nPlan: ")
                .append(n)
                .append(" to add, 0 to change, 0 to destroy.\n")
                .toString();
    }
}
