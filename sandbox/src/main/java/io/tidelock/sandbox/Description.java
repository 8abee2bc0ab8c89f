package io.tidelock.sandbox;

import io.tidelock.sandbox.model.Account;
import java.util.Objects;

/** Says what is where, for whoever has just started a sandbox. */
final class Description {
    private Description() {}

    static String of(House house) {
        StringBuilder text = new StringBuilder();
        String owner = house.settings().owner();
        String token = house.forge().world.locked(() -> {
            Account account = house.forge().account(owner);
            return Objects.requireNonNullElse(house.forge().world.tokenOf(account), "");
        });
        text.append("""
                The sandbox is open.

                  pages        %1$s/   and   %2$s/
                  REST API     %2$s/api/v3/
                  GraphQL      %2$s/api/graphql
                  GitLab       %2$s/api/v4/   (projects made there are GitLab's, with merge requests)
                  git          %2$s/OWNER/NAME.git   (any user name, token as password)
                  state        %1$s/_terraform/state/NAME   (Terraform's http backend, lock and unlock at the same address)
                  certificate  %3$s   (trust it to come by https)

                Users and tokens:
                """.formatted(
                house.httpUrl(), house.httpsUrl(), house.authority().pem().toAbsolutePath()));
        house.forge().world.locked(() -> {
            for (Account account : house.forge().world.accounts()) {
                String own = house.forge().world.tokenOf(account);
                if (own != null && account.kind == Account.Kind.USER) {
                    text.append("  ")
                            .append(account.login)
                            .append("  ")
                            .append(own)
                            .append('\n');
                }
            }
        });
        text.append("""

                To come as a GitHub App, which is installed on every account: id %s, slug %s, private key
                  %s
                """.formatted(
                house.app().id(), house.app().slug(), house.app().keyFile().toAbsolutePath()));
        text.append("""

                Make a repository, give it a file, and hook a server to it:
                  curl --cacert %4$s -u %2$s:%3$s %1$s/api/v3/user/repos -d '{"name":"infra","auto_init":true}'
                  curl --cacert %4$s -u %2$s:%3$s %1$s/api/v3/repos/%2$s/infra/hooks \\
                    -d '{"config":{"url":"http://127.0.0.1:4141/events","content_type":"json","secret":"s3cret"},"events":["*"]}'

                Make a second person, her token, and an organization:
                  curl --cacert %4$s -u %2$s:%3$s %1$s/api/v3/admin/users -d '{"login":"ann"}'
                  curl --cacert %4$s -u %2$s:%3$s %1$s/api/v3/admin/users/ann/authorizations -d '{}'
                  curl --cacert %4$s -u %2$s:%3$s %1$s/api/v3/admin/organizations -d '{"login":"acme","admin":"%2$s"}'

                The same in GitLab's words:
                  curl --cacert %4$s -H 'PRIVATE-TOKEN: %3$s' %1$s/api/v4/projects -d 'path=infra'
                  curl --cacert %4$s -H 'PRIVATE-TOKEN: %3$s' %1$s/api/v4/projects/%2$s%%2Finfra/hooks \\
                    -d 'url=http://127.0.0.1:4141/events&token=s3cret&merge_requests_events=true&note_events=true&push_events=true'
                  curl --cacert %4$s -H 'PRIVATE-TOKEN: %3$s' %1$s/api/v4/users -d 'username=bob&name=Bob&email=bob@example.org'
                  curl --cacert %4$s -H 'PRIVATE-TOKEN: %3$s' %1$s/api/v4/users/ID/impersonation_tokens -d 'name=t&scopes=api'

                Order misfortune (effects: status, done-but, done-drop, done-hang, secondary-rate-limit, delay, hang,
                drop, cut, stall):
                  curl %5$s/_sandbox/faults -d '{"times":1,"method":"POST","path":"/statuses/","effect":"status","status":502}'

                What is told here lives in memory, and is gone when the sandbox closes; the certificate stays.
                """.formatted(
                        house.httpsUrl(), owner, token, house.authority().pem().toAbsolutePath(), house.httpUrl()));
        return text.toString();
    }
}
