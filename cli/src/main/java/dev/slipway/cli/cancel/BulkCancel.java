package dev.slipway.cli.cancel;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BulkCancelBuildsRequest;
import dev.slipway.v1.BulkCancelBuildsResponse;

/** Asks for the end of all builds that a filter matches, or only counts them. */
final class BulkCancel {
  private final Shell shell;
  private final ServerOptions server;
  private final OutputOption output;

  BulkCancel(Shell shell, ServerOptions server, OutputOption output) {
    this.shell = shell;
    this.server = server;
    this.output = output;
  }

  /** Stdout: the ids of the first 100 builds, or the answer as JSON. Stderr: how many there are. */
  void run(String filter, String reason, boolean force, String requestId) {
    BulkCancelBuildsRequest request =
        BulkCancelBuildsRequest.newBuilder()
            .setParent(server.parent())
            .setFilter(filter)
            .setReason(reason)
            .setForce(force)
            .setRequestId(requestId)
            .build();
    BulkCancelBuildsResponse answer =
        server.ask(
            channel ->
                Deadline.onThorough(BuildServiceGrpc.newBlockingV2Stub(channel))
                    .bulkCancelBuilds(request));
    output.show(answer, () -> answer.getBuildsList().forEach(name -> shell.print(Words.id(name))));
    shell.say(talk(answer, force));
  }

  private static String talk(BulkCancelBuildsResponse answer, boolean force) {
    String count = (answer.getMore() ? "more than " : "") + Words.count(answer.getCount(), "build");
    if (!force) {
      return count + " would be cancelled; --force does it";
    }
    return answer.getMore()
        ? Words.count(answer.getCount(), "build") + " are asked to end; more match: run it again"
        : count + (answer.getCount() == 1 ? " is" : " are") + " asked to end";
  }
}
