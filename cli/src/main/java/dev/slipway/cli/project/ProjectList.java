package dev.slipway.cli.project;

import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.link.Pages;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.ListProjectsRequest;
import dev.slipway.v1.ListProjectsResponse;
import dev.slipway.v1.Project;
import dev.slipway.v1.TenantServiceGrpc;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists projects. */
@Command(
    name = "list",
    description = "Lists the tenant's projects, by id.",
    footer = "%nExample: slipway project list")
final class ProjectList implements Callable<Integer> {
  private static final int PAGE_SIZE = 500;

  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  ProjectList(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    Table table = new Table("PROJECT", "NAME", "CREATED");
    Consumer<Project> take = output.isJson() ? output::printJson : found -> add(found, table);
    try (Coordinator coordinator = server.connect()) {
      Pages.each(
          token -> page(coordinator, token),
          ListProjectsResponse::getNextPageToken,
          page -> page.getProjectsList().forEach(take));
    }
    if (!output.isJson()) {
      table.lines().forEach(shell::print);
    }
    return 0;
  }

  private ListProjectsResponse page(Coordinator coordinator, String token) {
    ListProjectsRequest request =
        ListProjectsRequest.newBuilder()
            .setParent(server.parent())
            .setPageSize(PAGE_SIZE)
            .setPageToken(token)
            .build();
    return coordinator.call(
        channel -> Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).listProjects(request));
  }

  private static void add(Project found, Table table) {
    table.add(Words.id(found.getName()), found.getDisplayName(), Words.time(found.getCreateTime()));
  }
}
