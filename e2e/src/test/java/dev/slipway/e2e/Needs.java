package dev.slipway.e2e;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Programs that a test needs and a machine may lack. Where one is missing the test is skipped, and
 * says so on the console; under {@code CI=true} it fails, so that no run passes on what it left
 * out.
 */
public final class Needs {

  private Needs() {}

  /** The path of the first of these programs that is on PATH. */
  public static Path oneOf(String... programs) {
    for (var folder : System.getenv("PATH").split(File.pathSeparator)) {
      for (var program : programs) {
        var file = Path.of(folder, program);
        if (Files.isExecutable(file)) {
          return file;
        }
      }
    }
    throw missing("none of " + Arrays.toString(programs) + " is on PATH");
  }

  /** Skips the test, or fails it under {@code CI=true}. Never returns. */
  public static AssertionError missing(String what) {
    var message = "NOT TESTED: " + what;
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(message + " (a failure because CI=true)");
    }
    System.err.println(message);
    abort(message);
    throw new AssertionError("abort() returned");
  }
}
