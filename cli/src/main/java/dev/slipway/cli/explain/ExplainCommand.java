package dev.slipway.cli.explain;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.cli.waiting.Report;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.ExplainBuildRequest;
import dev.slipway.v1.Explanation;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says why a build waits. */
@Command(
    name = "explain",
    description = {
      "Says why a build has not started, what it waits for, what would help, and when it is"
          + " expected to start and end.",
      "Exit code 0 whatever its state."
    },
    footer = "%nExample: slipway explain 0199c1e0-0000-7000-8000-000000000001")
public final class ExplainCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  public ExplainCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    ExplainBuildRequest request =
        ExplainBuildRequest.newBuilder().setName(server.buildName(build)).build();
    Explanation found =
        server.ask(
            channel ->
                Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).explainBuild(request));
    output.show(found, () -> print(found));
    return 0;
  }

  private void print(Explanation found) {
    shell.print(found.getSummary());
    if (found.hasQueueStatus()) {
      Report.lines(found.getQueueStatus()).forEach(shell::print);
    }
    if (found.hasSortTime()) {
      shell.print(
          "counts as   submitted "
              + Words.time(found.getSortTime())
              + (found.getInheritedFrom().isEmpty()
                  ? ""
                  : ", by the priority of " + Words.id(found.getInheritedFrom())));
    }
    if (found.getBeforeCount() > 0) {
      shell.print(
          "before it   "
              + found.getBeforeList().stream().map(Words::id).collect(Collectors.joining(", ")));
    }
  }
}
