package io.tidelock.server.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidelock.core.command.Command;
import io.tidelock.core.command.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Comments on the left; on the right what they mean, or what the reply must say. */
final class CommentGrammarTest {
    private static final CommandWords ALL =
            new CommandWords(true, ordered("tidelock", "atlantis"), Optional.of("Tide-Bot"));
    private static final CommandWords ATLANTIS_STANDS_BESIDE =
            new CommandWords(false, ordered("tidelock"), Optional.empty());

    // ---- understood

    static Stream<String> understood() {
        return table("""
            plan                                  => plan all
            apply                                 => apply all
            unlock                                => unlock
            help                                  => help
            version                               => version
            Plan                                  => plan all
            APPLY                                 => apply all
            `plan`                                => plan all
            ```plan```                            => plan all
            tidelock plan                         => plan all
            Tidelock Plan                         => plan all
            TIDELOCK PLAN                         => plan all
            atlantis plan                         => plan all
            atlantis apply                        => apply all
            atlantis unlock                       => unlock
            atlantis version                      => version
            version -d net -w prod                => version dir=net ws=prod
            atlantis version -p web               => version name=web
            import a.b id                         => import all [a.b, id]
            atlantis import -d net 'a.b["k"]' i/d -- -var x=y => import dir=net ws=default [a.b["k"], i/d] [-var=x=y]
            run import a b                        => import all [a, b]
            tidelock import -p web a.b "x y"      => import name=web [a.b, x y]
            tidelock state rm a.b                 => state rm all [a.b]
            state rm a.b                          => state rm all [a.b]
            atlantis state -d net rm a.b c.d[0]   => state rm dir=net ws=default [a.b, c.d[0]]
            run plan                              => plan all
            Run apply                             => apply all
            @tide-bot plan                        => plan all
            @Tide-Bot apply                       => apply all
            tidelock                              => help
            atlantis                              => help
            @tide-bot                             => help
            tidelock help                         => help
            tidelock -h                           => help
            tidelock --help                       => help
            tidelock HELP                         => help
            tidelock help me please               => help
            plan -d net                           => plan dir=net ws=default
            plan -d=net                           => plan dir=net ws=default
            plan -dnet                            => plan dir=net ws=default
            plan --dir net                        => plan dir=net ws=default
            plan --dir=net                        => plan dir=net ws=default
            plan -d .                             => plan dir=. ws=default
            plan -d /                             => plan dir=. ws=default
            plan -d /net/vpc/                     => plan dir=net/vpc ws=default
            plan -d ./net//vpc                    => plan dir=net/vpc ws=default
            plan -d net/../vpc                    => plan dir=vpc ws=default
            plan -d ..net                         => plan dir=..net ws=default
            plan -d "my dir"                      => plan dir=my dir ws=default
            plan -d 'my dir'                      => plan dir=my dir ws=default
            plan -d my\\ dir                      => plan dir=my dir ws=default
            plan -d "it's"                        => plan dir=it's ws=default
            plan -w staging                       => plan dir=. ws=staging
            plan -d net -w staging                => plan dir=net ws=staging
            plan --workspace=staging --dir net    => plan dir=net ws=staging
            plan -p web                           => plan name=web
            plan --project "web one"              => plan name=web one
            plan -p web/eu                        => plan name=web/eu
            plan --verbose                        => plan all verbose
            plan --verbose=false                  => plan all
            plan --verbose -d net                 => plan dir=net ws=default verbose
            apply -d net                          => apply dir=net ws=default
            apply -p web --verbose                => apply name=web verbose
            apply --auto-merge-disabled           => apply all Not[]
            apply --auto-merge-method squash      => apply all By[method=SQUASH]
            apply --auto-merge-method=Rebase -p x => apply name=x By[method=REBASE]
            plan --                               => plan all
            plan -- -destroy                      => plan all [-destroy]
            plan -- --destroy                     => plan all [-destroy]
            plan -- -target=aws_vpc.main          => plan all [-target=aws_vpc.main]
            plan -- -target aws_vpc.main          => plan all [-target=aws_vpc.main]
            plan -- --target=a.b -target c.d      => plan all [-target=a.b, -target=c.d]
            plan -- -replace='a.b["x y"]'         => plan all [-replace=a.b["x y"]]
            plan -- -var a=b                      => plan all [-var=a=b]
            plan -- -var 'a=b c; rm -rf $(x)'     => plan all [-var=a=b c; rm -rf $(x)]
            plan -- -var=a=b=c                    => plan all [-var=a=b=c]
            plan -- -var a=-lock=false            => plan all [-var=a=-lock=false]
            plan -- -var-file=env/x.tfvars        => plan all [-var-file=env/x.tfvars]
            plan -- -var-file ./x.tfvars          => plan all [-var-file=x.tfvars]
            plan -- -refresh                      => plan all [-refresh=true]
            plan -- -refresh=false                => plan all [-refresh=false]
            tidelock plan -d net -- -var x=1      => plan dir=net ws=default [-var=x=1]
            tidelock plan # once more             => plan all
            """);
    }

