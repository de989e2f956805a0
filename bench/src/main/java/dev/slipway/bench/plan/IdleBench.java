package dev.slipway.bench.plan;

import dev.slipway.bench.baseline.NaiveQueue;
import dev.slipway.bench.coordinator.CoordinatorProcess;
import dev.slipway.bench.coordinator.WorkLines;
import dev.slipway.bench.load.BuildCalls;
import dev.slipway.bench.load.Spaced;
import dev.slipway.bench.measure.Latencies;
import dev.slipway.bench.measure.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How long a build waits when nothing else does.
 *
 * <p>A: a client sends CreateBuild; the clock stops when the launcher has the lease and writes it
 * into the work file (both processes read the machine's one monotonic clock). The next one is sent
 * when the build has ended and a random moment, up to 20 ms, has passed. Before, 4 clients submit
 * without a pause for the time of a warm-up: an idle coordinator is one that has worked. B: with
 * the same moments in between, on one connection, a bare insert, committed, and a claim, committed,
 * on a queue without other jobs.
 *
 * <p>Prints {@code p50_ms}, {@code p99_ms} of all windows, {@code baseline_ms} (its median), {@code
 * baseline_per_s} (1 / that) and {@code ratio}: of the medians, pair by pair; smaller is better.
 */
final class IdleBench implements Bench {
  /** Calls in flight while the coordinator is warmed. */
  private static final int WARMING = 4;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String what() {
    return "submit to assignment on an idle coordinator, to an insert and a claim";
  }

  @Override
  public void run(Frame frame) throws Exception {
    var workFile = frame.file("work");
    var coordinator =
        frame.coordinator(
            CoordinatorProcess.Options.defaults().with("--work-file", workFile.toString()));
    try (var calls = BuildCalls.to(coordinator.address(), 100);
        var naive = NaiveQueue.open(frame.database(), 1, 0)) {
      // Forty builds a second would leave most of the coordinator interpreted.
      calls.creates().run(WARMING, frame.pairs().warmUp());
      coordinator.awaitRest();
      var compared =
          frame
              .pairs()
              .alternate(
                  "idle",
                  window -> ours(calls, workFile, window),
                  window -> new Spaced().run(naive::submitThenClaim, window));
      var bare = compared.baselineLatencies().median();
      frame.figures().millis("p50_ms", compared.ourLatencies().median());
      frame.figures().millis("p99_ms", compared.ourLatencies().quantile(0.99));
      frame.figures().millis("baseline_ms", bare);
      frame.figures().perSecond("baseline_per_s", 1e9 / bare.toNanos());
      frame.figures().ratio("ratio", compared.timeRatio());
    }
  }

  private static Window ours(BuildCalls calls, Path workFile, Duration window) throws Exception {
    var sent = new HashMap<String, Long>();
    var ran = new Spaced().run(() -> send(calls, sent), window);
    return new Window(ran.units(), ran.lasted(), waits(sent, workFile));
  }

  private static long send(BuildCalls calls, Map<String, Long> sent) {
    long began = System.nanoTime();
    var name = calls.create();
    calls.await(name);
    sent.put(name, began);
    return System.nanoTime() - began;
  }

  /** From the send to the first START of each build. */
  private static Latencies waits(Map<String, Long> sent, Path workFile) throws IOException {
    var started =
        WorkLines.read(workFile).stream()
            .filter(WorkLines.Line::start)
            .collect(
                Collectors.toMap(
                    WorkLines.Line::build, WorkLines.Line::nanos, (first, _) -> first));
    return Latencies.ofNanos(
        sent.entrySet().stream()
            .mapToLong(build -> started(started, build.getKey()) - build.getValue())
            .toArray());
  }

  private static long started(Map<String, Long> started, String build) {
    return Objects.requireNonNull(started.get(build), () -> build + " ended without a start");
  }
}
