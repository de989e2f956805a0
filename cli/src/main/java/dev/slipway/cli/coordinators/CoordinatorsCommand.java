package dev.slipway.cli.coordinators;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.AdminServiceGrpc;
import dev.slipway.v1.Coordinator;
import dev.slipway.v1.ListCoordinatorsRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists coordinators. */
@Command(
    name = "coordinators",
    description = "Lists the coordinators that share the database.",
    footer = "%nExample: slipway coordinators --server 127.0.0.1:9090")
public final class CoordinatorsCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  public CoordinatorsCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    ListCoordinatorsRequest request = ListCoordinatorsRequest.getDefaultInstance();
    List<Coordinator> found =
        server
            .ask(
                channel ->
                    Deadline.on(AdminServiceGrpc.newBlockingV2Stub(channel))
                        .listCoordinators(request))
            .getCoordinatorsList();
    if (output.isJson()) {
      found.forEach(output::printJson);
    } else {
      print(found);
    }
    return 0;
  }

  private void print(List<Coordinator> found) {
    Table table = new Table("COORDINATOR", "ADDRESS", "PID", "STARTED", "LAST BEAT", "ACTIVE");
    found.forEach(
        one ->
            table.add(
                one.getUid(),
                one.getGrpcAddress(),
                Long.toString(one.getPid()),
                Words.time(one.getStartTime()),
                Words.time(one.getBeatTime()),
                Integer.toString(one.getActive())));
    table.lines().forEach(shell::print);
  }
}