    @ParameterizedTest
    @MethodSource
    void understood(String row) {
        assertThat(ALL_GRAMMAR.parse(left(row)))
                .isInstanceOfSatisfying(
                        Parsed.Understood.class,
                        parsed -> assertThat(describe(parsed.command())).isEqualTo(right(row)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  plan  ",
                "\n\nplan\n\n",
                "plan\r\n",
                "\tplan\t",
                "\u00a0plan\u00a0",
                "```\nplan\n```",
                "`tidelock plan`\n",
                "tidelock\u00a0plan",
                "tidelock\u2003plan",
                "tidelock   plan",
                "\ufeffplan"
            })
    void marginsDoNotMatter(String body) {
        assertThat(ALL_GRAMMAR.parse(body)).isEqualTo(ALL_GRAMMAR.parse("plan"));
    }

    // ---- not for us, and not answered

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "``````",
                "LGTM",
                "plan to fix this tomorrow",
                "Plan: 1 to add, 0 to change, 0 to destroy.",
                "plan.",
                "plan?",
                "apply this after lunch",
                "apply it's fine",
                "apply \"now\"",
                "unlock the door",
                "help me",
                "help!",
                "version 2",
                "plan - do it tomorrow",
                "plan -- to do it tomorrow",
                "plan — later",
                "plan #12",
                "planning",
                "replan",
                "> tidelock plan",
                "please tidelock plan",
                "please plan",
                "terraform is slow today",
                "terraform planning is hard",
                "terraform plan is failing for me",
                "terraform",
                "tofu is tasty",
                "atlantic plan for the summer",
                "Atlantis' state is lost",
                "tidelocks",
                "tidelocked",
                "@tide-bots plan",
                "@other plan",
                "@ plan",
                "run this",
                "run",
                "run the plan",
                "import foo bar",
                "state rm x",
                "approve_policies",
                "tidelock plan\nand more",
                "tidelock plan\n\n\nand more",
                "plan\rapply",
                "plan\u2028apply",
                "```sh\ntidelock plan\n```",
                "I think\ntidelock plan",
                "<!-- tidelock plan -->",
            })
    void notForUs(String body) {
        assertThat(ALL_GRAMMAR.parse(body)).isInstanceOf(Parsed.NotForUs.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan",
                "apply",
                "unlock",
                "atlantis plan",
                "run plan",
                "@tide-bot plan",
                "help",
                "version",
                "plan -d x",
                "plan --nonsense",
                "@ plan",
                "atlantis nonsense"
            })
    void whichWordsCountIsASetting(String body) {
        assertThat(new CommentGrammar(ATLANTIS_STANDS_BESIDE).parse(body)).isInstanceOf(Parsed.NotForUs.class);
    }

    @Test
    void anEmptyLoginMatchesNoMention() {
        CommentGrammar grammar = new CommentGrammar(new CommandWords(false, Set.of(), Optional.of(" ")));

        assertThat(grammar.parse("@ plan")).isInstanceOf(Parsed.NotForUs.class);
    }

    @Test
    void aNameThatIsToldLateCountsFromThenOn() {
        AtomicReference<Optional<String>> late = new AtomicReference<>(Optional.empty());
        CommentGrammar grammar =
                new CommentGrammar(new CommandWords(false, Set.of("tidelock"), Optional.empty(), late::get));
        assertThat(grammar.parse("@Acme-Tide plan")).isInstanceOf(Parsed.NotForUs.class);

        late.set(Optional.of("acme-tide[bot]"));
        assertThat(grammar.parse("@Acme-Tide plan")).isInstanceOf(Parsed.Understood.class);
    }

    @Test
    void anAppIsMentionedWithoutItsSuffix() {
        CommentGrammar grammar = new CommentGrammar(new CommandWords(false, Set.of(), Optional.of("tide[bot]")));

        assertThat(grammar.parse("@tide plan")).isInstanceOf(Parsed.Understood.class);
        assertThat(grammar.parse("@tide[bot] plan")).isInstanceOf(Parsed.Understood.class);
    }

    @Test
    void aPrefixMayHaveCapitals() {
        CommentGrammar grammar = new CommentGrammar(new CommandWords(false, Set.of("TF-Prod"), Optional.empty()));

        assertThat(grammar.parse("tf-prod plan")).isInstanceOf(Parsed.Understood.class);
        assertThat(grammar.parse("TF-PROD apply")).isInstanceOf(Parsed.Understood.class);
    }

    // ---- mistakes, answered once

    static Stream<String> mistakes() {
        return table("""
            terraform plan                    => Did you mean `tidelock plan` instead of `terraform plan`?
            Terraform apply -d net            => Did you mean `tidelock apply -d net`
            tofu plan                         => Did you mean `tidelock plan`
            tideloc plan                      => Did you mean `tidelock plan` instead of `tideloc plan`?
            tidelokc apply                    => Did you mean `tidelock apply`
            atlants plan                      => Did you mean `tidelock plan`
            atlantsi plan -d x                => Did you mean `tidelock plan -d x`
            tidelck state rm a.b              => Did you mean `tidelock state rm a.b`
            tidelock plann                    => `plann` is not a command. Did you mean `tidelock plan`?
            tidelock aply                     => Did you mean `tidelock apply`?
            tidelock deploy                   => `deploy` is not a command. There are `plan`, `apply`, `unlock`, `import`, `state`, `version`, `help`
            tidelock is great                 => `is` is not a command
            @tide-bot what                    => `what` is not a command
            tidelock -d net plan              => the command comes first
            tidelock import                   => `import` takes an address and an id, and got neither
            tidelock import a.b               => `import` takes an address and an id, and got `a.b`
            tidelock import a.b c d           => got `a.b`, `c`, `d`
            tidelock import "" id             => is no address; expected one like
            tidelock import a.b ""            => is not one that a provider could know
            tidelock import a.b id -- -target=x => `-target=x` is not among the terraform arguments allowed in a comment: `-var
            tidelock state                    => `state` has one command, `rm`.
            tidelock state mv a.b c.d         => `state` has one command, `rm`, and not `mv`.
            tidelock state rm                 => `state rm` takes 1 to 100 addresses, and got 0.
            tidelock state rm a.b -- -lock=false => `state` takes no terraform arguments after `--`
            atlantis approve_policies         => The command `approve_policies` is not supported yet
            atlantis cancel                   => The command `cancel` is not supported yet
            plan --nope                       => `--nope` is not a flag of `plan`.
            plan --verbose#x                  => `--verbose#x` is not a flag of `plan`.
            plan -x                           => `-x` is not a flag of `plan`.
            plan --dri net                    => Did you mean `--dir`?
            plan --projct=x                   => Did you mean `--project`?
            plan -dir net                     => `-dir` needs two dashes: `--dir`.
            plan -verbose                     => `-verbose` needs two dashes
            plan —dir net                     => starts with a long dash
            plan -target=a.b                  => arguments for terraform go to the end, after ` -- `
            plan -d                           => `-d` needs a value.
            plan --dir                        => `--dir` needs a value.
            plan -d -w x                      => `-d` needs a value, but `-w` follows.
            plan -d a -d b                    => `-d` is given twice
            plan --verbose=maybe              => `--verbose` is `true` or `false`, not `maybe`.
            plan -d net vpc                   => `vpc` belongs to no flag.
            tidelock plan net vpc             => `net`, `vpc` belong to no flag.
            plan -p web -d net                => `-p` names a project by itself
            plan -p web -w default            => `-p` names a project by itself
            plan -p ""                        => `-p` needs the name of a project
            plan -d ""                        => is empty; for the root of the repository type `-d .`
            plan -d ..                        => The directory `..` leads out of the repository
            plan -d ../other                  => leads out of the repository
            plan -d net/../../x               => leads out of the repository
            plan -d net/*                     => is a pattern, which is not supported yet
            plan -d 'net\\vpc'                => is not a path
            plan -w a/b                       => The workspace `a/b` holds a character that no workspace may hold
            plan -w ..                        => The workspace `..` would lead to another folder
            plan -w=-x                        => The workspace `-x` starts with `-`
            plan -w '~x'                      => The workspace `~x` starts with `~`
            plan -w 'a$b'                     => The workspace `a$b` holds a character
            plan -w 'a b'                     => The workspace `a b` holds a character
            plan -w ""                        => is empty
            plan -d 'net                      => a quote `'` is opened and not closed
            tidelock plan "                   => a quote `"` is opened and not closed
            tidelock plan \\                  => it ends in a backslash
            unlock -d net                     => `-d` is not a flag of `unlock`.
            tidelock unlock now               => `now` belongs to no flag.
            version --auto-merge-disabled     => `--auto-merge-disabled` is not a flag of `version`.
            apply -- -target=a.b              => `apply` takes no terraform arguments after `--`: what was planned is applied
            apply --                          => `apply` takes no terraform arguments
            apply --auto-merge-method fast    => The merge method `fast` is unknown; expected `merge`, `rebase` or `squash`.
            apply --auto-merge-method ''      => is unknown; expected `merge`, `rebase` or `squash`.
            apply --auto-merge-method         => `--auto-merge-method` needs a value
            apply --auto-merge-disabled --auto-merge-method merge => say the contrary: leave out one of them
            plan --auto-merge-method merge    => `--auto-merge-method` is not a flag of `plan`.
            plan -- -lock=false               => `-lock=false` is not among the terraform arguments allowed
            plan -- -chdir=/                  => `-chdir=/` is not among
            plan -- -plugin-dir x             => `-plugin-dir` is not among
            plan -- -out=/etc/passwd          => `-out=/etc/passwd` is not among
            plan -- -refresh-only             => `-refresh-only` is not among
            plan -- -Target=a.b               => `-Target=a.b` is not among
            tidelock plan -- x                => `x` is not among
            plan -- ---target=a.b             => `---target=a.b` is not among
            plan -- -target                   => `-target` is given nothing; expected the address of a resource
            plan -- -target=                  => `-target` is given `""`
            plan -- -target -lock=false       => `-target` is given `-lock=false`
            plan -- -var                      => `-var` is given nothing; expected `-var NAME=VALUE`
            plan -- -var a                    => `-var` is given `a`; expected `-var NAME=VALUE`
            plan -- -var -lock=false          => `-var` is given `-lock=false`
            plan -- -var-file=../x.tfvars     => `-var-file` is given `../x.tfvars`; expected a file under the project's directory
            plan -- --var-file /etc/passwd    => `-var-file` is given `/etc/passwd`
            plan -- -var-file=a/../../x       => `-var-file` is given `a/../../x`
            plan -- -var-file ~/x             => `-var-file` is given `~/x`
            plan -- -refresh=maybe            => `-refresh` is given `maybe`
            plan -- -destroy=x                => `-destroy` is given `x`; expected `-destroy` alone
            """);
    }

    @ParameterizedTest
    @MethodSource
    void mistakes(String row) {
        assertThat(ALL_GRAMMAR.parse(left(row)))
                .isInstanceOfSatisfying(
                        Parsed.Mistake.class,
                        parsed -> assertThat(parsed.reply()).contains(right(row)));
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        Parsed parsed = ALL_GRAMMAR.parse("plan --nope -w a/b -d .. -- -lock=false");

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Parsed.Mistake.class,
                        mistake -> assertThat(mistake.reply())
                                .contains("--nope", "a/b", "`..`", "-lock=false")
                                .contains("The form is `tidelock plan [-d DIR]"));
    }

    @Test
    void explainsOneCommand() {
        for (String question : List.of("plan -h", "plan --help", "tidelock help plan", "tidelock plan -d x --help")) {
            assertThat(ALL_GRAMMAR.parse(question))
                    .isInstanceOfSatisfying(
                            Parsed.Asked.class,
                            asked -> assertThat(asked.reply())
                                    .contains("tidelock plan [-d DIR]", "-w, --workspace WORKSPACE", "-var-file=FILE"));
        }
    }

    // ---- what other people wrote cannot become Markdown of ours

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tidelock `@acme/admins`",
                "tidelock ``x`` ",
                "tidelock plan --`</code><img-src=x>`",
                "tidelock \u202eevil",
                "tidelock \u0000\u0007",
                "tideloc plan -d `@acme/admins`",
                "plan -w a\u2066b"
            })
    void echoesStayInsideCode(String body) {
        Parsed parsed = ALL_GRAMMAR.parse(body);

        assertThat(parsed).isInstanceOf(Parsed.Mistake.class);
        String reply = ((Parsed.Mistake) parsed).reply();
        String outside = reply.replaceAll("(`+)(?!`).*?(?<!`)\\1(?!`)", "");
        assertThat(outside).doesNotContain("@", "<", "acme", "`");
        assertThat(reply.chars())
                .noneMatch(c -> c != '\n' && (Character.isISOControl(c) || c == 0x202e || c == 0x2066));
    }

    @Test
    void longWordsAreCutInReplies() {
        Parsed parsed = ALL_GRAMMAR.parse("tidelock " + "x".repeat(60_000));

        assertThat(((Parsed.Mistake) parsed).reply()).hasSizeLessThan(400).contains("…");
    }

    // ---- the table's language

    private static final CommentGrammar ALL_GRAMMAR = new CommentGrammar(ALL);

    private static Stream<String> table(String rows) {
        return rows.lines().filter(row -> !row.isBlank());
    }

    private static String left(String row) {
        return row.substring(0, row.indexOf("=>")).stripTrailing();
    }

    private static String right(String row) {
        return row.substring(row.indexOf("=>") + 2).strip();
    }

    private static String describe(Command command) {
        return switch (command) {
            case Command.Plan plan ->
                "plan " + describe(plan.target()) + (plan.verbose() ? " verbose" : "")
                        + (plan.extraArgs().isEmpty() ? "" : " " + plan.extraArgs());
            case Command.Apply apply ->
                "apply " + describe(apply.target())
                        + (apply.verbose() ? " verbose" : "")
                        + apply.merging().map(wish -> " " + wish).orElse("");
            case Command.Unlock unlock -> "unlock";
            case Command.Help help -> "help";
            case Command.EditState edit ->
                edit.edit().word() + " " + describe(edit.target()) + " "
                        + edit.edit().arguments() + (edit.extraArgs().isEmpty() ? "" : " " + edit.extraArgs());
            case Command.Version version ->
                "version" + (version.target() instanceof Target.All ? "" : " " + describe(version.target()));
        };
    }

    private static String describe(Target target) {
        return switch (target) {
            case Target.All all -> "all";
            case Target.InDirectory in -> "dir=" + in.dir() + " ws=" + in.workspace();
            case Target.Named named -> "name=" + named.name();
        };
    }

    private static Set<String> ordered(String... words) {
        return new LinkedHashSet<>(List.of(words));
    }
}
