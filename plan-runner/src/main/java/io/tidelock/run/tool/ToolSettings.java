package io.tidelock.run.tool;

import io.tidelock.core.project.Distribution;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Which programs run where nobody says otherwise, and where others come from.
 *
 * @param version with three numbers; empty for what is installed
 * @param download whether what is asked for and not there is downloaded
 * @param terraform where releases of terraform are, without a slash at the end
 * @param tofu where those of OpenTofu are
 * @param sharing whether providers are downloaded once for all projects
 */
public record ToolSettings(
        Distribution distribution,
        Optional<String> version,
        boolean download,
        URI terraform,
        URI tofu,
        boolean sharing,
        Optional<SSLContext> trust,
        Optional<ProxySelector> proxies) {
    private static final URI TERRAFORM = URI.create("https://releases.hashicorp.com");
    private static final URI TOFU = URI.create("https://github.com/opentofu/opentofu/releases/download");

    /** What is installed, and nothing else. */
    public static final ToolSettings INSTALLED = new ToolSettings(
            Distribution.TERRAFORM, Optional.empty(), false, TERRAFORM, TOFU, true, Optional.empty(), Optional.empty());

    /** Downloads from elsewhere, for terraform. */
    public ToolSettings downloading(URI terraformReleases) {
        return new ToolSettings(distribution, version, true, terraformReleases, tofu, sharing, trust, proxies);
    }

    public ToolSettings usually(Distribution other, Optional<String> number) {
        return new ToolSettings(other, number, download, terraform, tofu, sharing, trust, proxies);
    }

    public ToolSettings sharingProviders(boolean shares) {
        return new ToolSettings(distribution, version, download, terraform, tofu, shares, trust, proxies);
    }

    public ToolSettings through(SSLContext context, ProxySelector selector) {
        return new ToolSettings(
                distribution, version, download, terraform, tofu, sharing, Optional.of(context), Optional.of(selector));
    }
}
