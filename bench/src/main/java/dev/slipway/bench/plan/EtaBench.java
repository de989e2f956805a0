package dev.slipway.bench.plan;

import com.google.protobuf.Timestamp;
import dev.slipway.bench.coordinator.CoordinatorProcess;
import dev.slipway.bench.coordinator.WorkLines;
import dev.slipway.bench.day.Day;
import dev.slipway.bench.day.Promises;
import dev.slipway.bench.day.Promises.Promise;
import dev.slipway.bench.load.DayCalls;
import dev.slipway.bench.load.DayCalls.Asked;
import dev.slipway.bench.measure.Rest;
import dev.slipway.bench.measure.Talk;
import dev.slipway.bench.seed.Seed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Whether the promised times are true.
 *
 * <p>A {@link Day} of 10 tenants with 3 projects each, on a cluster that runs 4 builds at a time,
 * is run through 400 times as fast by the real coordinator: a build of two minutes takes 0.3 s, the
 * day 216 s. All that it knows of build times it learns from this day, whose first tenth does not
 * count. Right after each submit GetBuild asks for the times; the builds write down when they
 * start. What counts is the builds that were told to have to wait.
 *
 * <p>The coordinator's own windows of time are shortened as much (submits of the last quarter of an
 * hour, reservations after a minute). What cannot be is the time that a dispatch and a report take,
 * some milliseconds: at this speed they are seconds.
 *
 * <p>Prints {@code p50_cover} and {@code p90_cover} (share of starts not later than said), {@code
 * median_error_share} (median of |actual − p50| ÷ actual wait, of those that waited for 20 s of the
 * day or longer), {@code baseline_error_share}: the same for a guess that always says the mean wait
 * so far, {@code builds} and {@code waited}: how many there were and how many count, and {@code
 * asked_ms}: the median time of the GetBuild.
 */
final class EtaBench implements Bench {
  private static final int TIMES_AS_FAST = 400;
  private static final int TENANTS = 10;
  private static final int PROJECTS = 3;
  private static final int CHATS = 10;
  private static final int SLOTS = 4;
  private static final double LOAD = 0.65;
  private static final int SEED = 4;
  private static final double LEARNING = 0.1;
  private static final Duration LEAST_WAIT = Duration.ofSeconds(20).dividedBy(TIMES_AS_FAST);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "eta";
  }

  @Override
  public String what() {
    return "how often a build starts by the time that was said at submit";
  }

  @Override
  public void run(Frame frame) throws Exception {
    var workFile = frame.file("work");
    var coordinator =
        frame.coordinator(
            CoordinatorProcess.Options.defaults()
                .with("--max-builds", Integer.toString(SLOTS), "--work-file", workFile.toString())
                .with("--set", "slipway.bench.told=true")
                .with("--set", "slipway.explain.inflow-window=" + faster(Duration.ofMinutes(15)))
                .with("--set", "slipway.dispatch.reserve-after=" + faster(Duration.ofMinutes(1))));
    var day =
        Day.draw(new SplittableRandom(SEED), TENANTS, PROJECTS, CHATS, SLOTS, LOAD)
            .faster(TIMES_AS_FAST);
    // Tenants are made; none of them has a limit of its own that it could meet.
    new Seed(frame.database(), TENANTS, 1).limitTenants(SLOTS);
    Talk.say("a day of %d builds", day.submits().size());
    List<Asked> asked;
    try (var calls = new DayCalls(coordinator.address())) {
      asked = live(day, calls);
      Rest.of(DRAIN.dividedBy(4));
    }
    tell(frame, asked, starts(workFile), day);
  }

  private static Duration faster(Duration time) {
    return time.dividedBy(TIMES_AS_FAST);
  }

  /** Submits each build at its time, and asks at once. */
  private static List<Asked> live(Day day, DayCalls calls) throws Exception {
    var asked = new ArrayList<Future<Asked>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long began = System.nanoTime();
      for (var submit : day.submits()) {
        Rest.of(submit.at().minusNanos(System.nanoTime() - began));
        Callable<Asked> call = () -> calls.submitAndAsk(submit);
        asked.add(threads.submit(call));
      }
      var answers = new ArrayList<Asked>();
      for (var one : asked) {
        answers.add(one.get());
      }
      return answers;
    }
  }

  private static Map<String, Long> starts(Path workFile) throws Exception {
    var starts = new HashMap<String, Long>();
    WorkLines.read(workFile).stream()
        .filter(WorkLines.Line::start)
        .forEach(line -> starts.putIfAbsent(line.build(), line.nanos()));
    return starts;
  }

  private static void tell(Frame frame, List<Asked> asked, Map<String, Long> starts, Day day) {
    var clock = InstantSource.system();
    // The database's clock and the builds' are this machine's; here they are read side by side.
    long nanosOfEpoch = System.nanoTime() - nanos(clock.instant());
    var promises = new ArrayList<Promise>();
    int unsaid = 0;
    for (var one : asked.subList((int) (asked.size() * LEARNING), asked.size())) {
      var start = starts.get(one.name());
      if (start == null || one.status().getBlockersCount() == 0) {
        continue;
      }
      if (!one.status().hasEtaStartP50()) {
        unsaid++;
        continue;
      }
      promises.add(
          new Promise(
              one.nanos(),
              nanosOfEpoch + nanos(one.status().getEtaStartP50()),
              nanosOfEpoch + nanos(one.status().getEtaStartP90()),
              start));
    }
    if (unsaid > 0) {
      Talk.say("of %d builds that had to wait nothing was said", unsaid);
    }
    var kept = new Promises(promises);
    var figures = frame.figures();
    figures.count("builds", day.submits().size());
    figures.count("waited", kept.kept().size());
    figures.count("unsaid", unsaid);
    figures.share("p50_cover", kept.p50Cover());
    figures.share("p90_cover", kept.p90Cover());
    figures.share("median_error_share", kept.medianErrorShare(LEAST_WAIT.toNanos()));
    figures.share("baseline_error_share", kept.medianErrorShareOfMean(LEAST_WAIT.toNanos()));
    figures.millis(
        "asked_ms",
        Duration.ofNanos(
            asked.stream().mapToLong(Asked::tookNanos).sorted().toArray()[asked.size() / 2]));
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000 + time.getNano();
  }

  private static long nanos(Timestamp time) {
    return time.getSeconds() * 1_000_000_000 + time.getNanos();
  }
}
