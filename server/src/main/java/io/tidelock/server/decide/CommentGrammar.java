package io.tidelock.server.decide;

import io.tidelock.config.DidYouMean;
import io.tidelock.config.RepoPath;
import io.tidelock.config.WorkspaceName;
import io.tidelock.core.command.Command;
import io.tidelock.core.command.MergeWish;
import io.tidelock.core.command.StateEdit;
import io.tidelock.core.command.Target;
import io.tidelock.core.project.MergeMethod;
import io.tidelock.core.project.ProjectKey;
import io.tidelock.server.decide.FlagReader.Flags;
import io.tidelock.server.decide.Parsed.Asked;
import io.tidelock.server.decide.Parsed.Mistake;
import io.tidelock.server.decide.Parsed.NotForUs;
import io.tidelock.server.decide.Parsed.Understood;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads comments. A command is the whole comment, on one line. Words of a conversation must never be taken for one, and never
 * be answered; what is plainly meant for us and wrong must never be passed over in silence.
 */
final class CommentGrammar {
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");
    private static final Pattern LONG_DASH_FLAG = Pattern.compile("[–—](dir|workspace|project|verbose|help)(=.*)?");
    private static final Set<String> OTHER_TOOLS = Set.of("terraform", "tofu");
    private static final int LONGEST_PATH = 1000;

    private final CommandWords words;
    private final Allowed allowed;
    private final Replies replies;

    CommentGrammar(CommandWords words) {
        this(words, Allowed.EVERYTHING);
    }

    CommentGrammar(CommandWords words, Allowed allowed) {
        this.words = words;
        this.allowed = allowed;
        this.replies = new Replies(words, allowed);
    }

    Parsed parse(String body) {
        String line = trim(body);
        if (line.isEmpty()) {
            return new NotForUs("empty comment");
        }
        if (LINE_BREAK.matcher(line).find()) {
            return new NotForUs("more than one line");
        }
        List<String> rough = roughly(line);
        String first = rough.getFirst().toLowerCase(Locale.ROOT);
        boolean run = first.equals("run") && words.answersToRun() && isCommand(rough, 1);
        if (run || words.addressedBy(first)) {
            return split(line, split -> addressed(split.subList(1, split.size())));
        }
        Optional<Verb> bare = words.bare() ? Verb.of(first) : Optional.empty();
        if (bare.isPresent()) {
            return meant(bare.get(), rough)
                    ? split(line, split -> command(bare.get(), split.subList(1, split.size())))
                    : new NotForUs("a sentence that starts with a command's name");
        }
        if (resembles(first) && readsLikeCommand(rough)) {
            return new Mistake(replies.didYouMean(
                    rough.getFirst(), line.substring(rough.getFirst().length()).strip()));
        }
        return new NotForUs("not addressed to us");
    }

    /** Spaces around, and the backticks that people put around code. */
    private static String trim(String body) {
        int from = 0;
        int to = body.length();
        while (from < to && isMargin(body.charAt(from))) {
            from++;
        }
        while (to > from && isMargin(body.charAt(to - 1))) {
            to--;
        }
        return body.substring(from, to);
    }

    private static boolean isMargin(char c) {
        return c == '`' || c == '\uFEFF' || ShellWords.isSpace(c);
    }

    /** The words without regard to quotes: enough to tell whether a comment is for us. */
    private static List<String> roughly(String line) {
        List<String> found = new ArrayList<>();
        int from = -1;
        for (int at = 0; at <= line.length(); at++) {
            boolean space = at == line.length() || ShellWords.isSpace(line.charAt(at));
            if (space && from >= 0) {
                found.add(line.substring(from, at));
                from = -1;
            } else if (!space && from < 0) {
                from = at;
            }
        }
        return found;
    }

    /** Words that people use in sentences are commands only with what these commands need. */
    private static boolean meant(Verb verb, List<String> rough) {
        return switch (verb) {
            case IMPORT ->
                rough.size() > 2 && (clearlyMeant(rough) || rough.get(1).contains("."));
            case STATE ->
                rough.size() > 2
                        && rough.get(1).equals("rm")
                        && (rough.get(2).contains(".") || FlagReader.looksLikeFlag(rough.get(2)));
            case PLAN, APPLY, UNLOCK, VERSION, HELP -> clearlyMeant(rough);
        };
    }

