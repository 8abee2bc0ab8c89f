package io.tidelock.run.meaning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidelock.core.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What terraform 1.11.4 said of a plan with a bit of everything, and the configuration it was made from. */
final class SamplePlan {
    static final ObjectMapper JSON = new ObjectMapper();
    static final KeyedHash HASH = new KeyedHash(new Secret("a key for tests"));
    static final String SECRET = "hunter22-in-clear";

    private static final String MODULES = """
            [{"Key":"","Dir":"."},{"Key":"m","Source":"./m","Dir":"m"}]""";

    /** Without a file in it. */
    private static final Path TREE = emptyFolder();

    private SamplePlan() {}

    private static Path emptyFolder() {
        try {
            Path folder = Files.createTempDirectory("tidelock-sample").toRealPath();
            Files.createDirectory(folder.resolve("m")).toFile().deleteOnExit();
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json() {
        try {
            return JSON.readTree(read("plan.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> configuration() {
        return new TreeMap<>(Map.of(
                "m-/main.tf",
                new String(read("main.tf"), StandardCharsets.UTF_8),
                "m-m/main.tf",
                new String(read("m/main.tf"), StandardCharsets.UTF_8)));
    }

    /** A plan file, as far as we read it. */
    static byte[] file(Map<String, String> configuration, String lock) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "tfplan", "not looked into");
            put(zip, "tfconfig/modules.json", MODULES);
            for (Map.Entry<String, String> file : configuration.entrySet()) {
                put(zip, "tfconfig/" + file.getKey(), file.getValue());
            }
            put(zip, ".terraform.lock.hcl", lock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static PlanMeaning meaning(String json) {
        return meaning(json, file(configuration(), ""));
    }

    static PlanMeaning meaning(String json, byte[] planFile) {
        return meaning(json, planFile, HASH);
    }

    static PlanMeaning meaning(String json, byte[] planFile, KeyedHash hash) {
        try (InputStream stream = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))) {
            return PlanMeaning.of(stream, planFile, new Circumstances(TREE, TREE, "default", List.of("plan")), hash);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] read(String name) {
        try (InputStream stream = SamplePlan.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
