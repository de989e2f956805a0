package dev.slipway.runner.step;

import dev.slipway.runner.process.Meter;
import dev.slipway.runner.process.Output;
import dev.slipway.runner.spool.StepOutput;
import dev.slipway.runner.v1.PlanStep;
import dev.slipway.runner.v1.Sample;
import dev.slipway.runner.v1.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what the commands of one step use, on a thread of its own while one runs: for samples,
 * for the step's usage, and for a stall. Where nobody can measure it there is none of these.
 */
final class StepWatch {
  /** Between two samples. */
  private static final Duration SAMPLE_EVERY = Duration.ofSeconds(2);

  /** First looks at a command, so that the memory of a short one is seen at all. */
  private static final Duration[] FIRST_LOOKS = {
    Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofMillis(1500)
  };

  /** Looks within the stall's limit. */
  private static final int LOOKS_PER_STALL = 5;

  private final Optional<Meter> meter = Meter.here();
  private final PlanStep step;
  private final Reporter reporter;
  private final StepOutput output;
  private final Optional<Duration> stallLimit;
  private final AtomicLong printed = new AtomicLong();
  private final long start = System.nanoTime();
  private Duration cpuTime = Duration.ZERO;
  private long peak;
  private boolean ran;

  /**
   * @param stallLimit how long a command may do nothing; empty for as long as it likes
   */
  StepWatch(PlanStep step, Reporter reporter, StepOutput output, Optional<Duration> stallLimit) {
    this.step = step;
    this.reporter = reporter;
    this.output = output;
    this.stallLimit = stallLimit;
  }

  /** Gives what is printed to {@code to}, and takes it for a sign of life. */
  Output counted(Output to) {
    return (bytes, length) -> {
      printed.addAndGet(length);
      to.write(bytes, length);
    };
  }

  /** A command begins. Close what is returned when it has ended. */
  Watched begin() {
    return new Watched();
  }

  /** What all commands used that have ended; null when there was none, or nobody could see. */
  synchronized @Nullable Usage usage() {
    return ran
        ? Usage.newBuilder().setCpuTime(Durations.of(cpuTime)).setMemoryPeakBytes(peak).build()
        : null;
  }

  private synchronized Sample sample(Duration more, long memory) {
    return Sample.newBuilder()
        .setStep(step.getId())
        .setElapsed(Durations.of(Duration.ofNanos(System.nanoTime() - start)))
        .setCpuTime(Durations.of(cpuTime.plus(more)))
        .setMemoryBytes(memory)
        .setMemoryPeakBytes(peak)
        .build();
  }

  private synchronized void peak(long memory) {
    peak = Math.max(peak, memory);
  }

  private synchronized void add(Duration used) {
    ran = true;
    cpuTime = cpuTime.plus(used);
  }

  private void stalled(Meter at, Duration limit) {
    output.say("[slipway] Nothing printed and no CPU used for " + Durations.words(limit) + ":");
    at.listing().forEach(output::say);
    reporter.stalled(step.getId(), limit);
  }

  /** One command that is looked at. */
  final class Watched implements AutoCloseable {
    private final Duration before = meter.map(m -> m.read().cpuTime()).orElse(Duration.ZERO);
    private final @Nullable Thread thread;
    private Duration used = Duration.ZERO;
    private boolean ended;

    private Watched() {
      thread =
          meter.isEmpty()
              ? null
              : Thread.ofPlatform().daemon().name("watch").start(() -> look(meter.get()));
    }

    private void look(Meter at) {
      Optional<Stall> stall =
          stallLimit.map(limit -> new Stall(limit, System.nanoTime(), Duration.ZERO));
      long sampledAt = System.nanoTime();
      for (int looks = 0; await(pause(looks)); looks++) {
        Meter.Reading reading = read(at);
        if (System.nanoTime() - sampledAt >= SAMPLE_EVERY.toNanos()) {
          sampledAt = System.nanoTime();
          reporter.sample(sample(used, reading.memoryBytes()));
        }
        if (stall.isPresent() && stall.get().now(System.nanoTime(), printed.get(), used)) {
          stalled(at, stallLimit.orElseThrow());
          return;
        }
      }
    }

    private Duration pause(int looks) {
      Duration pause = looks < FIRST_LOOKS.length ? FIRST_LOOKS[looks] : SAMPLE_EVERY;
      Duration most = stallLimit.orElse(SAMPLE_EVERY).dividedBy(LOOKS_PER_STALL);
      return stallLimit.isPresent() && most.compareTo(pause) < 0 ? most : pause;
    }

    /** Reads; what was used never falls, though single looks may miss a process. */
    private Meter.Reading read(Meter at) {
      Meter.Reading reading = at.read();
      Duration since = reading.cpuTime().minus(before);
      used = since.compareTo(used) > 0 ? since : used;
      peak(reading.memoryBytes());
      return reading;
    }

    /** False when the command has ended. */
    private synchronized boolean await(Duration pause) {
      long from = System.nanoTime();
      try {
        for (long left = pause.toNanos(); left > 0 && !ended; ) {
          TimeUnit.NANOSECONDS.timedWait(this, left);
          left = pause.toNanos() - (System.nanoTime() - from);
        }
      } catch (InterruptedException e) {
        return false; // Nobody interrupts it.
      }
      return !ended;
    }

    /** The command has ended, and everything it started. */
    @Override
    public void close() {
      if (thread == null) {
        return;
      }
      synchronized (this) {
        ended = true;
        notifyAll();
      }
      boolean interrupted = Thread.interrupted();
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
      meter.ifPresent(this::read);
      add(used);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
