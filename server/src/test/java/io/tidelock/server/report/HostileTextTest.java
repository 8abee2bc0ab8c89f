package io.tidelock.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.change.PullRef;
import io.tidelock.core.outcome.Board;
import io.tidelock.core.outcome.Evidence;
import io.tidelock.core.outcome.Outcome;
import io.tidelock.core.outcome.PlanId;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.ProjectResult;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.core.words.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.ListItem;
import org.commonmark.node.Paragraph;
import org.junit.jupiter.api.Test;

/** Whatever names and outputs say, a comment keeps the form that we gave it. */
class HostileTextTest {
    @Provide
    Arbitrary<String> hostile() {
        return Hostile.texts();
    }

    @Provide
    Arbitrary<Integer> bodies() {
        return Arbitraries.of(4_000, 5_000, 20_000, 65_536);
    }

    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    void a_summary_has_the_rows_and_sections_of_its_board(
            @ForAll @Size(12) List<String> texts, @ForAll("hostile") String one, @ForAll("hostile") String two) {
        String text = one + two;
        Problem problem = new Problem(one, two, text, Optional.of(new Problem.Place(two, 3, 0)));
        List<ProjectResult> rows = List.of(
                row(1, one, two, new Outcome.Planned(Scenes.ONE, new PlanId("1"), text, true)),
                row(2, two, one, new Outcome.PlanFailed(problem, text)),
                row(3, text, one, new Outcome.ApplyFailed(problem, two + one)),
                row(4, text, one, new Outcome.ApplyUnknown(problem, String.join("\n", texts))),
                row(5, text, "", new Outcome.Discarded(problem)),
                row(6, "", one, new Outcome.Locked(new PullRef(Scenes.PULL.repo(), 3), 2, List.of())),
                row(7, one, one, new Outcome.Applied(two, text)),
                row(8, two, two, new Outcome.Unchanged(text)));
        String body = body(board(rows, one + two, List.of()), 65_536);
        Structure structure = Structure.of(body);
        assertThat(body).startsWith(Hostile.MARKER + "\n");
        assertThat(structure.all(TableRow.class)).hasSize(9);
        assertThat(structure.all(TableCell.class)).hasSize(45);
        assertThat(structure.all(Heading.class).getFirst().getLevel()).isEqualTo(3);
        assertThat(structure.all(ListItem.class)).isEmpty();
        structure
                .all(FencedCodeBlock.class)
                .forEach(fence -> assertThat(fence.getParent()).isInstanceOf(Document.class));
    }

    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    void one_project_and_its_problems(@ForAll("hostile") String one, @ForAll("hostile") String two) {
        Problem problem = new Problem(one, two, one, Optional.empty());
        Structure.of(body(
                board(List.of(row(1, one, two, new Outcome.PlanFailed(problem, two))), one, List.of()), 65_536));
        Structure.of(body(board(List.of(row(1, two, one, new Outcome.Applied(one, two))), one, List.of()), 65_536));
        Structure problems = Structure.of(body(board(List.of(), two, List.of(problem, problem)), 65_536));
        assertThat(problems.all(ListItem.class)).hasSize(2);
    }

    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    void replies(@ForAll("hostile") String one, @ForAll("hostile") String two) {
        Problem problem = new Problem(one, two, one, Optional.of(new Problem.Place(two, 0, 0)));
        List<Evidence> evidence = List.of(
                new Evidence.Answer(Scenes.ORDER, one + "\n" + two),
                new Evidence.Denied(Scenes.ORDER, problem),
                new Evidence.Broken(Scenes.PULL, Optional.of(Scenes.HEAD), Optional.of(Scenes.ORDER), problem));
        for (Message message : new Reporter(settings(65_536)).words(Scenes.apply(), evidence)) {
            if (message instanceof Message.Reply reply) {
                Structure structure = Structure.of(reply.body());
                assertThat(structure.all(Heading.class)).isEmpty();
            } else if (message instanceof Message.Status status) {
                String description = status.status().description();
                assertThat(description.length()).isLessThanOrEqualTo(140);
                assertThat(description.codePoints().filter(Markdown::hidden)).isEmpty();
            }
        }
    }

