package dev.slipway.cli.get;

import dev.slipway.cli.follow.Ending;
import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.cli.waiting.Report;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.GetBuildRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one build. */
@Command(
    name = "get",
    description = "Shows a build as it is now. Exit code 0 whatever its state.",
    footer = "%nExample: slipway get 0199c1e0-0000-7000-8000-000000000001 -o json")
public final class GetCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  public GetCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    GetBuildRequest request = GetBuildRequest.newBuilder().setName(server.buildName(build)).build();
    try (Coordinator coordinator = server.connect()) {
      Build found =
          coordinator.call(
              channel ->
                  Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).getBuild(request));
      if (output.isJson()) {
        output.printJson(found);
      } else {
        print(found);
      }
    }
    return 0;
  }

  private void print(Build found) {
    row("build", found.getName());
    row("state", EnumNames.brief(found.getState()) + progress(found));
    row("name", found.getDisplayName());
    row("template", found.getTemplate());
    row("project", found.getProject());
    row(
        "chat",
        found.getChat().isEmpty() ? "" : found.getChat() + ", build " + found.getChatSequence());
    row("message id", found.getMessageId());
    row("created by", found.getCreatedBy());
    found.getLabelsMap().forEach((key, value) -> row("label", key + "=" + value));
    row("priority", EnumNames.orEmpty(found.getPriority()));
    row("resources", resources(found));
    row("retry of", Words.id(found.getRetryOf()));
    row("attempt", found.getAttempt() == 0 ? "" : Integer.toString(found.getAttempt()));
    row("created", Words.time(found.getCreateTime()));
    row("started", Words.time(found.getStartTime()));
    row("ended", Words.time(found.getEndTime()));
    row(
        "used",
        found.hasUsage()
            ? Words.duration(found.getUsage().getCpuTime())
                + " of CPU, "
                + Words.size(found.getUsage().getMemoryPeakBytes())
                + " at most"
            : "");
    row("log", Words.size(found.getLogSize()));
    row("preview", found.getPreviewUri());
    row("cancelled", found.getCancelReason());
    row(
        "superseded",
        found.getSupersededBy().isEmpty() ? "" : "by " + Words.id(found.getSupersededBy()));
    row(
        "dead letter",
        found.hasDeadLetterTime() ? "since " + Words.time(found.getDeadLetterTime()) : "");
    row("requeued as", Words.id(found.getRequeuedAs()));
    row("held until", Words.time(found.getHoldUntilTime()));
    if (found.hasQueueStatus()) {
      Report.lines(found.getQueueStatus()).forEach(shell::print);
    }
    if (found.hasFailure()) {
      row("failure", Ending.headline(found.getFailure()));
      Ending.details(found.getFailure()).forEach(shell::print);
    }
  }

  private static String resources(Build found) {
    return found.hasResources()
        ? Words.cpu(found.getResources().getCpuMillis())
            + ", "
            + Words.size((long) found.getResources().getMemoryMib() << 20)
        : "";
  }

  private static String progress(Build found) {
    return found.getCurrentStep().isEmpty()
        ? ""
        : ", " + found.getProgress() + " %, step " + found.getCurrentStep();
  }

  private void row(String name, String value) {
    if (!value.isEmpty()) {
      shell.print("%-11s %s".formatted(name, value));
    }
  }
}
