package dev.slipway.cli.link;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How long the command line waits for a coordinator that is connected but silent. */
public final class Deadline {
  /** For a call with one answer. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** For the next message of a stream: four heartbeats of a watched build. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** For an answer that reads all there is. */
  private static final Duration THOROUGH_ANSWER = Duration.ofMinutes(10);

  private Deadline() {}

  /** The stub with the deadline for one answer. */
  public static <S extends AbstractStub<S>> S on(S stub) {
    return stub.withDeadlineAfter(ANSWER);
  }

  /** The stub with the deadline for an answer that takes its time, such as a check of every row. */
  public static <S extends AbstractStub<S>> S onThorough(S stub) {
    return stub.withDeadlineAfter(THOROUGH_ANSWER);
  }

  /**
   * As {@link #next(BlockingClientCall)}, and does something whenever nothing came for {@code
   * pause}.
   */
  public static <R> @Nullable R next(BlockingClientCall<?, R> call, Duration pause, Idle idle)
      throws StatusException, InterruptedException {
    for (Duration left = SILENCE; ; left = left.minus(pause)) {
      try {
        return call.read(Math.min(left.toMillis(), pause.toMillis()), TimeUnit.MILLISECONDS);
      } catch (TimeoutException silent) {
        if (left.compareTo(pause) <= 0) {
          throw silence(call, silent);
        }
        idle.run();
      }
    }
  }

  /** What to do while a stream is silent. */
  @FunctionalInterface
  public interface Idle {
    /** Blocks the stream's reader for as long as it takes. */
    void run() throws StatusException, InterruptedException;
  }

  /**
   * The next message of a stream, null after its good end. A silent stream is ended and counts as
   * cut: UNAVAILABLE.
   */
  public static <R> @Nullable R next(BlockingClientCall<?, R> call)
      throws StatusException, InterruptedException {
    try {
      return call.read(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silent) {
      throw silence(call, silent);
    }
  }

  /**
   * Sends a message of a stream, blocking while the receiver is slow.
   *
   * @return false when the receiver has ended the call, whose answer can be read
   */
  public static <Q> boolean send(BlockingClientCall<Q, ?> call, Q message)
      throws StatusException, InterruptedException {
    try {
      return call.write(message, SILENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silent) {
      throw silence(call, silent);
    }
  }

  private static StatusException silence(BlockingClientCall<?, ?> call, TimeoutException cause) {
    String text = "nothing heard for " + SILENCE.toSeconds() + " s";
    call.cancel(text, cause);
    return Status.UNAVAILABLE.withDescription(text).withCause(cause).asException();
  }
}
