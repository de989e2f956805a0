package dev.slipway.bench.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;

/**
 * What a bench says to its coordinator, a word a line, each with one line as the answer: {@code
 * hold} and {@code go} shut and open the gate, {@code counts} tells the counts.
 */
record Commands(Gate gate, BenchLauncher launcher, PrintStream out) {

  /** Answers until the input ends. */
  void answer(InputStream input) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(input, UTF_8));
    for (String line; (line = lines.readLine()) != null; ) {
      BenchCoordinator.say(out, answer(line));
    }
  }

  private String answer(String command) {
    return switch (command) {
      case "hold" -> {
        gate.shut();
        yield "held";
      }
      case "go" -> {
        gate.open();
        yield "going";
      }
      case "counts" -> launcher.counts().line();
      default -> "unknown " + command;
    };
  }
}
