package dev.slipway.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ApplicationTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void withoutANameTheNamesAreListed() {
    int exitCode = run();

    assertThat(exitCode).isZero();
    assertThat(words(out))
        .contains(
            "submit",
            "batch",
            "dispatch",
            "depth",
            "poison",
            "idle",
            "takeover",
            "idlecost",
            "explain",
            "eta");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void anUnknownNameIsRefusedWithTheList() {
    int exitCode = run("submitt");

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith("bench: there is no \"submitt\"; give one of:");
    assertThat(words(err)).contains("submit", "eta");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void twoNamesAreOneTooMany() {
    assertThat(run("submit", "batch")).isEqualTo(2);
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  private int run(String... args) {
    return Application.run(
        args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  private static String[] words(ByteArrayOutputStream stream) {
    return stream.toString(UTF_8).lines().map(line -> line.split(" ", 2)[0]).toArray(String[]::new);
  }
}
