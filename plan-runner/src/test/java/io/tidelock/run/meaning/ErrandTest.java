package io.tidelock.run.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "provisioner \"local-exec\" { command = \"echo network >> /tmp/applied\" }",
                "provisioner \"local-exec\" {\n  command = \"mkdir -p /o && echo network >> /o/applied\"\n}",
                "provisioner \"local-exec\" {\n  when = destroy\n  command = \"echo ${self.id}; sleep 2\"\n  on_failure = continue\n}",
                "provisioner \"local-exec\" { command = \"A=1 printf \\\"%s\\\" x | true\" }",
            })
    void reads_nothing(String block) {
        assertThat(Errand.readsNothing(block)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "provisioner \"local-exec\" { command = \"./deploy.sh\" }",
                "provisioner \"local-exec\" { command = \"make\" }",
                "provisioner \"local-exec\" { command = \"echo a && ${path.module}/run\" }",
                "provisioner \"local-exec\" { command = \"echo $(cat secret)\" }",
                "provisioner \"local-exec\" { command = \"echo ${var.text}\" }",
                "provisioner \"local-exec\" { command = \"echo `./x`\" }",
                "provisioner \"local-exec\" { command = \"echo x < in\" }",
                "provisioner \"local-exec\" { command = \"echo *\" }",
                "provisioner \"local-exec\" { command = \"echo ${file(\"x\")}\" }",
                "provisioner \"local-exec\" { command = <<EOT\necho\nEOT\n}",
                "provisioner \"local-exec\" {\n  command = \"echo x\"\n  interpreter = [\"python3\"]\n}",
                "provisioner \"local-exec\" {\n  command = \"echo x\"\n  working_dir = \"scripts\"\n}",
                "provisioner \"local-exec\" {\n  command = \"echo x\"\n  environment = { BASH_ENV = \"x\" }\n}",
                "provisioner \"local-exec\" { command = \"BASH_ENV=x sh\" }",
                "provisioner \"local-exec\" { command = \"echo a & ./b\" }",
                "provisioner \"local-exec\" { command = \"echo \\\\\\n./b\" }",
                "provisioner \"local-exec\" { command = \"\" }",
                "provisioner \"remote-exec\" { command = \"echo x\" }",
                "provisioner \"file\" { source = \"a\" }",
                "connection { host = \"a\" }",
            })
    void may_read_anything(String block) {
        assertThat(Errand.readsNothing(block)).isFalse();
    }
}
