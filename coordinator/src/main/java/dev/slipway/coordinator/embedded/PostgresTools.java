package dev.slipway.coordinator.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Postgres' own programs. Postgres refuses to run as root; then they get a user namespace of
 * their own, in which they are nobody.
 */
record PostgresTools(Path binaries) {

  /** What a program printed, and how it ended. */
  record Ended(int exitCode, String output) {}

  /** Runs a program to its end, which may take some seconds. */
  Ended run(String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    try {
      // The files are this process' own, so their owner is its user.
      if (Files.getAttribute(binaries, "unix:uid").equals(0)) {
        command.addAll(List.of("unshare", "--user"));
      }
      command.add(binaries.resolve("bin").resolve(program).toString());
      command.addAll(arguments);
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Ended(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException("run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("Interrupted while " + program + " was running.", e);
    }
  }
}
