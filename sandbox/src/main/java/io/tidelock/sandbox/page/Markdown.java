package io.tidelock.sandbox.page;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/** Comments to HTML as the real host shows them: tables, folded details, coloured diffs, line breaks kept; and nothing that could do harm. */
final class Markdown {
    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(List.of(TablesExtension.create()))
            .softbreak("<br>\n")
            .nodeRendererFactory(Fences::new)
            .nodeRendererFactory(Emoji::new)
            .build();
    private static final PolicyFactory POLICY = new HtmlPolicyBuilder()
            .allowElements(
                    "p",
                    "br",
                    "hr",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "ul",
                    "ol",
                    "li",
                    "blockquote",
                    "pre",
                    "code",
                    "em",
                    "strong",
                    "b",
                    "i",
                    "s",
                    "del",
                    "ins",
                    "sub",
                    "sup",
                    "kbd",
                    "span",
                    "div",
                    "a",
                    "img",
                    "table",
                    "thead",
                    "tbody",
                    "tr",
                    "th",
                    "td",
                    "details",
                    "summary")
            .allowStandardUrlProtocols()
            .allowAttributes("href")
            .onElements("a")
            .requireRelNofollowOnLinks()
            .allowAttributes("src", "alt", "title")
            .onElements("img")
            .allowAttributes("align")
            .matching(true, "left", "right", "center")
            .onElements("th", "td", "p", "div")
            .allowAttributes("open")
            .onElements("details")
            .allowAttributes("start")
            .onElements("ol")
            .allowAttributes("class")
            .matching(Pattern.compile("[adhc]"))
            .onElements("span")
            .allowWithoutAttributes("span", "a", "img")
            .toFactory();

    private Markdown() {}

    /** Safe HTML. */
    static String html(@Nullable String markdown) {
        return markdown == null || markdown.isBlank() ? "" : POLICY.sanitize(RENDERER.render(PARSER.parse(markdown)));
    }

    /** Colours the lines of fences marked diff. */
    private static final class Fences implements NodeRenderer {
        private final HtmlNodeRendererContext context;

        Fences(HtmlNodeRendererContext context) {
            this.context = context;
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(FencedCodeBlock.class);
        }

        @Override
        public void render(Node node) {
            FencedCodeBlock block = (FencedCodeBlock) node;
            HtmlWriter html = context.getWriter();
            String info = block.getInfo();
            html.line();
            html.tag("pre");
            html.tag("code");
            if (info != null && info.strip().equals("diff")) {
                block.getLiteral().lines().forEach(line -> line(html, line));
            } else {
                html.text(block.getLiteral());
            }
            html.tag("/code");
            html.tag("/pre");
            html.line();
        }

        private static void line(HtmlWriter html, String line) {
            String kind = line.startsWith("+")
                    ? "a"
                    : line.startsWith("-") ? "d" : line.startsWith("@@") ? "h" : line.startsWith("!") ? "c" : "";
            if (kind.isEmpty()) {
                html.text(line);
                html.raw("\n");
            } else {
                html.tag("span", Map.of("class", kind));
                html.text(line);
                html.raw(kind.equals("c") ? "\n" : "");
                html.tag("/span");
            }
        }
    }

    /** The short names of emoji that servers of this kind use. */
    private static final class Emoji implements NodeRenderer {
        private static final Pattern NAME = Pattern.compile(":([a-z_]+|[+-]1):");
        private static final Map<String, String> KNOWN = Map.ofEntries(
                Map.entry("white_check_mark", "✅"),
                Map.entry("heavy_check_mark", "✔️"),
                Map.entry("x", "❌"),
                Map.entry("warning", "⚠️"),
                Map.entry("lock", "🔒"),
                Map.entry("unlock", "🔓"),
                Map.entry("repeat", "🔁"),
                Map.entry("link", "🔗"),
                Map.entry("arrow_forward", "▶️"),
                Map.entry("fast_forward", "⏩"),
                Map.entry("put_litter_in_its_place", "🚮"),
                Map.entry("twisted_rightwards_arrows", "🔀"),
                Map.entry("information_source", "ℹ️"),
                Map.entry("hourglass", "⌛"),
                Map.entry("hourglass_flowing_sand", "⏳"),
                Map.entry("eyes", "👀"),
                Map.entry("rocket", "🚀"),
                Map.entry("tada", "🎉"),
                Map.entry("construction", "🚧"),
                Map.entry("no_entry", "⛔"),
                Map.entry("bulb", "💡"),
                Map.entry("+1", "👍"),
                Map.entry("-1", "👎"));

        private final HtmlNodeRendererContext context;

        Emoji(HtmlNodeRendererContext context) {
            this.context = context;
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Text.class);
        }

        @Override
        public void render(Node node) {
            Matcher matcher = NAME.matcher(((Text) node).getLiteral());
            context.getWriter()
                    .text(matcher.replaceAll(
                            found -> Matcher.quoteReplacement(KNOWN.getOrDefault(found.group(1), found.group()))));
        }
    }
}
