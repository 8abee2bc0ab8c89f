package io.tidelock.sandbox.gitlab;

import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.forge.Merging;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Review;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GitLab's quick actions: lines of a note that are orders, carried out with the rights of who wrote it. */
public final class QuickActions {
    /** What GitLab leaves alone: code, HTML and quotes, each in a block that begins and ends a line. As there, by a pattern and not by a parser. */
    private static final String LEFT_ALONE =
            "(?<code>^`{3,}[\\s\\S]+?^`{3,} *$)|(?<html>^<[^>]+?>\\n[\\s\\S]+?\\n</[^>]+?> *$)|(?<quote>^>>>\\n[\\s\\S]+?\\n>>> *$)";

    private static final Pattern ACTION = Pattern.compile(
            LEFT_ALONE
                    + "|^ {0,3}/(?<name>merge|close|reopen|approve|unapprove|draft|ready|label|title|target_branch)(?: +(?<rest>[^\\n]*))? *(?:\\n|$)",
            Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    private QuickActions() {}

    /** One order. */
    record Order(String name, String argument) {}

    /** What is in a note: orders, and the text without them. */
    public record Found(List<Order> orders, String rest) {
        /** Does what the author may do; gives what GitLab says about it. */
        public List<String> carryOut(Forge forge, Pull pull, Account author) {
            List<String> said = new ArrayList<>();
            for (Order order : orders) {
                try {
                    said.add(QuickActions.carryOut(forge, pull, author, order));
                } catch (Refused refused) {
                    said.add("Could not apply " + order.name() + " command.");
                }
            }
            return said;
        }
    }

    public static Found in(String note) {
        List<Order> orders = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        Matcher matcher = ACTION.matcher(note);
        while (matcher.find()) {
            String name = matcher.group("name");
            if (name == null) {
                matcher.appendReplacement(rest, Matcher.quoteReplacement(matcher.group()));
                continue;
            }
            String argument = matcher.group("rest");
            orders.add(new Order(name.toLowerCase(Locale.ROOT), argument == null ? "" : argument.strip()));
            matcher.appendReplacement(rest, "");
        }
        matcher.appendTail(rest);
        return new Found(orders, orders.isEmpty() ? note : rest.toString().strip());
    }

    private static String carryOut(Forge forge, Pull pull, Account author, Order order) {
        boolean own = author == pull.author && !order.name().equals("merge");
        if (!own) {
            forge.accounts.demand(pull.repo, author, Permission.WRITE);
        }
        return switch (order.name()) {
            case "merge" -> {
                forge.merging.merge(pull, new Merging.Order("merge", null, null, pull.headSha), author);
                yield "Merged this merge request.";
            }
            case "close" -> {
                forge.pulls.close(pull, author);
                yield "Closed this merge request.";
            }
            case "reopen" -> {
                forge.pulls.reopen(pull, author);
                yield "Reopened this merge request.";
            }
            case "approve" -> {
                forge.talk.review(pull, author, Review.State.APPROVED, "");
                yield "Approved the current merge request.";
            }
            case "unapprove" -> {
                pull.reviews.stream()
                        .filter(review -> review.author == author && review.state == Review.State.APPROVED)
                        .toList()
                        .forEach(review -> forge.talk.dismiss(review, author));
                yield "Unapproved the current merge request.";
            }
            case "draft", "ready" -> {
                forge.pulls.setDraft(pull, order.name().equals("draft"), author);
                yield "Marked this merge request as " + order.name() + ".";
            }
            case "label" -> {
                forge.pulls.label(pull, order.argument().replaceAll("^~|\"", ""), author);
                yield "Added " + order.argument() + " label.";
            }
            case "title" -> {
                forge.pulls.edit(pull, order.argument(), null, null, author);
                yield "Changed the title.";
            }
            default -> {
                forge.pulls.edit(pull, null, null, order.argument(), author);
                yield "Set target branch to " + order.argument() + ".";
            }
        };
    }
}
