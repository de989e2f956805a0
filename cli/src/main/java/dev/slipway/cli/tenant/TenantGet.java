package dev.slipway.cli.tenant;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.GetTenantRequest;
import dev.slipway.v1.Tenant;
import dev.slipway.v1.TenantServiceGrpc;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one tenant. */
@Command(
    name = "get",
    description = "Shows one tenant.",
    footer = "%nExample: slipway tenant get acme")
final class TenantGet implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(paramLabel = "TENANT", description = "Its id or its name.")
  private String id = "";

  TenantGet(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    GetTenantRequest request = GetTenantRequest.newBuilder().setName(server.tenantName(id)).build();
    Tenant found =
        server.ask(
            channel ->
                Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).getTenant(request));
    output.show(found, () -> TenantLines.of(found).forEach(shell::print));
    return 0;
  }
}
