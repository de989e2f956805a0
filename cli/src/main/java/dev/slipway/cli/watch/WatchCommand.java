package dev.slipway.cli.watch;

import dev.slipway.cli.follow.Ending;
import dev.slipway.cli.follow.Follow;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.list.Filter;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Screen;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Build;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Follows a build from its first event to its end, or all builds as they change. */
@Command(
    name = "watch",
    description = {
      "Follows a build from its first event, and ends with its outcome.",
      "Stdout and exit code are those of submit. On a terminal Ctrl-C asks what becomes of it.",
      "With --all, --project or --chat: shows all builds under way and how they change, until",
      "Ctrl-C; a table on a terminal, elsewhere a line for each change."
    },
    footer = "%nExample: slipway watch 0199c1e0-0000-7000-8000-000000000001")
public final class WatchCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "BUILD", arity = "0..1", description = "Its name or its id.")
  private @Nullable String build;

  @Option(names = "--all", fallbackValue = "true", description = "All builds of the tenant.")
  private boolean all;

  @Option(names = "--project", paramLabel = "ID", description = "All builds of this project.")
  private @Nullable String project;

  @Option(names = "--chat", paramLabel = "ID", description = "All builds of this chat.")
  private @Nullable String chat;

  public WatchCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    boolean many = all || project != null || chat != null;
    if (many == (build != null) && spec != null) {
      throw new ParameterException(
          spec.commandLine(), "name a BUILD, or give one of --all, --project and --chat");
    }
    return build == null ? watchAll() : watch(build);
  }

  private int watch(String name) {
    try (Screen screen = new Screen(shell);
        Coordinator coordinator = server.connect(line -> screen.line("slipway: " + line))) {
      Build ended = new Follow(coordinator, output, screen, shell).toEnd(server.buildName(name));
      return new Ending(shell, screen, output).show(ended).code();
    }
  }

  private int watchAll() {
    BuildsView view =
        shell.outIsTerminal() && !output.isJson()
            ? new LiveTable(shell)
            : new BuildLines(shell, output);
    try (Coordinator coordinator = server.connect()) {
      coordinator.call(
          new BuildsStream(
              server.parent(), Filter.of(chat, project, null, null), coordinator, view));
    }
    return 0;
  }
}
