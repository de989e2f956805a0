package dev.slipway.cli.quota;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ScopeOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.GetQuotaRequest;
import dev.slipway.v1.Quota;
import dev.slipway.v1.QuotaServiceGrpc;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows a scope's limits. */
@Command(
    name = "get",
    description = "Shows the limits that were set for a scope. Default: the tenant.",
    footer = "%nExample: slipway quota get tenants/acme")
final class QuotaGet implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final ScopeOption scope = new ScopeOption();

  QuotaGet(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    GetQuotaRequest request =
        GetQuotaRequest.newBuilder().setName(scope.orTenant(server) + "/quota").build();
    Quota found =
        server.ask(
            channel -> Deadline.on(QuotaServiceGrpc.newBlockingV2Stub(channel)).getQuota(request));
    output.show(found, () -> print(found, shell));
    return 0;
  }

  /** One row for each limit. */
  static void print(Quota quota, Shell shell) {
    Amount.of(quota)
        .forEach(
            limit ->
                shell.print(
                    "%-11s %s"
                        .formatted(limit.name(), limit.text().isEmpty() ? "none" : limit.text())));
  }
}
