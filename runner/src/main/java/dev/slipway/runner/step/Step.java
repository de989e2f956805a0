package dev.slipway.runner.step;

import java.io.IOException;

/** One step of a plan. */
public interface Step {
  /**
   * What will be run, for people: {@code npm ci}. Reads at most a few small files and never fails.
   */
  String title(StepContext context);

  /**
   * Does it. Blocks until it is done and every process it started has ended.
   *
   * @throws StepFailed when the build's author has to do something
   * @throws IOException when the disk or a program refuses; fails the step too
   * @throws InterruptedException when the attempt is stopped; whoever stopped it knows why
   */
  Ending run(StepContext context) throws StepFailed, IOException, InterruptedException;
}
