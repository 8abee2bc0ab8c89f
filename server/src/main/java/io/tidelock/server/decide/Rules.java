package io.tidelock.server.decide;

import io.tidelock.core.change.Actor;
import io.tidelock.core.change.PullRequest;
import io.tidelock.core.change.RepoRef;
import io.tidelock.core.command.Command;
import io.tidelock.core.command.Target;
import io.tidelock.core.event.Event;
import io.tidelock.core.job.CommentOrder;
import io.tidelock.core.job.Work;
import io.tidelock.server.decide.Decision.Ignore;
import io.tidelock.server.decide.Decision.Promise;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Fact in, intention out. Who may do what, and whether a draft or a fork is planned, is asked when the work is done. */
public final class Rules {
    /** Everything we write on a host begins with this, hidden from people. */
    public static final String OWN_MARKER = "<!-- tidelock:";

    private final Predicate<RepoRef> repositories;
    private final Set<String> bots;
    private final CommandWords words;
    private final Allowed allowed;
    private final CommentGrammar grammar;
    private final Replies replies;
    private final Predicate<String> own;

    /**
     * @param repositories those that we work for
     * @param words which first words make a comment a command
     * @param bots logins of the bots whose comments count
     */
    public Rules(Predicate<RepoRef> repositories, CommandWords words, Collection<String> bots) {
        this(repositories, words, Allowed.EVERYTHING, bots);
    }

    /** @param allowed what comments may ask for */
    public Rules(Predicate<RepoRef> repositories, CommandWords words, Allowed allowed, Collection<String> bots) {
        this(repositories, words, allowed, bots, name -> false);
    }

    /** @param own names of statuses that are ours: that they change is no news */
    public Rules(
            Predicate<RepoRef> repositories,
            CommandWords words,
            Allowed allowed,
            Collection<String> bots,
            Predicate<String> own) {
        this.own = own;
        this.words = words;
        this.allowed = allowed;
        this.repositories = repositories;
        this.bots = bots.stream().map(bot -> bot.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.grammar = new CommentGrammar(words, allowed);
        this.replies = new Replies(words, allowed);
    }

    /** Whether this is one of the repositories that we work for. */
    public boolean workFor(RepoRef repo) {
        return repositories.test(repo);
    }

    public Decision decide(Event event) {
        Optional<RepoRef> stranger = event.repo().filter(repositories.negate());
        if (stranger.isPresent()) {
            return new Ignore(stranger.get() + " is not on the repository allowlist");
        }
        return switch (event) {
            case Event.PullChanged changed -> changed(changed);
            case Event.PullClosed closed -> closed(closed.pull());
            case Event.BranchPushed pushed -> {
                Work work = new Work.BaseMoved(pushed.repository(), pushed.branch(), pushed.tip());
                yield new Promise(work, Optional.of(work), "look again at plans onto " + pushed.branch());
            }
            case Event.Queued queued -> {
                Work work = new Work.Queued(queued.pull(), queued.commit(), queued.base(), false);
                yield new Promise(
                        work,
                        Optional.of(work),
                        "statuses of " + queued.commit().abbreviated() + ", as which " + queued.pull() + " is queued");
            }
            case Event.Reviewed reviewed -> {
                Work work = new Work.Reassess(reviewed.pull());
                yield new Promise(work, Optional.of(work), "what " + reviewed.pull() + " still lacks");
            }
            case Event.Checked checked when checked.name().filter(own).isPresent() -> new Ignore("a status of our own");
            case Event.Checked checked -> {
                Work work = new Work.Checked(checked.repository(), checked.commit());
                yield new Promise(
                        work,
                        Optional.of(work),
                        "whom a check of " + checked.commit().abbreviated() + " lets go on");
            }
            case Event.Commented commented -> commented(commented);
            case Event.Wished wished -> wished(wished);
            case Event.Uninteresting uninteresting -> new Ignore(uninteresting.reason());
        };
    }

    private static Decision changed(Event.PullChanged changed) {
        PullRequest pull = changed.pull();
        if (!pull.open()) {
            return new Ignore(pull.ref() + " is not open");
        }
        return new Promise(
                new Work.AutoPlan(pull.ref(), pull.head().sha(), false),
                Optional.of(new Work.AutoPlan(pull.ref(), pull.head().sha(), true)),
                "plan " + pull.ref() + " at " + pull.head().sha().abbreviated() + ": "
                        + changed.change().name().toLowerCase(Locale.ROOT));
    }

    private static Decision closed(PullRequest pull) {
        boolean merged = pull.state() == PullRequest.State.MERGED;
        Work work = merged
                ? new Work.Land(pull.ref(), pull.head().sha())
                : new Work.Close(pull.ref(), pull.head().sha());
        return new Promise(
                work,
                Optional.of(work),
                merged
                        ? "apply what was approved of " + pull.ref() + ": merged"
                        : "drop plans and locks of " + pull.ref() + ": closed");
    }

    private Decision commented(Event.Commented commented) {
        if (commented.body().contains(OWN_MARKER)) {
            return new Ignore("our own comment");
        }
        if (!counts(commented.author())) {
            return new Ignore("a comment of " + commented.author().login() + ", who is not on the list of bots");
        }
        CommentOrder order = new CommentOrder(commented.comment(), commented.author(), commented.writtenAt());
        return switch (grammar.parse(commented.body())) {
            case Parsed.NotForUs not -> new Ignore("not a command: " + not.reason());
            case Parsed.Mistake mistake -> once(new Work.Reply(order, mistake.reply()), "a mistake");
            case Parsed.Asked asked -> once(new Work.Reply(order, asked.reply()), "usage");
            case Parsed.Understood(Command command) ->
                allowed.refusal(command, words)
                        .map(why -> once(new Work.Reply(order, why), "not allowed"))
                        .orElseGet(() -> obey(order, command));
        };
    }

    /** As if who pressed it had commented plan; one that is not allowed to is not answered, since nothing was written. */
    private Decision wished(Event.Wished wished) {
        Command command = new Command.Plan(new Target.All(), List.of(), false);
        Optional<String> refusal = allowed.refusal(command, words);
        if (refusal.isPresent() || !counts(wished.author())) {
            return new Ignore(refusal.orElse(
                    "a button pressed by " + wished.author().login() + ", who is not on the list of bots"));
        }
        return obey(new CommentOrder(wished.comment(), wished.author(), wished.at()), command);
    }

    private Decision obey(CommentOrder order, Command command) {
        return switch (command) {
            case Command.Plan plan ->
                once(new Work.Plan(order, plan.target(), plan.extraArgs(), plan.verbose()), "plan");
            case Command.Apply apply ->
                once(new Work.Apply(order, apply.target(), apply.verbose(), apply.merging()), "apply");
            case Command.Unlock unlock -> once(new Work.Unlock(order), "unlock");
            case Command.EditState edit ->
                once(
                        new Work.EditState(order, edit.target(), edit.edit(), edit.extraArgs()),
                        edit.edit().word());
            case Command.Version version -> once(new Work.Version(order, version.target()), "version");
            case Command.Help help -> once(new Work.Reply(order, replies.help()), "help");
        };
    }

    /** A comment is obeyed once: when its delivery comes again, nothing runs a second time. */
    private static Decision once(Work.Ordered work, String what) {
        return new Promise(
                work,
                Optional.empty(),
                "comment by " + work.order().author().login() + " on " + work.pull() + ": " + what);
    }

    private boolean counts(Actor author) {
        String login = author.login().toLowerCase(Locale.ROOT);
        boolean person = author.kind() == Actor.Kind.PERSON && !login.endsWith("[bot]");
        return person || bots.contains(login);
    }
}
