package dev.slipway.cli.attempts;

import dev.slipway.cli.follow.Ending;
import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Attempt;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.ListAttemptsRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the tries at a build. */
@Command(
    name = "attempts",
    description = "Lists every try at a build, oldest first, with the cause of each that failed.",
    footer = "%nExample: slipway attempts 0199c1e0-0000-7000-8000-000000000001")
public final class AttemptsCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(paramLabel = "BUILD", description = "Its name or its id.")
  private String build = "";

  public AttemptsCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    ListAttemptsRequest request =
        ListAttemptsRequest.newBuilder().setName(server.buildName(build)).build();
    List<Attempt> found =
        server
            .ask(
                channel ->
                    Deadline.on(BuildServiceGrpc.newBlockingV2Stub(channel)).listAttempts(request))
            .getAttemptsList();
    if (output.isJson()) {
      found.forEach(output::printJson);
    } else {
      print(found);
    }
    return 0;
  }

  private void print(List<Attempt> found) {
    Table table = new Table("ATTEMPT", "OUTCOME", "LEASED", "STARTED", "TOOK", "CAUSE");
    for (Attempt attempt : found) {
      table.add(
          Integer.toString(attempt.getAttempt()),
          outcome(attempt),
          Words.time(attempt.getLeaseTime()),
          Words.time(attempt.getStartTime()),
          attempt.hasEndTime() ? Words.between(attempt.getLeaseTime(), attempt.getEndTime()) : "",
          cause(attempt));
    }
    table.lines().forEach(shell::print);
  }

  private static String outcome(Attempt attempt) {
    return attempt.getOutcome() == Attempt.Outcome.OUTCOME_UNSPECIFIED
        ? "active"
        : EnumNames.brief(attempt.getOutcome());
  }

  private static String cause(Attempt attempt) {
    return attempt.hasFailure()
        ? Ending.headline(attempt.getFailure()) + ": " + attempt.getFailure().getMessage()
        : "";
  }
}
