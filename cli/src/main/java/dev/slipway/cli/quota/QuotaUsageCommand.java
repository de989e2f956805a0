package dev.slipway.cli.quota;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ScopeOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.v1.GetQuotaUsageRequest;
import dev.slipway.v1.QuotaServiceGrpc;
import dev.slipway.v1.QuotaUsage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a scope uses. */
@Command(
    name = "usage",
    description = "Shows what a scope uses now beside what it may. Default: the tenant.",
    footer = "%nExample: slipway quota usage tenants/acme")
final class QuotaUsageCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final ScopeOption scope = new ScopeOption();

  QuotaUsageCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    GetQuotaUsageRequest request =
        GetQuotaUsageRequest.newBuilder().setName(scope.orTenant(server) + "/quota").build();
    QuotaUsage found =
        server.ask(
            channel ->
                Deadline.on(QuotaServiceGrpc.newBlockingV2Stub(channel)).getQuotaUsage(request));
    output.show(found, () -> print(found));
    return 0;
  }

  private void print(QuotaUsage found) {
    Table table = new Table("WHAT", "USED", "LIMIT");
    found
        .getEntriesList()
        .forEach(
            entry ->
                table.add(
                    Amount.name(entry.getResource()),
                    Amount.of(entry.getResource(), entry.getUsed()),
                    entry.hasLimit() ? Amount.of(entry.getResource(), entry.getLimit()) : "none"));
    table.lines().forEach(shell::print);
  }
}
