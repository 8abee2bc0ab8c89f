package io.tidelock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Plays the demo without a person, and believes nothing that it has not seen: terraform's state, the comments and the
 * statuses. Throws {@link StoryFailed} at the first step that did not happen.
 */
final class Story {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Person person;
    private final Stage stage;
    private final PrintStream out;
    private final Duration patience;

    /** @param patience how long a step may take */
    Story(Person person, Stage stage, PrintStream out, Duration patience) {
        this.person = person;
        this.stage = stage;
        this.out = out;
        this.patience = patience;
    }

    void play() {
        step("The " + stage.kind() + " is planned");
        status("tidelock/plan", "success", "2");
        status("tidelock/apply", "success", "2 of 2 to apply, applies on merge");
        comment("the plan of network", "Plan: 3 to add, 0 to change, 0 to destroy.");
        comment("the plan of app", "Plan: 2 to add, 0 to change, 0 to destroy.");
        page("Plan: 3 to add");
        state("network", 0);
        state("app", 0);
        locks(2);

        say("tidelock apply -d network");
        status("tidelock/apply", "success", "1 of 2 to apply, applies on merge");
        state("network", 3);
        state("app", 0);

        step("The " + stage.kind() + " is merged");
        person.mergePull(stage.repo(), stage.pull());
        status("tidelock/apply", "success", "2 applied");
        state("app", 2);
        state("database", 0);
        locks(0);
        comment("that it is merged", "Merged, 2 applied");
        step("The end: planned, one applied by a comment, the other by the merge; nothing is left locked");
    }

    private void step(String what) {
        out.println();
        out.println("▶ " + what);
    }

    private void say(String comment) {
        step("Somebody comments: " + comment);
        person.comment(stage.repo(), stage.pull(), comment);
    }

    private void status(String context, String state, String words) {
        String head = person.headOf(stage.repo(), stage.pull());
        Person.Status seen = await(
                "the status " + context + " to be " + state + " with '" + words + "'",
                () -> person.statuses(stage.repo(), head).stream()
                        .filter(status -> status.context().equals(context))
                        .filter(status -> status.state().equals(state)
                                && status.description().contains(words))
                        .findFirst(),
                () -> person.statuses(stage.repo(), head).toString());
        out.println("  " + seen.context() + "  " + seen.state() + "  " + seen.description());
    }

    private void comment(String what, String words) {
        Person.Comment seen = await(
                "a comment that tells " + what,
                () -> person.comments(stage.repo(), stage.pull()).stream()
                        .filter(comment -> comment.body().contains("<!-- tidelock:"))
                        .filter(comment -> comment.body().contains(words))
                        .findFirst(),
                () -> person.comments(stage.repo(), stage.pull()).toString());
        out.println("  comment of " + seen.author() + " tells " + what + ": " + words);
    }

    /** The page that people are sent to, with the comment on it as they read it. */
    private void page(String words) {
        await(
                "the page " + stage.pullPage() + " to show '" + words + "'",
                () -> person.page(stage.pullPage()).contains(words) ? Optional.of(words) : Optional.empty(),
                () -> person.page(stage.pullPage()));
        out.println("  its page shows the comment");
    }

    /** Terraform's own state, asked of the backend: so many resources, no more and no fewer. */
    private void state(String project, int resources) {
        URI address = URI.create(stage.states() + "/web-shop/" + project);
        await(
                "the state of " + project + " to hold " + resources + " resources",
                () -> count(person.look(address)) == resources ? Optional.of(resources) : Optional.empty(),
                () -> person.look(address).toString());
        out.println("  terraform's state of " + project + " holds " + resources + " resources");
    }

    private static int count(JsonNode state) {
        int instances = 0;
        for (JsonNode resource : state.path("resources")) {
            instances += resource.path("instances").size();
        }
        return instances;
    }

    private void locks(int expected) {
        URI address = stage.server().resolve("/locks");
        await(
                expected + " locks",
                () -> person.look(address).path("locks").size() == expected
                                && person.look(address).has("locks")
                        ? Optional.of(expected)
                        : Optional.empty(),
                () -> person.look(address).toString());
        out.println("  locks held: " + expected);
    }

    private <T> T await(String what, Supplier<Optional<T>> look, Supplier<String> instead) {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> seen = look.get();
            if (seen.isPresent()) {
                return seen.get();
            }
            if (System.nanoTime() > until) {
                throw new StoryFailed("waited " + patience.toSeconds() + " s for " + what + "; there was: "
                        + shortened(instead.get()));
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new StoryFailed("interrupted while waiting for " + what);
            }
        }
    }

    private static String shortened(String text) {
        return text.length() <= 2_000 ? text : text.substring(0, 2_000) + " …";
    }
}
