package dev.slipway.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program to run to its end. It has nothing on standard input unless {@link #input} says so.
 *
 * @param words the program and its arguments
 * @param folder where it runs
 * @param environment added to that of the tests
 * @param stdin what it reads
 * @param limit how long it may take; then it is killed and the test fails
 */
public record Command(
    List<String> words,
    Path folder,
    Map<String, String> environment,
    String stdin,
    Duration limit) {

  /** A program that runs in the root of the checkout for at most five minutes. */
  public static Command of(String... words) {
    return new Command(List.of(words), Checkout.root(), Map.of(), "", Duration.ofMinutes(5));
  }

  /** The same with one more environment variable. */
  public Command with(String variable, String value) {
    var more = new LinkedHashMap<>(environment);
    more.put(variable, value);
    return new Command(words, folder, more, stdin, limit);
  }

  /** The same with more environment variables. */
  public Command with(Map<String, String> variables) {
    var more = new LinkedHashMap<>(environment);
    more.putAll(variables);
    return new Command(words, folder, more, stdin, limit);
  }

  /** The same in another folder. */
  public Command in(Path where) {
    return new Command(words, where, environment, stdin, limit);
  }

  /** The same with something to read on standard input. */
  public Command input(String text) {
    return new Command(words, folder, environment, text, limit);
  }

  /** Runs it and waits for its end. */
  public Outcome run() {
    try {
      var process = start(ProcessBuilder.Redirect.PIPE, ProcessBuilder.Redirect.PIPE);
      try (var writer = process.outputWriter()) {
        writer.write(stdin);
      } catch (IOException e) {
        // It ended without reading all of its input: its exit code tells the rest.
      }
      var out = read(process.getInputStream());
      var err = read(process.getErrorStream());
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            "%s did not end within %s%n%s"
                .formatted(words, limit, new Outcome(-1, out.join(), err.join())));
      }
      return new Outcome(process.exitValue(), out.join(), err.join());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + words, e);
    }
  }

  /** Starts it with its output sent to these places. */
  public Process start(ProcessBuilder.Redirect out, ProcessBuilder.Redirect err) {
    var builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().putAll(environment);
    try {
      return builder.redirectOutput(out).redirectError(err).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CompletableFuture<String> read(InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.completeExceptionally(e);
              }
            });
    return text;
  }
}
