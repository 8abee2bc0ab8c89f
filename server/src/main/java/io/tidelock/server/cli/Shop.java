package io.tidelock.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The example repository {@code web-shop}, and the change that the demo's pull request makes to two of its projects. */
final class Shop {
    private static final String FOLDER = "/examples/web-shop/";
    private static final List<String> FILES =
            List.of("README.md", "network/main.tf", "database/main.tf", "app/main.tf");

    /** The address that the example's backends name, to be replaced by the sandbox's own. */
    private static final String EXAMPLE_ADDRESS = "http://localhost:4180";

    private final String sandbox;

    /** @param sandbox address of the sandbox, without a slash at its end */
    Shop(String sandbox) {
        this.sandbox = sandbox;
    }

    /** Every file of the repository, by path. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        FILES.forEach(path -> files.put(path, read(path)));
        return files;
    }

    /** The files that the pull request changes: one more subnet, one more replica. */
    Map<String, String> change() {
        Map<String, String> change = new LinkedHashMap<>();
        change.put("network/main.tf", replaced("network/main.tf", "subnets = [\"a\"]", "subnets = [\"a\", \"b\"]"));
        change.put("app/main.tf", replaced("app/main.tf", "default = 1", "default = 2"));
        return change;
    }

    private String replaced(String path, String before, String after) {
        String text = read(path);
        if (!text.contains(before)) {
            throw new IllegalStateException(path + " of the example no longer says: " + before);
        }
        return text.replace(before, after);
    }

    private String read(String path) {
        try (InputStream in = Shop.class.getResourceAsStream(FOLDER + path)) {
            if (in == null) {
                throw new IllegalStateException("the example is not in this build: " + FOLDER + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(EXAMPLE_ADDRESS, sandbox);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
