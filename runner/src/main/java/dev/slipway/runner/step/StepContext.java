package dev.slipway.runner.step;

import dev.slipway.runner.process.Command;
import dev.slipway.runner.process.Output;
import dev.slipway.runner.redact.Redactor;
import dev.slipway.runner.spool.StepOutput;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Limits;
import dev.slipway.runner.v1.PlanStep;
import dev.slipway.runner.v1.SourceResolved;
import dev.slipway.runner.v1.Usage;
import dev.slipway.runner.v1.Warning;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One step at work: what it needs from the attempt, and its own output. */
public final class StepContext {
  /** Warnings sent of one step; the rest stand only in the log. */
  private static final int WARNINGS_MAX = 20;

  private final Bench bench;
  private final PlanStep step;
  private final StepOutput output;
  private final StepWatch watch;
  private int warnings;

  /** {@code step} on {@code bench}; what it prints goes to {@code output}. */
  public StepContext(Bench bench, PlanStep step, StepOutput output) {
    this.bench = bench;
    this.step = step;
    this.output = output;
    Limits limits = bench.plan().getLimits();
    this.watch =
        new StepWatch(
            step,
            bench.reporter(),
            output,
            Optional.of(Durations.of(limits.getStallTimeout())).filter(Duration::isPositive));
  }

  /** The plan's words for this step. */
  public PlanStep step() {
    return step;
  }

  /** The attempt's parts. */
  public Bench bench() {
    return bench;
  }

  /** Where it works. */
  public Folders folders() {
    return bench.folders();
  }

  /** What the attempt may use. */
  public Limits limits() {
    return bench.plan().getLimits();
  }

  /** The template's parameter; empty when it has none of that name. */
  public String parameter(String name) {
    return bench.plan().getParametersOrDefault(name, "");
  }

  /** What its commands used so far; null when none ran, or nobody could see. */
  public @Nullable Usage usage() {
    return watch.usage();
  }

  /** Adds a line of the runner's own to the log. */
  public void say(String line) {
    output.say("[slipway] " + line);
  }

  /** Something to know that does not fail the build: an event, and a line in the log. */
  public void warn(String code, String warning) {
    String message = output.redaction().text(warning);
    say(message);
    if (++warnings <= WARNINGS_MAX) {
      bench
          .reporter()
          .send(
              Event.newBuilder()
                  .setWarning(
                      Warning.newBuilder()
                          .setStep(step.getId())
                          .setCode(code)
                          .setMessage(message)));
    }
  }

  /** The git reference turned out to be this commit. */
  public void resolved(String commit) {
    bench
        .reporter()
        .send(Event.newBuilder().setSourceResolved(SourceResolved.newBuilder().setCommit(commit)));
  }

  /** Runs a command in the work folder; what it prints goes to the log. Returns its exit code. */
  public int run(List<String> words, Map<String, String> more)
      throws IOException, InterruptedException {
    return run(command(words, folders().work(), more), output::write);
  }

  /** As {@link #run}, elsewhere, standard output also given to {@code copy}, without secrets. */
  public int runAside(List<String> words, Path folder, Output copy)
      throws IOException, InterruptedException {
    Output log = watch.counted(output::write);
    Redactor copied = output.redaction().to(copy::write);
    try (var _ = watch.begin()) {
      return bench
          .commands()
          .runApart(command(words, folder, Map.of()), log.and(copied::write), log);
    } finally {
      copied.finish();
    }
  }

  /**
   * Runs a command in {@code folder} whose output is not part of the log. Returns its exit code.
   */
  public int runQuietly(List<String> words, Path folder, Output to)
      throws IOException, InterruptedException {
    return run(command(words, folder, Map.of()), to);
  }

  /** As {@link #run}, ended after {@code limit}; then there is no exit code. */
  public OptionalInt runAtMost(List<String> words, Map<String, String> more, Duration limit)
      throws IOException, InterruptedException {
    Command command = command(words, folders().work(), more);
    try (var _ = watch.begin()) {
      return bench.commands().runAtMost(command, watch.counted(output::write), limit);
    }
  }

  private int run(Command command, Output to) throws IOException, InterruptedException {
    try (var _ = watch.begin()) {
      return bench.commands().run(command, watch.counted(to));
    }
  }

  private Command command(List<String> words, Path folder, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(bench.environment());
    environment.putAll(more);
    return new Command(words, folder, environment);
  }
}
