package dev.slipway.race.load;

import dev.slipway.bench.measure.Rest;
import dev.slipway.race.load.OperationLog.Call;
import dev.slipway.race.load.OperationLog.Outcome;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes calls of coordinators that may be killed meanwhile, and writes down how each ended. */
final class Caller {
  /** What the coordinator says when it certainly did nothing. */
  private static final Set<Code> REFUSED =
      EnumSet.of(
          Code.INVALID_ARGUMENT,
          Code.NOT_FOUND,
          Code.ALREADY_EXISTS,
          Code.FAILED_PRECONDITION,
          Code.PERMISSION_DENIED,
          Code.RESOURCE_EXHAUSTED,
          Code.OUT_OF_RANGE,
          Code.UNIMPLEMENTED,
          Code.UNAUTHENTICATED);

  /** Over all repeats: longer than a coordinator takes to come back. */
  private static final int TRIES_MAX = 400;

  private static final Duration REPEAT = Duration.ofMillis(50);

  private final Lines lines;
  private final OperationLog log;
  private final RandomGenerator random;

  Caller(Lines lines, OperationLog log, RandomGenerator random) {
    this.lines = lines;
    this.log = log;
    this.random = random;
  }

  /** What a call is about. */
  record About(String kind, String tenant, @Nullable String requestId, @Nullable String build) {}

  /**
   * Calls once.
   *
   * @param call returns the name of the build that it made or changed, or ""
   */
  @Nullable Code once(About about, Function<ManagedChannel, String> call) {
    long invoked = System.nanoTime();
    try {
      var build = call.apply(lines.any(random));
      append(about, invoked, Outcome.OK, build.isEmpty() ? about.build() : build, null);
      return null;
    } catch (StatusRuntimeException e) {
      var code = e.getStatus().getCode();
      append(
          about,
          invoked,
          REFUSED.contains(code) ? Outcome.FAIL : Outcome.UNKNOWN,
          about.build(),
          code);
      return code;
    }
  }

  /**
   * Calls until the outcome is known, each time whoever is there; a later try may find what an
   * earlier one did.
   *
   * @return the refusal; null: it is done
   * @throws IllegalStateException when nobody answers for too long
   */
  @Nullable Code untilKnown(About about, Function<ManagedChannel, String> call)
      throws InterruptedException {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      var code = once(about, call);
      if (code == null || REFUSED.contains(code)) {
        return code;
      }
      Rest.of(REPEAT);
    }
    throw new IllegalStateException("nobody answers: " + about);
  }

  private void append(
      About about, long invoked, Outcome outcome, @Nullable String build, @Nullable Code code) {
    log.append(
        new Call(about.kind(), invoked, outcome, about.tenant(), about.requestId(), build, code));
  }
}