    /** A bare word is a command when nothing follows, or what follows can only be flags. */
    private static boolean clearlyMeant(List<String> rough) {
        if (rough.size() == 1) {
            return true;
        }
        String second = rough.get(1);
        if (second.equals("--")) {
            return rough.size() == 2 || rough.get(2).startsWith("-");
        }
        return FlagReader.looksLikeFlag(second)
                || LONG_DASH_FLAG.matcher(second).matches();
    }

    /** A slip of the keyboard away from one of our words, or the name of the program we run. */
    private boolean resembles(String first) {
        return OTHER_TOOLS.contains(first)
                || words.prefixes().stream().anyMatch(prefix -> DidYouMean.near(first, prefix));
    }

    /** So that nobody who talks about "atlantic state parks" gets an answer. */
    private static boolean readsLikeCommand(List<String> rough) {
        if (!isCommand(rough, 1)) {
            return false;
        }
        return switch (rough.get(1).toLowerCase(Locale.ROOT)) {
            case "state" -> rough.size() > 3 && rough.get(2).equals("rm");
            case "import" -> rough.size() == 4 || clearlyMeant(rough.subList(1, rough.size()));
            default -> clearlyMeant(rough.subList(1, rough.size()));
        };
    }

    private static boolean isCommand(List<String> rough, int at) {
        if (at >= rough.size()) {
            return false;
        }
        String word = rough.get(at).toLowerCase(Locale.ROOT);
        return Verb.of(word).isPresent() || Verb.PLANNED.contains(word);
    }

    private Parsed split(String line, Function<List<String>, Parsed> further) {
        return switch (ShellWords.split(line)) {
            case ShellWords.Split.Words split when split.words().isEmpty() -> new NotForUs("a remark");
            case ShellWords.Split.Words split -> further.apply(split.words());
            case ShellWords.Split.OpenQuote open ->
                new Mistake(replies.unreadable(
                        "a quote " + InlineCode.of("" + open.quote()) + " is opened and not closed"));
            case ShellWords.Split.OpenEscape open -> new Mistake(replies.unreadable("it ends in a backslash"));
        };
    }

    /** What follows our prefix. */
    private Parsed addressed(List<String> rest) {
        if (rest.isEmpty()) {
            return new Understood(new Command.Help());
        }
        String word = rest.getFirst();
        if (word.equalsIgnoreCase("help") || word.equals("-h") || word.equals("--help")) {
            Optional<Verb> about = rest.size() == 2 ? Verb.of(rest.get(1)) : Optional.empty();
            return about.<Parsed>map(verb -> new Asked(replies.usage(verb)))
                    .orElseGet(() -> new Understood(new Command.Help()));
        }
        return Verb.of(word)
                .map(verb -> command(verb, rest.subList(1, rest.size())))
                .orElseGet(() -> new Mistake(replies.unknownCommand(word)));
    }

    private Parsed command(Verb verb, List<String> rest) {
        Flags flags = FlagReader.read(verb, rest);
        if (flags.on(Flag.HELP)) {
            return new Asked(replies.usage(verb));
        }
        List<String> mistakes = new ArrayList<>(flags.mistakes());
        Optional<StateEdit> edit = StateWords.read(verb, flags.strays(), mistakes);
        if (!flags.strays().isEmpty() && !StateWords.takes(verb)) {
            mistakes.add(InlineCode.list(flags.strays()) + (flags.strays().size() == 1 ? " belongs" : " belong")
                    + " to no flag.");
        }
        Optional<MergeWish> merging = merging(flags, mistakes);
        Target target = target(flags, mistakes);
        List<String> extra = extra(verb, flags, mistakes);
        if (!mistakes.isEmpty()) {
            return new Mistake(replies.wrong(verb, mistakes));
        }
        boolean verbose = flags.on(Flag.VERBOSE);
        return new Understood(
                switch (verb) {
                    case PLAN -> new Command.Plan(target, extra, verbose);
                    case APPLY -> new Command.Apply(target, verbose, merging);
                    case UNLOCK -> new Command.Unlock();
                    case IMPORT, STATE -> new Command.EditState(target, edit.orElseThrow(), extra);
                    case VERSION -> new Command.Version(target);
                    case HELP -> new Command.Help();
                });
    }

