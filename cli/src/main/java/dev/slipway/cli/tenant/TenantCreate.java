package dev.slipway.cli.tenant;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.CreateTenantRequest;
import dev.slipway.v1.Tenant;
import dev.slipway.v1.TenantServiceGrpc;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a tenant. */
@Command(
    name = "create",
    description = "Makes a tenant, and shows it.",
    footer = "%nExample: slipway tenant create acme --weight 2")
final class TenantCreate implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(paramLabel = "TENANT", description = "Its id.")
  private String id = "";

  @Option(names = "--name", paramLabel = "TEXT", description = "The name that people see.")
  private @Nullable String displayName;

  @Option(
      names = "--weight",
      paramLabel = "NUMBER",
      description = "Its part when tenants compete, 0.01 to 100. A new one's default: 1.")
  private @Nullable Float weight;

  TenantCreate(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    CreateTenantRequest request =
        CreateTenantRequest.newBuilder()
            .setTenantId(id)
            .setTenant(made())
            .setRequestId(requestId.id())
            .build();
    Tenant now =
        server.ask(
            channel ->
                Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).createTenant(request));
    output.show(now, () -> TenantLines.of(now).forEach(shell::print));
    return 0;
  }

  private Tenant made() {
    Tenant.Builder made = Tenant.newBuilder();
    if (displayName != null) {
      made.setDisplayName(displayName);
    }
    if (weight != null) {
      made.setWeight(weight);
    }
    return made.build();
  }
}
