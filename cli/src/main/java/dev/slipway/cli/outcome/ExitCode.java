package dev.slipway.cli.outcome;

import dev.slipway.v1.Build;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Every way in which {@code slipway} ends, as its process's exit code. The list is part of the
 * command line's contract: scripts branch on it, so a number is never given a second meaning.
 * {@code bin/slipway} uses {@link #LOCAL} too.
 */
public enum ExitCode {
  OK(0, "Done; a build that was followed succeeded."),
  FAILED(1, "The build failed: stderr and `failure` say why. For verify: a rule is broken."),
  USAGE(2, "Wrong usage, or the coordinator refused an argument."),
  CANCELLED(3, "The build was cancelled."),
  UNREACHABLE(4, "No coordinator runs, or it does not answer."),
  REFUSED(5, "The coordinator refused the call: not found, already exists …"),
  LOCAL(6, "Something on this machine: a file, a program, a disk."),
  BUG(70, "A bug in Slipway; SLIPWAY_DEBUG=1 shows where."),
  INTERRUPTED(130, "Ended with Ctrl-C; a build that was followed goes on.");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The process's exit code, 0 to 255. */
  public int code() {
    return code;
  }

  /**
   * The exit code that stands for how a build ended; for a build that has not ended, {@link #OK}.
   */
  public static ExitCode of(Build.State state) {
    return switch (state) {
      case STATE_FAILED -> FAILED;
      case STATE_CANCELLED -> CANCELLED;
      case STATE_SUCCEEDED,
          STATE_HELD,
          STATE_QUEUED,
          STATE_STARTING,
          STATE_RUNNING,
          STATE_STOPPING,
          STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          OK;
    };
  }

  /**
   * All codes with their meanings in ascending order, as picocli prints them under {@code --help}.
   */
  public static Map<String, String> forHelp() {
    return Arrays.stream(values())
        .collect(
            Collectors.toMap(
                exit -> Integer.toString(exit.code),
                exit -> exit.meaning,
                (a, b) -> a,
                LinkedHashMap::new));
  }
}
