package dev.slipway.bench.plan;

import dev.slipway.bench.baseline.KeyReads;
import dev.slipway.bench.coordinator.CoordinatorProcess;
import dev.slipway.bench.coordinator.WorkLines;
import dev.slipway.bench.load.InFlight;
import dev.slipway.bench.load.StandingCalls;
import dev.slipway.bench.measure.Compared;
import dev.slipway.bench.measure.Rest;
import dev.slipway.bench.measure.Talk;
import dev.slipway.bench.seed.Seed;
import dev.slipway.v1.QueueStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How long a client waits for the answer to "why does it wait, and when will it start".
 *
 * <p>10,000 builds wait in 1,000 chats of 20 tenants, in four priorities, behind a running one; the
 * cluster runs one build at a time, and the gate is shut. A: GetBuild and ExplainBuild in turn, 4
 * calls in flight, of all the builds in a random order. B: rows read by their key at 4 connections.
 * Then the gate opens, every build takes 5 ms, and the next 1,000 starts are compared with the
 * positions that were told. Then 1,000,000 wait and A and B are measured again; at last a client
 * asks now and then while builds start.
 *
 * <p>Prints {@code p99_ms_10k}, {@code p99_ms_1m}, {@code baseline_per_s}, {@code
 * answers_per_s_1m}, {@code position_error} (the largest difference between a position of up to
 * 1,000 and the real one), {@code positions} (how many were compared), {@code age_s} (of the oldest
 * picture in any answer, when the answer came).
 */
final class ExplainBench implements Bench {
  private static final int IN_FLIGHT = 4;
  private static final int FEW = 10_000;
  private static final int MANY = 1_000_000;
  private static final int EXACT = 1_000;
  private static final int MORE_MAX = 10;
  private static final int SPARSE_CALLS = 8;
  private static final Duration SPARSE_MAX = Duration.ofSeconds(6);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /** Picks of builds and moments: the same in each run. */
  private static final int SEED = 4;

  @Override
  public String name() {
    return "explain";
  }

  @Override
  public String what() {
    return "ExplainBuild and GetBuild with position, 10 k and 1 M waiting";
  }

  @Override
  public boolean countsStatements() {
    return true;
  }

  @Override
  public void run(Frame frame) throws Exception {
    var workFile = frame.file("work");
    var coordinator =
        frame.coordinator(
            CoordinatorProcess.Options.defaults()
                .with("--max-builds", "1", "--build-time", "PT0.005S")
                .with("--work-file", workFile.toString()));
    coordinator.hold();
    var seed = new Seed(frame.database(), DispatchBench.TENANTS, DispatchBench.CHATS);
    var told = new Told();
    try (var reads = KeyReads.open(frame.database(), IN_FLIGHT);
        var calls = new StandingCalls(coordinator.address(), told::heard)) {
      seed.add(FEW / seed.chats());
      var questions = calls.of(inTurn(names(seed, 1, FEW)));
      var few = compare(frame, "10 k", questions, reads);
      frame.figures().millis("p99_ms_10k", few.ourLatencies().quantile(0.99));
      frame.figures().perSecond("baseline_per_s", few.baselinePerSecond());
      // A slow machine has not been told of enough builds yet.
      for (int more = 0; more < MORE_MAX && told.positions().size() < EXACT; more++) {
        var _ = questions.run(IN_FLIGHT, frame.pairs().window());
      }
      comparePositions(frame, coordinator, workFile, told.positions());
      seed.add((MANY - FEW) / seed.chats());
      var names = names(seed, 1 + FEW / seed.chats(), FEW);
      var many = compare(frame, "1 M", calls.of(inTurn(names)), reads);
      frame.figures().millis("p99_ms_1m", many.ourLatencies().quantile(0.99));
      frame.figures().perSecond("answers_per_s_1m", many.oursPerSecond());
      coordinator.go();
      askNowAndThen(calls.of(inTurn(names)));
      frame.figures().seconds("age_s", told.oldest());
      if (told.silent() > 0) {
        Talk.say("%d answers had no queue status: their builds had started", told.silent());
      }
    }
  }

  private static Compared compare(
      Frame frame, String what, InFlight<String, QueueStatus> questions, KeyReads reads)
      throws Exception {
    return frame
        .pairs()
        .alternate(
            "explain, " + what + " waiting", window -> questions.run(IN_FLIGHT, window), reads);
  }

  /** So many builds that wait, in a random order: of all chats, from this place on. */
  private static List<String> names(Seed seed, int firstSeq, int most) {
    var names = new ArrayList<String>();
    for (int i = 0; i < most; i++) {
      names.add(seed.name(1 + i % seed.chats(), firstSeq + i / seed.chats()));
    }
    Collections.shuffle(names, new Random(SEED));
    return names;
  }

  private static Supplier<String> inTurn(List<String> names) {
    var next = new AtomicInteger();
    return () -> names.get(Math.floorMod(next.getAndIncrement(), names.size()));
  }

  /** Opens the gate until the first builds have started, and compares. */
  private static void comparePositions(
      Frame frame, CoordinatorProcess coordinator, Path workFile, Map<String, Integer> told)
      throws Exception {
    var tail = new WorkLines.Tail(workFile);
    // Those that started before were not asked for.
    var _ = tail.next();
    coordinator.go();
    var order = new ArrayList<String>();
    while (order.size() < EXACT) {
      Rest.of(LOOK_AGAIN);
      tail.next().stream()
          .filter(WorkLines.Line::start)
          .map(WorkLines.Line::build)
          .forEach(order::add);
    }
    coordinator.hold();
    int worst = 0;
    int compared = 0;
    for (int i = 0; i < EXACT; i++) {
      var position = told.get(order.get(i));
      if (position != null) {
        worst = Math.max(worst, Math.abs(position - (i + 1)));
        compared++;
      }
    }
    frame.figures().count("position_error", worst);
    frame.figures().count("positions", compared);
  }

  private static void askNowAndThen(InFlight<String, QueueStatus> questions) throws Exception {
    var random = new Random(SEED);
    for (int i = 0; i < SPARSE_CALLS; i++) {
      Rest.of(Duration.ofMillis(random.nextLong(SPARSE_MAX.toMillis())));
      var _ = questions.run(1, Duration.ZERO);
    }
  }
}
