package dev.slipway.cli.replay;

import dev.slipway.cli.follow.Ending;
import dev.slipway.cli.follow.EventLines;
import dev.slipway.cli.follow.EventStream;
import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.shell.Screen;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.GetBuildRequest;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays a build that has ended. */
@Command(
    name = "replay",
    description = {
      "Plays a build that has ended, with its log, at its own pace or faster.",
      "Stdout and exit code are those of watch."
    },
    footer = "%nExample: slipway replay 0199c1e0-0000-7000-8000-000000000001 --speed 10")
public final class ReplayCommand implements Callable<Integer> {
  private static final int SPEED_MAX = 100;

  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "How many times as fast as it was, 1 to 100. Default: 1.")
  private int speed = 1;

  public ReplayCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    if ((speed < 1 || speed > SPEED_MAX) && spec != null) {
      throw new ParameterException(
          spec.commandLine(), "--speed " + speed + " makes no sense; give a number from 1 to 100");
    }
    try (Screen screen = new Screen(shell);
        Coordinator coordinator = server.connect(line -> screen.line("slipway: " + line))) {
      Build ended = ended(coordinator);
      EventLines lines = new EventLines(screen, shell);
      Player player = new Player(speed, ReplayCommand::pause, event -> show(event, lines));
      coordinator.call(new EventStream(ended.getName(), coordinator, player::play));
      screen.close();
      return new Ending(shell, screen, output).show(ended).code();
    }
  }

  private void show(BuildEvent event, EventLines lines) {
    lines.show(event);
    if (output.isJson() && event.getSequence() > 0) {
      output.printJson(event);
    }
  }

  private Build ended(Coordinator coordinator) {
    GetBuildRequest request = GetBuildRequest.newBuilder().setName(server.buildName(build)).build();
    Build found =
        coordinator.call(
            channel -> Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).getBuild(request));
    if (!found.hasEndTime()) {
      throw new Problem(
          ExitCode.REFUSED,
          "the build is %s and has not ended; follow it with: slipway watch %s"
              .formatted(EnumNames.brief(found.getState()), Words.id(found.getName())));
    }
    return found;
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Problem(ExitCode.INTERRUPTED);
    }
  }
}