    private static Optional<MergeWish> merging(Flags flags, List<String> mistakes) {
        Optional<String> typed = flags.value(Flag.AUTO_MERGE_METHOD);
        if (flags.on(Flag.AUTO_MERGE_DISABLED) && typed.isPresent()) {
            mistakes.add("`--auto-merge-disabled` and `--auto-merge-method` say the contrary: leave out one of them.");
        }
        Optional<MergeMethod> method = typed.flatMap(word -> Arrays.stream(MergeMethod.values())
                .filter(known -> known.name().equalsIgnoreCase(word))
                .findFirst());
        if (typed.isPresent() && method.isEmpty()) {
            mistakes.add("The merge method " + InlineCode.of(typed.get())
                    + " is unknown; expected `merge`, `rebase` or `squash`.");
        }
        return flags.on(Flag.AUTO_MERGE_DISABLED) ? Optional.of(new MergeWish.Not()) : method.map(MergeWish.By::new);
    }

    private List<String> extra(Verb verb, Flags flags, List<String> mistakes) {
        if (flags.extra().isEmpty()) {
            return List.of();
        }
        if (verb != Verb.PLAN && verb != Verb.IMPORT) {
            mistakes.add("`" + verb.word() + "` takes no terraform arguments after `--`"
                    + (verb == Verb.APPLY ? ": what was planned is applied. Give them to `plan`." : "."));
            return List.of();
        }
        ExtraArguments.Read read = verb == Verb.IMPORT
                ? ExtraArguments.readForImport(flags.extra().get(), allowed.variableFiles())
                : ExtraArguments.read(flags.extra().get(), allowed.variableFiles());
        mistakes.addAll(read.mistakes());
        return read.arguments();
    }

    private static Target target(Flags flags, List<String> mistakes) {
        Optional<String> dir = flags.value(Flag.DIR);
        Optional<String> workspace = flags.value(Flag.WORKSPACE);
        Optional<String> name = flags.value(Flag.PROJECT);
        if (name.isPresent()) {
            if (dir.isPresent() || workspace.isPresent()) {
                mistakes.add("`-p` names a project by itself: leave out `-d` and `-w`.");
            }
            if (name.get().isBlank()) {
                mistakes.add("`-p` needs the name of a project, not an empty one.");
            }
            return new Target.Named(name.get());
        }
        if (dir.isEmpty() && workspace.isEmpty()) {
            return new Target.All();
        }
        workspace
                .flatMap(given -> WorkspaceName.fault(given)
                        .map(fault -> "The workspace " + InlineCode.of(given) + " " + fault + "; expected "
                                + WorkspaceName.EXPECTED + "."))
                .ifPresent(mistakes::add);
        return new Target.InDirectory(
                dir.map(given -> directory(given, mistakes)).orElse("."),
                workspace.orElse(ProjectKey.DEFAULT_WORKSPACE));
    }

    private static String directory(String given, List<String> mistakes) {
        Optional<String> clean = RepoPath.clean(given);
        Optional<String> fault = Optional.empty();
        if (given.isBlank()) {
            fault = Optional.of("is empty; for the root of the repository type `-d .`");
        } else if (given.length() > LONGEST_PATH || RepoPath.strange(given)) {
            fault = Optional.of("is not a path; expected a directory like `modules/net`, with `/`");
        } else if (given.chars().anyMatch(c -> c == '*' || c == '?' || c == '[')) {
            fault = Optional.of("is a pattern, which is not supported yet; send one command for each directory");
        } else if (clean.isEmpty()) {
            fault = Optional.of("leads out of the repository; expected a directory inside, without `..`");
        }
        fault.ifPresent(text -> mistakes.add("The directory " + InlineCode.of(given) + " " + text + "."));
        return clean.orElse(".");
    }
}
