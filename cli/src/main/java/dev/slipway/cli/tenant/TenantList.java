package dev.slipway.cli.tenant;

import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.link.Pages;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.ListTenantsRequest;
import dev.slipway.v1.ListTenantsResponse;
import dev.slipway.v1.Tenant;
import dev.slipway.v1.TenantServiceGrpc;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists tenants. */
@Command(
    name = "list",
    description = "Lists the tenants, by id.",
    footer = "%nExample: slipway tenant list")
final class TenantList implements Callable<Integer> {
  private static final int PAGE_SIZE = 500;

  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  TenantList(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    Table table = new Table("TENANT", "WEIGHT", "NAME", "CREATED");
    Consumer<Tenant> take = output.isJson() ? output::printJson : found -> add(found, table);
    try (Coordinator coordinator = server.connect()) {
      Pages.each(
          token -> page(coordinator, token),
          ListTenantsResponse::getNextPageToken,
          page -> page.getTenantsList().forEach(take));
    }
    if (!output.isJson()) {
      table.lines().forEach(shell::print);
    }
    return 0;
  }

  private ListTenantsResponse page(Coordinator coordinator, String token) {
    ListTenantsRequest request =
        ListTenantsRequest.newBuilder().setPageSize(PAGE_SIZE).setPageToken(token).build();
    return coordinator.call(
        channel -> Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).listTenants(request));
  }

  private static void add(Tenant found, Table table) {
    table.add(
        Words.id(found.getName()),
        Float.toString(found.getWeight()),
        found.getDisplayName(),
        Words.time(found.getCreateTime()));
  }
}
