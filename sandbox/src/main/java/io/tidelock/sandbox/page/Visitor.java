package io.tidelock.sandbox.page;

import io.tidelock.sandbox.http.Ask;
import io.tidelock.sandbox.model.Account;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Who looks at a page.
 *
 * @param acting as whom forms act
 * @param mayBe all whom they could act as
 * @param token what forms must carry, so that no other site can send them; also kept in a cookie
 */
record Visitor(Account acting, List<Account> mayBe, String token) {
    static final String USER_COOKIE = "sandbox_user";
    static final String TOKEN_COOKIE = "sandbox_token";

    static Visitor of(Ask ask, List<Account> mayBe) {
        Map<String, String> cookies = cookies(ask);
        String login = cookies.getOrDefault(USER_COOKIE, "");
        Account acting = mayBe.stream()
                .filter(account -> account.login.equals(login))
                .findFirst()
                .orElse(mayBe.get(0));
        String token = cookies.getOrDefault(TOKEN_COOKIE, "");
        return new Visitor(
                acting, mayBe, token.length() == 36 ? token : UUID.randomUUID().toString());
    }

    /** The visitor acting as somebody else, or the same when they may not. */
    Visitor as(String login) {
        return mayBe.stream()
                .filter(account -> account.login.equals(login))
                .findFirst()
                .map(account -> new Visitor(account, mayBe, token))
                .orElse(this);
    }

    /** Whether a form was sent from one of our own pages. */
    boolean sent(String formToken) {
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), formToken.getBytes(StandardCharsets.UTF_8));
    }

    String tokenCookie() {
        return TOKEN_COOKIE + "=" + token + "; Path=/; HttpOnly; SameSite=Strict";
    }

    String userCookie() {
        return USER_COOKIE + "=" + acting.login + "; Path=/; HttpOnly; SameSite=Strict";
    }

    /** The hidden field of forms. */
    String field() {
        return "<input type=\"hidden\" name=\"token\" value=\"" + Html.escape(token) + "\">";
    }

    /** The choice of whom to act as; nothing when there is none. */
    String choice() {
        if (mayBe.size() == 1) {
            return "";
        }
        StringBuilder html = new StringBuilder("<label>as <select name=\"as\">");
        for (Account account : mayBe) {
            html.append(account == acting ? "<option selected>" : "<option>");
            html.append(Html.escape(account.login)).append("</option>");
        }
        return html.append("</select></label>").toString();
    }

    private static Map<String, String> cookies(Ask ask) {
        Map<String, String> cookies = new LinkedHashMap<>();
        String header = ask.header("Cookie");
        if (header != null) {
            for (String pair : header.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    cookies.put(
                            pair.substring(0, equals).strip(),
                            pair.substring(equals + 1).strip());
                }
            }
        }
        return cookies;
    }
}
