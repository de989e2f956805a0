package dev.slipway.cli.tenant;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.DeleteTenantRequest;
import dev.slipway.v1.DeleteTenantResponse;
import dev.slipway.v1.TenantServiceGrpc;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes an empty tenant. */
@Command(
    name = "delete",
    description = "Deletes a tenant that has no project, chat, build or source.",
    footer = "%nExample: slipway tenant delete acme")
final class TenantDelete implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(paramLabel = "TENANT", description = "Its id or its name.")
  private String id = "";

  TenantDelete(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    DeleteTenantRequest request =
        DeleteTenantRequest.newBuilder()
            .setName(server.tenantName(id))
            .setRequestId(requestId.id())
            .build();
    DeleteTenantResponse done =
        server.ask(
            channel ->
                Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).deleteTenant(request));
    output.show(done, () -> shell.say(request.getName() + " is deleted"));
    return 0;
  }
}
