package dev.slipway.runner.custom;

import dev.slipway.runner.step.Ending;
import dev.slipway.runner.step.Step;
import dev.slipway.runner.step.StepContext;
import dev.slipway.runner.step.StepFailed;
import java.io.IOException;

/** Runs the command that the plan gives. */
public final class RunCommand implements Step {
  /** By convention of shells, and of setsid(1). */
  private static final int NOT_FOUND = 127;

  @Override
  public String title(StepContext context) {
    return String.join(" ", context.step().getCommandList());
  }

  @Override
  public Ending run(StepContext context) throws StepFailed, IOException, InterruptedException {
    int exit = context.run(context.step().getCommandList(), context.step().getEnvMap());
    if (exit != 0) {
      String program = context.step().getCommand(0);
      throw StepFailed.command(
          title(context),
          exit,
          exit == NOT_FOUND
              ? "Look whether `" + program + "` is installed where builds run, and on PATH."
              : "The last lines say what `" + program + "` did not like.");
    }
    return Ending.DONE;
  }
}
