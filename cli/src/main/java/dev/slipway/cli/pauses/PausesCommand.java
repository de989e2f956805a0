package dev.slipway.cli.pauses;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.ListPausesRequest;
import dev.slipway.v1.Pause;
import dev.slipway.v1.QueueServiceGrpc;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists pauses. */
@Command(
    name = "pauses",
    description = "Lists the pauses of a scope and of all below it, oldest first.",
    footer = "%nExample: slipway pauses tenants/acme")
public final class PausesCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(
      arity = "0..1",
      paramLabel = "SCOPE",
      description =
          "cluster, tenants/T, tenants/T/projects/P or tenants/T/chats/C. Default: cluster, that is"
              + " every pause there is.")
  private String scope = "cluster";

  public PausesCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    ListPausesRequest request = ListPausesRequest.newBuilder().setScope(scope).build();
    List<Pause> found =
        server
            .ask(
                channel ->
                    Deadline.on(QueueServiceGrpc.newBlockingV2Stub(channel)).listPauses(request))
            .getPausesList();
    if (output.isJson()) {
      found.forEach(output::printJson);
    } else {
      print(found);
    }
    return 0;
  }

  private void print(List<Pause> found) {
    Table table = new Table("SCOPE", "MODE", "BY", "SINCE", "UNTIL", "REASON");
    found.forEach(
        pause ->
            table.add(
                pause.getScope(),
                EnumNames.brief(pause.getMode()),
                pause.getPausedBy(),
                Words.time(pause.getPauseTime()),
                Words.time(pause.getUntilTime()),
                pause.getReason()));
    table.lines().forEach(shell::print);
  }
}
