package io.tidelock.config.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Bytes in, the top level of a YAML file out. */
public final class YamlFile {
    /** Nobody writes such a file by hand, and nothing we read is larger. */
    public static final int LARGEST = 1024 * 1024;

    private YamlFile() {}

    /** The top level of the file; empty when there is none, or when it cannot be read, which is then a Problem. */
    public static Optional<Section> read(byte[] bytes, String file, Problems problems) {
        Node.Spot top = new Node.Spot(1, 1);
        if (bytes.length > LARGEST) {
            problems.add(
                    new Node.Spot(0, 0),
                    "the file has " + bytes.length + " bytes",
                    "at most " + LARGEST,
                    "Split it, or remove what is generated.");
            return Optional.empty();
        }
        return text(bytes, problems)
                .flatMap(text -> compose(text, file, problems))
                .flatMap(node -> switch (node) {
                    case Node.Mapping mapping -> Optional.of(new Section(mapping, "the file", problems));
                    case Node.Scalar scalar when scalar.kind() == Node.Kind.NOTHING -> Optional.empty();
                    case Node.Scalar scalar -> wrongTop(scalar.spot(), Quote.of(scalar.text()), problems);
                    case Node.Sequence sequence -> wrongTop(top, "a list", problems);
                });
    }

    private static Optional<Section> wrongTop(Node.Spot spot, String met, Problems problems) {
        problems.add(spot, "the file is " + met, "keys with values, like 'version: 3'", "");
        return Optional.empty();
    }

    private static Optional<String> text(byte[] bytes, Problems problems) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            problems.add(new Node.Spot(0, 0), "the file is not UTF-8", "UTF-8 text", "Save it with that encoding.");
            return Optional.empty();
        }
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            problems.add(spotAt(text, nul), "a NUL character", "text", "Save the file as UTF-8 text.");
            return Optional.empty();
        }
        return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    private static Optional<Node> compose(String text, String file, Problems problems) {
        try {
            return new Composer(problems).compose(text, file);
        } catch (Composer.Refused refused) {
            problems.add(refused.spot(), refused.met(), refused.expected(), refused.next());
        } catch (MarkedYamlEngineException e) {
            Node.Spot spot =
                    e.getProblemMark().or(e::getContextMark).map(YamlFile::spot).orElse(new Node.Spot(0, 0));
            problems.add(spot, "not readable as YAML: " + e.getProblem(), "", hint(text, spot));
        } catch (ReaderException e) {
            problems.add(
                    spotAt(
                            text,
                            text.offsetByCodePoints(
                                    0, Math.min(e.getPosition(), text.codePointCount(0, text.length())))),
                    String.format("the character U+%04X", e.getCodePoint()),
                    "a printable character",
                    "Remove it.");
        } catch (YamlEngineException e) {
            problems.add(new Node.Spot(0, 0), "not readable as YAML: " + e.getMessage(), "", "");
        }
        return Optional.empty();
    }

    private static String hint(String text, Node.Spot spot) {
        boolean tab = text.lines()
                .skip(Math.max(0, spot.line() - 1))
                .findFirst()
                .filter(line -> line.strip().length() < line.length() && line.indexOf('\t') >= 0)
                .isPresent();
        return tab ? "There is a tab in this line; YAML is indented with spaces." : "";
    }

    static Node.Spot spot(Mark mark) {
        return new Node.Spot(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Node.Spot spotAt(String text, int index) {
        int line = 1;
        int start = 0;
        for (int at = 0; at < index && at < text.length(); at++) {
            if (text.charAt(at) == '\n') {
                line++;
                start = at + 1;
            }
        }
        return new Node.Spot(line, index - start + 1);
    }
}
