package dev.slipway.cli.dlq;

import dev.slipway.cli.follow.Ending;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.link.Pages;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Build;
import dev.slipway.v1.ListDeadLettersRequest;
import dev.slipway.v1.ListDeadLettersResponse;
import dev.slipway.v1.QueueServiceGrpc;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists dead letters. */
@Command(
    name = "list",
    description = "Lists the tenant's dead letters that nobody has looked after, oldest first.",
    footer = "%nExample: slipway dlq list --all-tenants")
final class DlqList implements Callable<Integer> {
  private static final int PAGE_SIZE = 500;

  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Option(
      names = "--all-tenants",
      fallbackValue = "true",
      description = "Lists every tenant's, with their full names.")
  private boolean isAll;

  DlqList(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    Table table = new Table("BUILD", "CHAT", "SINCE", "ATTEMPTS", "CAUSE");
    Consumer<Build> take = output.isJson() ? output::printJson : build -> add(build, table);
    try (Coordinator coordinator = server.connect()) {
      Pages.each(
          token -> page(coordinator, token),
          ListDeadLettersResponse::getNextPageToken,
          page -> page.getBuildsList().forEach(take));
    }
    if (!output.isJson()) {
      table.lines().forEach(shell::print);
    }
    return 0;
  }

  private ListDeadLettersResponse page(Coordinator coordinator, String token) {
    ListDeadLettersRequest request =
        ListDeadLettersRequest.newBuilder()
            .setParent(isAll ? "tenants/-" : server.parent())
            .setPageSize(PAGE_SIZE)
            .setPageToken(token)
            .build();
    return coordinator.call(
        channel ->
            Deadline.on(QueueServiceGrpc.newBlockingV2Stub(channel)).listDeadLetters(request));
  }

  private void add(Build build, Table table) {
    table.add(
        isAll ? build.getName() : Words.id(build.getName()),
        build.getChat(),
        Words.time(build.getDeadLetterTime()),
        Integer.toString(build.getAttempt()),
        Ending.headline(build.getFailure()) + ": " + build.getFailure().getMessage());
  }
}
