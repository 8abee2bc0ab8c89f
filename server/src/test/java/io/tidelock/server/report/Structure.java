package io.tidelock.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** A comment as a host reads it, and that it says nothing that we did not mean to say. */
final class Structure {
    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private static final Pattern OUR_HTML = Pattern.compile(
            "<details( open)?><summary>[^<>]*(<code>[^<>]*</code>)?[^<>]*</summary>|</details>|<!-- tidelock:[^<>]* -->");
    private static final List<Class<? extends Node>> OURS = List.of(
            Document.class,
            Heading.class,
            Paragraph.class,
            HtmlBlock.class,
            HtmlInline.class,
            FencedCodeBlock.class,
            Code.class,
            Text.class,
            SoftLineBreak.class,
            StrongEmphasis.class,
            Link.class,
            BulletList.class,
            ListItem.class,
            TableBlock.class,
            TableHead.class,
            TableBody.class,
            TableRow.class,
            TableCell.class);
    /** What a host may take for a mention, a reference, a link, an emoji, a formula or an end of something. */
    private static final Pattern ACTIVE =
            Pattern.compile("[@<>\\[\\]\\\\|_*~`$^{}]|#(?!3\\b)|://|www\\.|:\\w+:|GH-\\d|&\\w+;|^/\\w");

    final List<Node> nodes = new ArrayList<>();

    private Structure(String body) {
        collect(PARSER.parse(body));
    }

    /** Parses, and checks what is true of every comment. */
    static Structure of(String body) {
        Structure structure = new Structure(body);
        structure.nodes.forEach(structure::check);
        long opened = structure.html("<details").size();
        assertThat(structure.html("</details>")).hasSize((int) opened);
        assertThat(body.codePoints().filter(c -> c != '\n' && c != '\t').filter(Markdown::hidden))
                .as("hidden characters")
                .isEmpty();
        assertThat(body.indexOf("<!-- tidelock:")).isLessThanOrEqualTo(0);
        assertThat(body.indexOf("<!-- tidelock:", 1)).as("a second marker").isNegative();
        return structure;
    }

    <T extends Node> List<T> all(Class<T> type) {
        return nodes.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<HtmlBlock> html(String start) {
        return all(HtmlBlock.class).stream()
                .filter(block -> block.getLiteral().startsWith(start))
                .toList();
    }

    private void collect(Node node) {
        nodes.add(node);
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            collect(child);
        }
    }

    private void check(Node node) {
        assertThat(OURS).as("kind of node").contains(node.getClass());
        switch (node) {
            case HtmlBlock block -> assertThat(block.getLiteral()).matches(OUR_HTML);
            case HtmlInline inline -> assertThat(inline.getLiteral()).isIn("<sub>", "</sub>");
            case Link link -> assertThat(link.getDestination()).startsWith("https://tidelock.acme.io/runs/");
            case Text text
            when inTable(text) ->
                assertThat(text.getLiteral().replaceFirst("\\+\\d+ ~\\d+ -\\d+", ""))
                        .doesNotContainPattern(ACTIVE);
            case Text text -> assertThat(text.getLiteral()).doesNotContainPattern(ACTIVE);
            default -> {}
        }
    }

    private static boolean inTable(Node node) {
        return node.getParent() instanceof TableCell;
    }
}
