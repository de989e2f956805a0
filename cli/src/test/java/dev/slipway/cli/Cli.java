package dev.slipway.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import dev.slipway.cli.shell.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs commands in surroundings that a test sets. */
final class Cli {
  /** What the machine's clock says. */
  static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

  private final Map<String, String> variables = new HashMap<>();
  private InputStream standardInput = InputStream.nullInputStream();
  private volatile String awaited = "";
  private volatile Runnable onAwaited = () -> {};
  private boolean terminals;
  private volatile Runnable interruptHandler = () -> {};

  /**
   * What a command left behind.
   *
   * @param exit its exit code
   * @param out all of its standard output
   * @param err all of its standard error
   */
  record Result(int exit, ByteString out, String err) {
    /** Standard output as lines. */
    List<String> lines() {
      return out.toStringUtf8().lines().toList();
    }

    /** The only line of standard output as a JSON object. */
    JsonObject json() {
      return JsonParser.parseString(out.toStringUtf8().strip()).getAsJsonObject();
    }
  }

  /** Commands that talk to this coordinator. */
  static Cli with(String server) {
    return new Cli().variable("SLIPWAY_SERVER", server);
  }

  Cli variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  Cli standardInput(byte[] bytes) {
    return standardInput(new ByteArrayInputStream(bytes));
  }

  Cli standardInput(InputStream input) {
    standardInput = input;
    return this;
  }

  /** Runs this as soon as stderr holds these words; said before they can come. */
  void onError(String words, Runnable action) {
    onAwaited = action;
    awaited = words;
  }

  /** Lets stdin, stdout and stderr be terminals. */
  Cli onTerminal() {
    terminals = true;
    return this;
  }

  /** Presses Ctrl-C, as seen by a command that takes it. */
  void interrupt() {
    interruptHandler.run();
  }

  Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err =
        new ByteArrayOutputStream() {
          @Override
          public void flush() throws IOException {
            super.flush();
            if (!awaited.isEmpty() && toString(StandardCharsets.UTF_8).contains(awaited)) {
              awaited = "";
              onAwaited.run();
            }
          }
        };
    int exit = Slipway.run(shell(out, err), args);
    return new Result(
        exit, ByteString.copyFrom(out.toByteArray()), err.toString(StandardCharsets.UTF_8));
  }

  private Shell shell(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Shell(
        standardInput,
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, false, StandardCharsets.UTF_8),
        terminals,
        terminals,
        terminals,
        handler -> {
          interruptHandler = handler;
          return () -> interruptHandler = () -> {};
        },
        variables,
        InstantSource.fixed(NOW));
  }
}
