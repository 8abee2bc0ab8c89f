package io.tidelock.sandbox.page;

import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.forge.Merging;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Pull;
import io.tidelock.sandbox.model.Review;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The buttons of a pull request's page. */
final class PullForm {
    private PullForm() {}

    static Answer take(Look look, Pull pull) {
        Map<String, String> form = look.ask().form();
        if (!look.visitor().sent(form.getOrDefault("token", ""))) {
            return Answer.text(
                    403,
                    "text/plain; charset=utf-8",
                    "This form did not come from a page of the sandbox. Reload the page.\n");
        }
        Visitor visitor = look.visitor().as(form.getOrDefault("as", ""));
        String back = PullPage.address(pull);
        try {
            act(look.forge(), pull, visitor.acting(), form);
        } catch (Refused refused) {
            String reason = refused.errors().isEmpty()
                    ? refused.reason()
                    : refused.errors().get(0).getOrDefault("message", refused.reason());
            back += "?notice=" + URLEncoder.encode(reason, StandardCharsets.UTF_8);
        }
        return Answer.seeOther(back).with("Set-Cookie", visitor.userCookie());
    }

    private static void act(Forge forge, Pull pull, Account account, Map<String, String> form) {
        String body = form.getOrDefault("body", "").replace("\r\n", "\n").strip();
        String action = form.getOrDefault("action", "");
        boolean writes = action.equals("merge") || !action.equals("comment") && account != pull.author;
        boolean reviews = action.equals("approve") || action.equals("changes");
        if (writes && !reviews) {
            forge.accounts.demand(pull.repo, account, Permission.WRITE);
        }
        switch (action) {
            case "comment" -> forge.talk.comment(pull, account, body);
            case "approve" -> forge.talk.review(pull, account, Review.State.APPROVED, body);
            case "changes" -> forge.talk.review(pull, account, Review.State.CHANGES_REQUESTED, body);
            case "close" -> {
                if (!body.isEmpty()) {
                    forge.talk.comment(pull, account, body);
                }
                forge.pulls.close(pull, account);
            }
            case "reopen" -> forge.pulls.reopen(pull, account);
            case "ready" -> forge.pulls.setDraft(pull, false, account);
            case "merge" ->
                forge.merging.merge(
                        pull,
                        new Merging.Order(form.getOrDefault("method", "merge"), null, null, pull.headSha),
                        account);
            default -> throw Refused.with(422, "Unknown action: " + action);
        }
    }
}
