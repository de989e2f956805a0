package dev.slipway.cli.watch;

import dev.slipway.cli.follow.Ending;
import dev.slipway.cli.follow.Follow;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Screen;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Build;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Follows a build from its first event to its end. */
@Command(
    name = "watch",
    description = {
      "Follows a build from its first event, and ends with its outcome.",
      "Stdout and exit code are those of submit."
    },
    footer = "%nExample: slipway watch 0199c1e0-0000-7000-8000-000000000001")
public final class WatchCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  public WatchCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    try (Screen screen = new Screen(shell);
        Coordinator coordinator = server.connect(line -> screen.line("slipway: " + line))) {
      Build ended = new Follow(coordinator, output, screen, shell).toEnd(server.buildName(build));
      return new Ending(shell, screen, output).show(ended).code();
    }
  }
}
