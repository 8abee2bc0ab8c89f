package io.tidelock.run.terraform;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The blocks of a configuration file and what stands in them, without comments and layout. Nothing is evaluated. What is not
 * understood is given up as a whole: then the text itself must serve.
 */
public final class Hcl {
    /** @param items what stands in it, attributes and blocks */
    public record Block(String type, List<String> labels, List<Item> items) {
        public Block {
            labels = List.copyOf(labels);
            items = List.copyOf(items);
        }

        public boolean is(String what, String... names) {
            return type.equals(what) && labels.equals(List.of(names));
        }

        public Optional<Item> item(String name) {
            return items.stream().filter(item -> item.name().equals(name)).findFirst();
        }
    }

    /**
     * An attribute or a block inside a block.
     *
     * @param subject its name; of a {@code dynamic} block the name of what it makes
     * @param text all of it, in one line, with one space between any two words
     */
    public record Item(String name, String subject, String text) {}

    /** Not understood. */
    public static final class Strange extends Exception {
        private static final long serialVersionUID = 1L;

        Strange(String what) {
            super(what);
        }
    }

    private final List<HclWords.Word> words;
    private int at;

    private Hcl(List<HclWords.Word> words) {
        this.words = words;
    }

    public static List<Block> blocks(String text) throws Strange {
        return new Hcl(HclWords.of(text)).blocks();
    }

    private List<Block> blocks() throws Strange {
        List<Block> blocks = new ArrayList<>();
        for (skipLines(); at < words.size(); skipLines()) {
            String type = name();
            List<String> labels = labels();
            List<Item> items = new ArrayList<>();
            for (skipLines(); !here("}"); skipLines()) {
                items.add(item());
            }
            at++;
            blocks.add(new Block(type, labels, items));
        }
        return blocks;
    }

    private Item item() throws Strange {
        int begin = at;
        String name = name();
        if (here("=")) {
            skipTo(true);
            return new Item(name, name, text(begin));
        }
        List<String> labels = labels();
        skipTo(false);
        at++;
        String subject = name.equals("dynamic") && !labels.isEmpty() ? labels.getFirst() : name;
        return new Item(name, subject, text(begin));
    }

    /** To the end of an expression, which is the end of the line, or to the brace that closes this block. */
    private void skipTo(boolean endOfLine) throws Strange {
        int depth = 0;
        for (; at < words.size(); at++) {
            HclWords.Word word = words.get(at);
            boolean line = word.kind() == HclWords.Kind.LINE;
            if (depth == 0 && ((line && endOfLine) || word.is("}"))) {
                return;
            }
            if (word.is("{") || word.is("[") || word.is("(")) {
                depth++;
            } else if (word.is("}") || word.is("]") || word.is(")")) {
                depth--;
            }
        }
        throw new Strange("an unfinished block");
    }

    private String name() throws Strange {
        if (at >= words.size() || words.get(at).kind() != HclWords.Kind.NAME) {
            throw new Strange("no name where one should be");
        }
        return words.get(at++).text();
    }

    /** What stands between a block's type and its brace, which is passed. */
    private List<String> labels() throws Strange {
        List<String> labels = new ArrayList<>();
        for (; !here("{"); at++) {
            switch (words.get(at).kind()) {
                case NAME -> labels.add(words.get(at).text());
                case STRING ->
                    labels.add(words.get(at)
                            .text()
                            .substring(1, words.get(at).text().length() - 1));
                case SIGN, LINE -> throw new Strange("no block where one should be");
            }
        }
        at++;
        return labels;
    }

    private boolean here(String sign) throws Strange {
        if (at >= words.size()) {
            throw new Strange("an unfinished block");
        }
        return words.get(at).is(sign);
    }

    private void skipLines() {
        while (at < words.size() && words.get(at).kind() == HclWords.Kind.LINE) {
            at++;
        }
    }

    private String text(int begin) {
        StringBuilder text = new StringBuilder();
        for (HclWords.Word word : words.subList(begin, at)) {
            if (word.kind() != HclWords.Kind.LINE) {
                text.append(text.isEmpty() ? "" : " ").append(word.text());
            }
        }
        return text.toString();
    }
}
