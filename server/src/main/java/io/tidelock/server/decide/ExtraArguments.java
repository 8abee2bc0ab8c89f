package io.tidelock.server.decide;

import io.tidelock.config.RepoPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terraform arguments that a commenter may give to a plan. Everything else is refused by name: some arguments load code,
 * write files or skip locks. What passes is spelled {@code -name=value}, so that a value can never be taken for an argument.
 */
final class ExtraArguments {
    /**
     * @param arguments for terraform, one argv entry each
     * @param mistakes one line of Markdown each
     */
    record Read(List<String> arguments, List<String> mistakes) {}

    private enum Kind {
        ADDRESS,
        VARIABLE,
        FILE,
        CHOICE,
        SWITCH
    }

    private static final Map<String, Kind> ALLOWED = new LinkedHashMap<>();

    static {
        ALLOWED.put("target", Kind.ADDRESS);
        ALLOWED.put("replace", Kind.ADDRESS);
        ALLOWED.put("var", Kind.VARIABLE);
        ALLOWED.put("var-file", Kind.FILE);
        ALLOWED.put("refresh", Kind.CHOICE);
        ALLOWED.put("destroy", Kind.SWITCH);
    }

    private static final Pattern FORM = Pattern.compile("--?([A-Za-z][A-Za-z0-9-]*)(?:=(.*))?", Pattern.DOTALL);
    private static final Pattern ASSIGNMENT = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*=.*", Pattern.DOTALL);

    /** What an import may be given: it changes no more than the state, by what its project's variables say. */
    private static final Set<String> FOR_IMPORT = Set.of("var", "var-file");

    private final List<String> folders;
    private final List<String> arguments = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();

    private ExtraArguments(List<String> folders) {
        this.folders = folders;
    }

    static boolean knows(String name) {
        return ALLOWED.containsKey(name);
    }

    /** The allowed ones, for people. */
    static String allowed() {
        return "`-target=ADDRESS`, `-replace=ADDRESS`, `-var NAME=VALUE`, `-var-file=FILE`, `-refresh=false`, `-destroy`";
    }

    /** @param folders outside of the repository, absolute, whose files may be named as well */
    static Read readForImport(List<String> words, List<String> folders) {
        return read(words, folders, FOR_IMPORT, "`-var NAME=VALUE`, `-var-file=FILE`");
    }

    /** @param folders outside of the repository, absolute, whose files may be named as well */
    static Read read(List<String> words, List<String> folders) {
        return read(words, folders, ALLOWED.keySet(), allowed());
    }

    private static Read read(List<String> words, List<String> folders, Set<String> names, String forms) {
        ExtraArguments reader = new ExtraArguments(folders);
        for (int at = 0; at < words.size(); at++) {
            Matcher form = FORM.matcher(words.get(at));
            Kind kind = form.matches() && names.contains(form.group(1)) ? ALLOWED.get(form.group(1)) : null;
            if (kind == null) {
                reader.refuse(words.get(at), forms);
                continue;
            }
            Optional<String> value = Optional.ofNullable(form.group(2));
            if (value.isEmpty() && kind != Kind.CHOICE && kind != Kind.SWITCH && at + 1 < words.size()) {
                value = Optional.of(words.get(++at));
            }
            reader.take(form.group(1), kind, value);
        }
        return new Read(List.copyOf(reader.arguments), List.copyOf(reader.mistakes));
    }

    private void refuse(String word, String forms) {
        mistakes.add(
                InlineCode.of(word) + " is not among the terraform arguments allowed in a comment: " + forms + ".");
    }

    private void take(String name, Kind kind, Optional<String> value) {
        if (value.stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
            mistakes.add("`-" + name + "` holds a NUL character, which no program can be given.");
            return;
        }
        switch (kind) {
            case ADDRESS ->
                value.filter(ExtraArguments::isAddress)
                        .ifPresentOrElse(
                                address -> arguments.add("-" + name + "=" + address),
                                () -> expected(
                                        name,
                                        value,
                                        "the address of a resource, like `-" + name + "=module.net.aws_vpc.main`"));
            case VARIABLE ->
                value.filter(text -> ASSIGNMENT.matcher(text).matches())
                        .ifPresentOrElse(
                                assignment -> arguments.add("-var=" + assignment),
                                () -> expected(name, value, "`-var NAME=VALUE`"));
            case FILE ->
                value.flatMap(path -> inside(path).or(() -> named(path)))
                        .ifPresentOrElse(
                                file -> arguments.add("-var-file=" + file),
                                () -> expected(
                                        name,
                                        value,
                                        "a file under the project's directory" + others() + ", without `..`"));
            case CHOICE -> {
                if (value.isPresent() && !value.get().matches("true|false")) {
                    expected(name, value, "`-refresh=true` or `-refresh=false`");
                } else {
                    arguments.add("-refresh=" + value.orElse("true"));
                }
            }
            case SWITCH -> {
                if (value.isPresent()) {
                    expected(name, value, "`-" + name + "` alone");
                } else {
                    arguments.add("-" + name);
                }
            }
        }
    }

    private void expected(String name, Optional<String> met, String form) {
        String found = met.map(value -> "is given " + InlineCode.of(value)).orElse("is given nothing");
        mistakes.add("`-" + name + "` " + found + "; expected " + form + ".");
    }

    static boolean isAddress(String text) {
        return !text.isBlank() && !text.startsWith("-") && text.codePoints().noneMatch(Character::isISOControl);
    }

    private String others() {
        return folders.isEmpty() ? "" : " or one of " + InlineCode.list(folders);
    }

    /** Below one of the operator's folders; a link there is the operator's. */
    private Optional<String> named(String path) {
        String rest = path.startsWith("/") ? path.substring(1) : path;
        boolean plain =
                path.startsWith("/") && !RepoPath.strange(path) && !("/" + rest + "/").matches(".*/\\.{0,2}/.*");
        return Optional.of(path)
                .filter(file -> plain && folders.stream().anyMatch(folder -> file.startsWith(folder + "/")));
    }

    /** Whether the file is there, and is not a link to elsewhere, is looked at again where the files are. */
    private static Optional<String> inside(String path) {
        boolean outside = path.startsWith("/")
                || path.startsWith("-")
                || path.startsWith("~")
                || RepoPath.strange(path)
                || ("/" + path + "/").contains("/../");
        return outside ? Optional.empty() : RepoPath.clean(path).filter(clean -> !clean.equals("."));
    }
}
