package dev.slipway.cli.retry;

import dev.slipway.cli.follow.Ending;
import dev.slipway.cli.follow.Follow;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Screen;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.RetryBuildRequest;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Queues a build again. */
@Command(
    name = "retry",
    description = {
      "Queues a build again that has ended, from exactly the same source, and follows the new one.",
      "It goes to the end of its chat; when the build is the failed one that blocks its chat, to"
          + " that one's place. Stdout and exit code are those of submit."
    },
    footer = "%nExample: slipway retry --detach 0199c1e0-0000-7000-8000-000000000001")
public final class RetryCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description = "A repeat with the same id gives the same build. Default: a new one.")
  private @Nullable String requestId;

  @Option(
      names = "--detach",
      fallbackValue = "true",
      description = "Ends as soon as the build is queued.")
  private boolean detach;

  public RetryCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    try (Screen screen = new Screen(shell);
        Coordinator coordinator = server.connect(line -> screen.line("slipway: " + line))) {
      Build queued = queue(coordinator);
      screen.line("slipway: build " + Words.id(queued.getName()) + " repeats " + Words.id(build));
      if (detach) {
        output.show(queued, () -> shell.print(queued.getName()));
        return 0;
      }
      Build ended = new Follow(coordinator, output, screen, shell).toEnd(queued.getName());
      return new Ending(shell, screen, output).show(ended).code();
    }
  }

  private Build queue(Coordinator coordinator) {
    RetryBuildRequest request =
        RetryBuildRequest.newBuilder()
            .setName(server.buildName(build))
            .setRequestId(requestId == null ? UUID.randomUUID().toString() : requestId)
            .build();
    return coordinator.call(
        channel -> Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).retryBuild(request));
  }
}
