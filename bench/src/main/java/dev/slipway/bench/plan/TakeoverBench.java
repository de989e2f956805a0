package dev.slipway.bench.plan;

import dev.slipway.bench.coordinator.CoordinatorProcess;
import dev.slipway.bench.coordinator.WorkLines;
import dev.slipway.bench.measure.Rest;
import dev.slipway.bench.measure.Talk;
import dev.slipway.bench.seed.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long nothing starts when the coordinator that dispatched last is killed.
 *
 * <p>1,000,000 builds wait; three coordinators on one database, builds of 200 ms, 256 at a time,
 * one work file for all. Twenty times: the process of the newest START line is killed with -9, and
 * another one is started in its place; when that one answers and builds start, the next is killed.
 * A gap is the time between two START lines that follow each other, from the last one before the
 * first kill on.
 *
 * <p>Prints {@code seconds} (the longest gap of all), {@code median_s} (of the longest after each
 * kill), {@code kills}, and {@code quiet_s}: the longest gap before the first kill, which is what
 * the machine itself does.
 */
final class TakeoverBench implements Bench {
  private static final int WAITING = 1_000_000;
  private static final int COORDINATORS = 3;
  private static final int KILLS = 20;
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  @Override
  public String name() {
    return "takeover";
  }

  @Override
  public String what() {
    return "longest gap without a dispatch while coordinators are killed";
  }

  @Override
  public void run(Frame frame) throws Exception {
    var workFile = frame.file("work");
    var options =
        CoordinatorProcess.Options.defaults()
            .with("--work-file", workFile.toString(), "--build-time", "PT0.2S");
    var running = new ArrayList<CoordinatorProcess>();
    running.add(frame.coordinator(options));
    var seed = new Seed(frame.database(), DispatchBench.TENANTS, DispatchBench.CHATS);
    seed.limitTenants(DispatchBench.QUOTA);
    seed.add(WAITING / DispatchBench.CHATS);
    while (running.size() < COORDINATORS) {
      running.add(frame.coordinator(options));
    }
    var starts = new Starts(workFile);
    starts.untilLaterThan(System.nanoTime());
    long calmSince = starts.last().nanos();
    Rest.of(QUIET);
    var quiet = starts.longestGap(calmSince);
    var gaps = new ArrayList<Duration>();
    for (int kill = 1; kill <= KILLS; kill++) {
      gaps.add(kill(frame, options, running, starts));
      Talk.say("kill %d of %d: %d ms without a start", kill, KILLS, gaps.getLast().toMillis());
    }
    frame.figures().seconds("quiet_s", quiet);
    frame.figures().seconds("seconds", Collections.max(gaps));
    frame.figures().seconds("median_s", gaps.stream().sorted().toList().get(KILLS / 2));
    frame.figures().count("kills", KILLS);
  }

  /** Kills, replaces, and returns the longest gap from the kill until builds start again. */
  private static Duration kill(
      Frame frame,
      CoordinatorProcess.Options options,
      List<CoordinatorProcess> running,
      Starts starts)
      throws Exception {
    var last = starts.last();
    var victim = running.stream().filter(one -> one.pid() == last.pid()).findFirst().orElseThrow();
    victim.kill();
    running.remove(victim);
    running.add(frame.coordinator(options));
    starts.untilLaterThan(System.nanoTime());
    return starts.longestGap(last.nanos());
  }

  /** The START lines of all coordinators, in the order of their times. */
  private static final class Starts {
    private final WorkLines.Tail tail;
    private final List<WorkLines.Line> lines = new ArrayList<>();

    Starts(Path workFile) {
      tail = new WorkLines.Tail(workFile);
    }

    /** The newest so far. There must be one. */
    WorkLines.Line last() throws IOException {
      read();
      return lines.getLast();
    }

    /** Blocks until a build has started after this moment. */
    void untilLaterThan(long nanos) throws IOException, InterruptedException {
      read();
      while (lines.isEmpty() || lines.getLast().nanos() - nanos <= 0) {
        Rest.of(LOOK_AGAIN);
        read();
      }
    }

    /** Between two starts that follow each other, from the one at this moment to the newest. */
    Duration longestGap(long sinceNanos) throws IOException {
      read();
      long longest = 0;
      for (int i = lines.size() - 1; i > 0 && lines.get(i).nanos() - sinceNanos > 0; i--) {
        longest = Math.max(longest, lines.get(i).nanos() - lines.get(i - 1).nanos());
      }
      return Duration.ofNanos(longest);
    }

    private void read() throws IOException {
      tail.next().stream().filter(WorkLines.Line::start).forEach(lines::add);
      // Two processes may write in another order than they looked at the clock.
      lines.sort((a, b) -> Long.compare(a.nanos(), b.nanos()));
    }
  }
}
