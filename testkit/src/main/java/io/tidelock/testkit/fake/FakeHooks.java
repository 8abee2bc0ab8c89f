package io.tidelock.testkit.fake;

import io.tidelock.core.job.Lease;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.outcome.RunId;
import io.tidelock.core.port.run.HookRun;
import io.tidelock.core.port.run.HookTask;
import io.tidelock.core.port.run.Hooks;
import io.tidelock.core.port.run.RunLogs;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.port.run.WorkingTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hooks without processes: understands {@code echo "TEXT"}, {@code > FILE}, {@code rm FILE} and {@code exit N}, and no more. */
public final class FakeHooks implements Hooks, RunLogs {
    private static final Pattern ECHO = Pattern.compile("echo \"([^\"]*)\"(?: > \"?([^\"]+)\"?)?");
    private static final Pattern VARIABLE = Pattern.compile("\\$([A-Z_]+)");

    private final Map<Path, Map<String, Optional<String>>> left = new HashMap<>();
    private final Map<RunId, String> logs = new HashMap<>();
    private final List<HookTask> tasks = new ArrayList<>();

    /** What was run so far, in its order. */
    public synchronized List<HookTask> tasks() {
        return List.copyOf(tasks);
    }

    @Override
    public synchronized HookRun run(HookTask task, Lease lease) {
        lease.check();
        if (logs.containsKey(task.run())) {
            throw new IllegalArgumentException("run " + task.run().value() + " was used before");
        }
        tasks.add(task);
        Map<String, Optional<String>> files = left.computeIfAbsent(task.tree().root(), unseen -> new HashMap<>());
        StringBuilder text = new StringBuilder();
        String said = "";
        Optional<Problem> problem = Optional.empty();
        for (String command : task.hook().script().command().split("; ", -1)) {
            Matcher echo = ECHO.matcher(command);
            if (echo.matches()) {
                String words = filled(echo.group(1), task.variables());
                String file = echo.group(2);
                if (file == null) {
                    text.append(words).append('\n');
                } else if (file.equals("$OUTPUT_STATUS_FILE")) {
                    said = words;
                } else {
                    files.put(file, Optional.of(words + "\n"));
                }
            } else if (command.startsWith("rm ")) {
                files.put(command.substring(3), Optional.empty());
            } else if (command.startsWith("exit ")) {
                problem = Optional.of(Problem.of("it ended with exit code " + command.substring(5), "exit code 0", ""));
                break;
            } else {
                throw new IllegalArgumentException("the fake does not understand: " + command);
            }
        }
        logs.put(task.run(), text.toString());
        return new HookRun(problem, text.toString().strip(), said);
    }

    private static String filled(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(variables.getOrDefault(found.group(1), "")));
    }

    @Override
    public synchronized SourceTree asLeft(WorkingTree tree, SourceTree committed) {
        return Optional.ofNullable(left.get(tree.root()))
                .<SourceTree>map(files -> new Left(committed, Map.copyOf(files)))
                .orElse(committed);
    }

    @Override
    public synchronized Optional<byte[]> read(RunId run, long offset, int limit) {
        return Optional.ofNullable(logs.get(run)).map(log -> {
            byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
            int from = (int) Math.min(offset, bytes.length);
            return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + limit));
        });
    }

    /** @param written by path; empty for what was removed */
    private record Left(SourceTree committed, Map<String, Optional<String>> written) implements SourceTree {
        @Override
        public SortedSet<String> files() {
            SortedSet<String> files = new TreeSet<>(committed.files());
            written.forEach((path, text) -> {
                if (text.isPresent()) {
                    files.add(path);
                } else {
                    files.remove(path);
                }
            });
            return files;
        }

        @Override
        public Optional<byte[]> read(String path, int limit) {
            Optional<String> text = written.get(path);
            return text == null
                    ? committed.read(path, limit)
                    : text.map(words -> words.getBytes(StandardCharsets.UTF_8)).filter(bytes -> bytes.length <= limit);
        }

        @Override
        public Optional<String> id(String path) {
            return committed.id(path);
        }

        @Override
        public SortedSet<String> links() {
            return committed.links();
        }

        @Override
        public boolean altered() {
            return true;
        }
    }
}
