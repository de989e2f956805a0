package dev.slipway.bench.plan;

import dev.slipway.bench.baseline.InsertLimit;
import dev.slipway.bench.coordinator.CoordinatorProcess;
import dev.slipway.bench.load.BuildCalls;
import dev.slipway.bench.measure.Compared;

/**
 * How many builds a second a coordinator takes in, each durable before its answer.
 *
 * <p>A: CreateBuild, unary, over loopback, 16 and then 64 calls in flight from one client, with
 * request ids, of a git reference, into 1,000 chats. The coordinator's builds are held at their
 * start, so that nothing is dispatched but the few that fill the cluster. B: one-row insert and
 * commit by JDBC, 16 and 64 connections, on the same server. Windows alternate; the client's CPU
 * time counts against A.
 *
 * <p>Prints {@code submit_per_s_N}, {@code baseline_per_s_N}, {@code ratio_N} for N = 16 and 64,
 * {@code baseline_per_s} (16), {@code p50_ms_64} and {@code p99_ms_64} over all calls, and for the
 * size of things {@code inline_per_s_16}: snippets with a file inline, whose blob is made durable
 * too, one window.
 */
final class SubmitBench implements Bench {
  private static final int CHATS = 1_000;

  @Override
  public String name() {
    return "submit";
  }

  @Override
  public String what() {
    return "CreateBuild, durable, 16 and 64 in flight, to one-row inserts";
  }

  @Override
  public void run(Frame frame) throws Exception {
    var coordinator = frame.coordinator(CoordinatorProcess.Options.defaults());
    coordinator.hold();
    try (var calls = BuildCalls.to(coordinator.address(), CHATS)) {
      var at16 = compare(frame, calls, 16);
      frame.figures().perSecond("baseline_per_s", at16.baselinePerSecond());
      var at64 = compare(frame, calls, 64);
      frame.figures().millis("p50_ms_64", at64.ourLatencies().median());
      frame.figures().millis("p99_ms_64", at64.ourLatencies().quantile(0.99));
      var inline = calls.createsWithFile().run(16, frame.pairs().window());
      frame.figures().perSecond("inline_per_s_16", inline.perSecond());
    }
  }

  private static Compared compare(Frame frame, BuildCalls calls, int inFlight) throws Exception {
    try (var limit = InsertLimit.oneRow(frame.database(), inFlight)) {
      var compared =
          frame
              .pairs()
              .alternate(
                  "submit, " + inFlight + " in flight",
                  window -> calls.creates().run(inFlight, window),
                  limit);
      frame.figures().perSecond("submit_per_s_" + inFlight, compared.oursPerSecond());
      frame.figures().perSecond("baseline_per_s_" + inFlight, compared.baselinePerSecond());
      frame.figures().ratio("ratio_" + inFlight, compared.ratio());
      return compared;
    }
  }
}
