package dev.slipway.e2e;

/**
 * How a program ended.
 *
 * @param exitCode 0 when it went well
 * @param out standard output: data
 * @param err standard error: talk
 */
public record Outcome(int exitCode, String out, String err) {

  /** The last line of standard output that is not blank; empty if there is none. */
  public String lastLine() {
    return out.lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
  }

  @Override
  public String toString() {
    return "exit code %d%n--- out%n%s--- err%n%s".formatted(exitCode, out, err);
  }
}
