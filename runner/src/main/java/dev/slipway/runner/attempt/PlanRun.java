package dev.slipway.runner.attempt;

import dev.slipway.runner.redact.Redaction;
import dev.slipway.runner.spool.HeadRoom;
import dev.slipway.runner.spool.Spool;
import dev.slipway.runner.spool.StepOutput;
import dev.slipway.runner.step.Bench;
import dev.slipway.runner.step.Durations;
import dev.slipway.runner.step.Ending;
import dev.slipway.runner.step.Reason;
import dev.slipway.runner.step.Step;
import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.step.StepFailed;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Failure;
import dev.slipway.runner.v1.PlanStep;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.StepFinished;
import dev.slipway.runner.v1.StepStarted;
import dev.slipway.runner.v1.Usage;
import dev.slipway.runner.v1.Warning;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs the plan's steps in order until one fails or the attempt is stopped. */
final class PlanRun {
  private final Bench bench;
  private final Spool spool;
  private final Stop stop;
  private final Timers timers;
  private final HeadRoom room;
  private final Redaction redaction;
  private final Harvest harvest = new Harvest();
  private final UsageSum usage = new UsageSum();

  PlanRun(Bench bench, Spool spool, Stop stop, Timers timers) {
    this.bench = bench;
    this.spool = spool;
    this.stop = stop;
    this.timers = timers;
    this.room = new HeadRoom(bench.plan().getLimits().getLogBytesMax());
    this.redaction = Redaction.of(bench.plan().getRedactedList());
  }

  /**
   * Blocks until every step has ended, or one was stopped. The result is meaningless after a lost
   * link.
   */
  Result.Builder run() {
    Result.Builder result = runSteps();
    usage.total().ifPresent(result::setUsage);
    return result;
  }

  private Result.Builder runSteps() {
    Steps steps = new Steps(bench.plan(), harvest);
    for (PlanStep planned : bench.plan().getStepsList()) {
      if (stop.why() != null) {
        return stopped(planned.getId(), null);
      }
      Failure failure = run(planned, steps.of(planned.getAction()));
      if (stop.why() != null) {
        return stopped(planned.getId(), failure);
      }
      if (failure != null) {
        return Result.newBuilder().setOutcome(Result.Outcome.OUTCOME_FAILED).setFailure(failure);
      }
    }
    return harvest.result().setOutcome(Result.Outcome.OUTCOME_SUCCEEDED);
  }

  private @Nullable Failure run(PlanStep planned, Step step) {
    StepOutput output =
        new StepOutput(
            spool,
            redaction,
            room,
            bench.plan().getLimits().getStepLogHeadBytes(),
            bench.plan().getLimits().getStepLogTailBytes());
    StepContext context = new StepContext(bench, planned, output);
    send(
        Event.newBuilder()
            .setStepStarted(
                StepStarted.newBuilder()
                    .setStep(planned.getId())
                    .setTitle(redaction.text(step.title(context)))));
    long start = System.nanoTime();
    Future<?> timer = startTimer(planned);
    StepFinished.Builder finished = StepFinished.newBuilder().setStep(planned.getId());
    StepFailed failed = null;
    try {
      finished.setSkipped(step.run(context) == Ending.SKIPPED);
      failed = StoreFull.of(output);
    } catch (StepFailed e) {
      failed = e;
    } catch (IOException e) {
      failed = StoreFull.is(e) ? StoreFull.because(e) : unexpected(e);
    } catch (InterruptedException e) {
      failed = unexpected(e);
    } catch (RuntimeException e) {
      if (stop.why() == null) {
        throw e; // Ours to mend; the attempt is lost and the coordinator may try another.
      }
      failed = unexpected(e);
    } finally {
      timer.cancel(false);
    }
    Failure failure = failed == null ? null : failure(planned, failed, output);
    Usage used = context.usage();
    if (used != null) {
      usage.add(used);
      finished.setUsage(used);
    }
    finish(finished, failed, output, Duration.ofNanos(System.nanoTime() - start));
    return failure;
  }

  private void finish(
      StepFinished.Builder finished,
      @Nullable StepFailed failed,
      StepOutput output,
      Duration took) {
    long dropped = output.finish();
    if (dropped > 0) {
      send(
          Event.newBuilder()
              .setWarning(
                  Warning.newBuilder()
                      .setStep(finished.getStep())
                      .setCode("LOG_CAPPED")
                      .setMessage(
                          String.format(
                              java.util.Locale.ROOT,
                              "%,d bytes of this step's output were left out of the log; its first"
                                  + " %,d and last %,d bytes are kept%s.",
                              dropped,
                              output.headBytes(),
                              bench.plan().getLimits().getStepLogTailBytes(),
                              room.usedUp()
                                  ? String.format(
                                      java.util.Locale.ROOT,
                                      ", because steps together may keep %,d from their beginnings",
                                      room.max())
                                  : ""))));
    }
    send(
        Event.newBuilder()
            .setStepFinished(
                finished
                    .setExitCode(failed == null ? 0 : exitCode(failed))
                    .setDuration(Durations.of(took))
                    .setLogDroppedBytes(dropped)));
  }

  private int exitCode(StepFailed failed) {
    return failed
        .exitCode()
        .orElse(stop.why() instanceof Stop.Stalled ? Stop.Stalled.EXIT_CODE : 1);
  }

  private Future<?> startTimer(PlanStep planned) {
    Duration limit =
        planned.hasTimeout() ? Durations.of(planned.getTimeout()) : Duration.ofDays(365);
    return timers.after(limit, () -> stop.request(new Stop.StepTimeout(planned.getId(), limit)));
  }

  private static Failure failure(PlanStep planned, StepFailed failed, StepOutput output) {
    Failure.Builder failure =
        Failure.newBuilder()
            .setReason(failed.reason().name())
            .setMessage(output.redaction().text(String.valueOf(failed.getMessage())))
            .setHint(failed.hint())
            .setStep(planned.getId())
            .addAllLastLines(output.lastLines());
    failed.exitCode().ifPresent(failure::setExitCode);
    return failure.build();
  }

  private static StepFailed unexpected(Exception e) {
    return new StepFailed(Reason.STEP_FAILED, "The step could not go on: " + e + ".", "");
  }

  private Result.Builder stopped(String step, @Nullable Failure failure) {
    return StopResult.of(stop.why(), step, failure);
  }

  private void send(Event.Builder event) {
    bench.reporter().send(event);
  }
}
