package io.tidelock.testkit.fake;

import io.tidelock.core.change.CommitSha;
import io.tidelock.core.port.run.Hooks;
import io.tidelock.core.port.run.RunLogs;
import io.tidelock.core.port.run.SourceTree;
import io.tidelock.core.port.run.WorkingTree;
import io.tidelock.testkit.contract.HooksContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

final class FakeHooksTest extends HooksContract {
    @Override
    protected Stage open() {
        FakeHooks hooks = new FakeHooks();
        return new Stage() {
            @Override
            public Hooks hooks() {
                return hooks;
            }

            @Override
            public RunLogs logs() {
                return hooks;
            }

            @Override
            public WorkingTree tree() {
                return new WorkingTree(Path.of("tree"), new CommitSha("a".repeat(40)), true);
            }

            @Override
            public SourceTree committed() {
                return new FakeSource(new TreeMap<>(Map.of("a.txt", "file one", "b/c.txt", "file two")));
            }
        };
    }
}
