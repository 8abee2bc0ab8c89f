package io.tidelock.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TerraformTextTest {
    private static final int ROOM = 65_536;

    @Test
    void markers_move_to_the_first_column() {
        assertThat(TerraformText.plan("""
                  # a will be updated
                  ~ resource "a" "b" {
                      + x = 1
                      - y = 2
                        z = 3
                      ~ w = 4 -> 5
                    }
                -/+ resource "c" "d" {
                +/- resource "e" "f" {
                 <= data "g" "h" {
                """, ROOM).text()).isEqualTo("""
                  # a will be updated
                !   resource "a" "b" {
                +       x = 1
                -       y = 2
                        z = 3
                !       w = 4 -> 5
                    }
                -/+ resource "c" "d" {
                +/- resource "e" "f" {
                <=  data "g" "h" {""");
    }

    @Test
    void a_dash_within_a_new_heredoc_is_no_removal() {
        String yaml = """
                  + resource "a" "b" {
                      + y = <<-EOT
                            - one
                          - two
                        EOT
                      + z = 1
                """;
        assertThat(TerraformText.plan(yaml, ROOM).text()).isEqualTo("""
                +   resource "a" "b" {
                +       y = <<-EOT
                            - one
                          - two
                        EOT
                +       z = 1""");
    }

    @Test
    void a_changed_heredoc_in_a_list_keeps_its_marks() {
        String list = """
                          ~ l = [
                              ~ <<-EOT
                                    - a
                                  - b
                                  + B
                                EOT,
                              - "z",
                """;
        assertThat(TerraformText.plan(list, ROOM).text()).isEqualTo("""
                !           l = [
                !               <<-EOT
                                    - a
                -                   b
                +                   B
                                EOT,
                -               "z",""");
    }

    @Test
    void colours_frames_legend_and_goodbye_go() {
        assertThat(TerraformText.log(
                                "\u001b[31m╷\u001b[0m\n\u001b[31m│\u001b[0m \u001b[1mError: no\u001b[0m\n│\n│ x\n╵\r\n",
                                ROOM)
                        .text())
                .isEqualTo("Error: no\n\nx");
        assertThat(TerraformText.plan(Scenes.MIXED, ROOM).text())
                .startsWith("Terraform will perform")
                .endsWith("Plan: 1 to add, 1 to change, 1 to destroy.");
    }

    @Test
    void what_cannot_be_seen_is_shown() {
        assertThat(TerraformText.log("a\u202eb\u200bc\u0007d\u0085e\ud83df\tg\rh", ROOM)
                        .text())
                .isEqualTo("a⟨U+202E⟩b⟨U+200B⟩c␇d⟨U+0085⟩e⟨U+D83D⟩f\tg␍h");
    }

    @Test
    void a_plan_is_cut_at_the_end_of_a_line_and_the_rest_is_counted() {
        TerraformText text = TerraformText.plan(numbers(0, 100), 50);
        assertThat(text.text()).endsWith("line 6");
        assertThat(text.text().length()).isLessThanOrEqualTo(50);
        assertThat(text.after()).isEqualTo(93);
        TerraformText twice = TerraformText.plan(numbers(0, 100), 60).cut(50);
        assertThat(twice).isEqualTo(text);
    }

    @Test
    void an_error_is_kept_rather_than_what_came_before_it() {
        String log = numbers(0, 1_000) + "Error: it broke\n  on main.tf\n" + numbers(0, 3);
        for (TerraformText text : new TerraformText[] {
            TerraformText.log(log, 60), TerraformText.log(log, ROOM).cut(60)
        }) {
            assertThat(text.text()).startsWith("Error: it broke\n  on main.tf\n");
            assertThat(text.before()).isEqualTo(1_000);
            assertThat(text.after()).isZero();
        }
    }

    @Test
    void without_an_error_the_end_of_a_far_too_long_log_is_kept() {
        assertThat(TerraformText.log(numbers(0, 1_000), 60).text()).endsWith("line 999");
    }

    @Test
    void five_megabytes_are_no_burden() {
        for (String piece :
                new String[] {"`", "\u001b]", "<!-- ", "\u001b[", " ", "~ <<", "Error: ", "line\n", "│\n", "\u202e"}) {
            String text = piece.repeat(5_000_000 / piece.length());
            assertThat(TerraformText.plan(text, ROOM).text().length()).isLessThanOrEqualTo(ROOM);
            assertThat(TerraformText.log(text, ROOM).text().length()).isLessThanOrEqualTo(ROOM);
        }
    }

    private static String numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).collect(Collectors.joining("\n", "", "\n"));
    }
}
