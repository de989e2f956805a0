package dev.slipway.runner.step;

import dev.slipway.runner.process.Command;
import dev.slipway.runner.process.Output;
import dev.slipway.runner.redact.Redactor;
import dev.slipway.runner.spool.StepOutput;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Limits;
import dev.slipway.runner.v1.PlanStep;
import dev.slipway.runner.v1.SourceResolved;
import dev.slipway.runner.v1.Warning;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** One step at work: what it needs from the attempt, and its own output. */
public final class StepContext {
  /** Warnings sent of one step; the rest stand only in the log. */
  private static final int WARNINGS_MAX = 20;

  private final Bench bench;
  private final PlanStep step;
  private final StepOutput output;
  private int warnings;

  /** {@code step} on {@code bench}; what it prints goes to {@code output}. */
  public StepContext(Bench bench, PlanStep step, StepOutput output) {
    this.bench = bench;
    this.step = step;
    this.output = output;
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
    return bench.commands().run(command(words, folders().work(), more), output::write);
  }

  /** As {@link #run}, elsewhere, standard output also given to {@code copy}, without secrets. */
  public int runAside(List<String> words, Path folder, Output copy)
      throws IOException, InterruptedException {
    Output log = output::write;
    Redactor copied = output.redaction().to(copy::write);
    int exit =
        bench.commands().runApart(command(words, folder, Map.of()), log.and(copied::write), log);
    copied.finish();
    return exit;
  }

  /**
   * Runs a command in {@code folder} whose output is not part of the log. Returns its exit code.
   */
  public int runQuietly(List<String> words, Path folder, Output to)
      throws IOException, InterruptedException {
    return bench.commands().run(command(words, folder, Map.of()), to);
  }

  /** As {@link #run}, ended after {@code limit}; then there is no exit code. */
  public OptionalInt runAtMost(List<String> words, Map<String, String> more, Duration limit)
      throws IOException, InterruptedException {
    Command command = command(words, folders().work(), more);
    return bench.commands().runAtMost(command, output::write, limit);
  }

  private Command command(List<String> words, Path folder, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(bench.environment());
    environment.putAll(more);
    return new Command(words, folder, environment);
  }
}
