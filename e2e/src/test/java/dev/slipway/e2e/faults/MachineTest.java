package dev.slipway.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Command;
import dev.slipway.e2e.Folders;
import dev.slipway.e2e.Needs;
import dev.slipway.e2e.Outcome;
import dev.slipway.e2e.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the machine is told in one line, with an exit code and no stack trace. */
class MachineTest {

  @ParameterizedTest
  @ValueSource(strings = {"--grpc-port", "--http-port", "--preview-port"})
  void aPortThatIsTakenIsNamed(String option) throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var sandbox = new Sandbox()) {
      var port = Integer.toString(taken.getLocalPort());
      var arguments =
          new String[] {"up", "--grpc-port", "0", "--http-port", "0", "--preview-port", "0"};
      for (var i = 1; i < arguments.length; i += 2) {
        arguments[i + 1] = arguments[i].equals(option) ? port : "0";
      }

      var outcome = sandbox.slipway(arguments).run();

      assertOneClearLine(outcome, port);
      assertThat(sandbox.processes()).isEmpty();
    }
  }

  @Test
  void aDataDirectoryThatCannotBeWrittenIsNamed() {
    try (var sandbox = new Sandbox()) {
      var file = sandbox.folder("not").resolve("a-folder");
      Folders.write(file, "");

      var outcome = up(sandbox, file.resolve("data").toString());

      assertOneClearLine(outcome, file.resolve("data").toString());
    }
  }

  @Test
  void aFullDiskIsNamed() {
    try (var sandbox = new Sandbox()) {
      var disk = sandbox.folder("disk");
      if (Command.of("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString())
              .run()
              .exitCode()
          != 0) {
        throw Needs.missing("a full disk: this user may not mount a small tmpfs");
      }
      try {
        var outcome = up(sandbox, disk.resolve("data").toString());

        assertOneClearLine(outcome, disk.resolve("data").toString());
      } finally {
        Command.of("umount", disk.toString()).run();
      }
    }
  }

  @Test
  void anOldNodeIsNamedWithWhatIsNeeded() {
    try (var sandbox = new Sandbox()) {
      var tools = sandbox.folder("tools");
      Folders.write(tools.resolve("node"), "#!/bin/sh\necho v16.20.0\n");
      assertThat(tools.resolve("node").toFile().setExecutable(true)).isTrue();
      var demo = sandbox.slipway("demo", "--once");

      var outcome = demo.with("PATH", tools + ":" + demo.environment().get("PATH")).run();

      assertOneClearLine(outcome, "16.20.0");
      assertThat(outcome.err()).contains("20");
    }
  }

  private static Outcome up(Sandbox sandbox, String dataDir) {
    return sandbox
        .slipway(
            "up",
            "--grpc-port",
            "0",
            "--http-port",
            "0",
            "--preview-port",
            "0",
            "--data-dir",
            dataDir)
        .run();
  }

  private static void assertOneClearLine(Outcome outcome, String named) {
    assertThat(outcome.exitCode()).as("%s", outcome).isNotZero();
    assertThat(outcome.out()).as("%s", outcome).isEmpty();
    assertThat(outcome.err().lines()).as("%s", outcome).hasSize(1);
    assertThat(outcome.err()).contains(named).doesNotContain("Exception");
  }
}