    @Test
    void an_empty_quotation_keeps_what_stands_around_it_apart() {
        assertThat(Markdown.sentence("@bob:` `Error: no", UnaryOperator.identity(), 100)
                        .text())
                .isEqualTo("`@bob`: Error: no");
    }

    @Property(tries = 1500)
    void code_is_code_and_says_what_it_was_given(@ForAll("hostile") String text) {
        Structure structure = Structure.of("x " + Markdown.code(text));
        assertThat(structure.all(Paragraph.class)).hasSize(1);
        List<Code> codes = structure.all(Code.class);
        assertThat(codes).hasSize(1);
        String line = Markdown.oneLine(text, 1_000);
        assertThat(codes.getFirst().getLiteral()).isEqualTo(line.isEmpty() ? " " : line);
    }

    @Property(tries = 1500)
    void a_fence_holds_all_of_its_text(@ForAll("hostile") String text) {
        for (TerraformText clean : List.of(TerraformText.plan(text, 10_000), TerraformText.log(text, 10_000))) {
            Structure structure =
                    Structure.of(Markdown.fence("diff", clean.text()).text());
            assertThat(structure.nodes).hasSize(2);
            String held = structure.all(FencedCodeBlock.class).getFirst().getLiteral();
            assertThat(held.strip()).isEqualTo(clean.text().strip());
        }
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void nothing_is_ever_too_long(
            @ForAll("bodies") int max, @ForAll @Size(max = 60) List<String> texts, @ForAll("hostile") String one) {
        List<ProjectResult> rows = new ArrayList<>();
        String long1 = one.repeat(200);
        Problem problem = new Problem(long1, one, long1, Optional.empty());
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i) + (i % 3 == 0 ? long1 : one);
            rows.add(row(
                    i,
                    one + i,
                    text,
                    switch (i % 4) {
                        case 0 -> new Outcome.Planned(Scenes.ONE, new PlanId("" + i), text, true);
                        case 1 -> new Outcome.PlanFailed(problem, text);
                        case 2 -> new Outcome.Applied(text, text);
                        default -> new Outcome.Unchanged(text);
                    }));
        }
        assertThat(body(board(rows, long1, List.of()), max).length()).isLessThanOrEqualTo(max);
        List<Problem> problems = texts.stream().map(text -> problem).toList();
        String troubled = body(board(rows, long1, problems), max);
        assertThat(troubled.length()).isLessThanOrEqualTo(max);
        Structure.of(troubled);
        for (Message message : new Reporter(settings(max))
                .words(
                        Scenes.apply(),
                        List.of(
                                new Evidence.Answer(Scenes.ORDER, long1),
                                new Evidence.Denied(Scenes.ORDER, problem)))) {
            if (message instanceof Message.Reply reply) {
                assertThat(reply.body().length()).isLessThanOrEqualTo(max);
            }
        }
    }

    private static String body(Board board, int max) {
        return new Reporter(settings(max))
                                .words(Scenes.apply(), List.of(new Evidence.Shown(board, Optional.of(Scenes.ORDER))))
                                .getFirst()
                        instanceof Message.Summary summary
                ? summary.body()
                : "";
    }

    private static ReportSettings settings(int max) {
        return new ReportSettings("tidelock", "tidelock", Optional.of("https://tidelock.acme.io"), max);
    }

    private static Board board(List<ProjectResult> rows, String branch, List<Problem> problems) {
        return new Board(
                Scenes.PULL,
                Optional.of(Scenes.HEADS),
                branch,
                rows,
                problems,
                false,
                Board.Stage.OPEN,
                Optional.empty());
    }

    private static ProjectResult row(int number, String dir, String workspace, Outcome outcome) {
        ProjectKey key = new ProjectKey(number + dir.replace("..", ""), workspace + "w", number % 2 == 0 ? "" : dir);
        ProjectResult row = Scenes.row("d" + number, outcome);
        return new ProjectResult(key, outcome, row.heads(), row.job(), row.run(), row.at(), Optional.empty());
    }
}
