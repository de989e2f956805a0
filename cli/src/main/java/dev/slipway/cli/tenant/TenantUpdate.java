package dev.slipway.cli.tenant;

import com.google.protobuf.FieldMask;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Tenant;
import dev.slipway.v1.TenantServiceGrpc;
import dev.slipway.v1.UpdateTenantRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a tenant. */
@Command(
    name = "update",
    description = "Changes a tenant's name or weight, and shows it.",
    footer = "%nExample: slipway tenant update acme --weight 0.5")
final class TenantUpdate implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();

  @Parameters(paramLabel = "TENANT", description = "Its id or its name.")
  private String id = "";

  @Option(names = "--name", paramLabel = "TEXT", description = "The name that people see.")
  private @Nullable String displayName;

  @Option(
      names = "--weight",
      paramLabel = "NUMBER",
      description = "Its part when tenants compete, 0.01 to 100. A new one's default: 1.")
  private @Nullable Float weight;

  TenantUpdate(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    UpdateTenantRequest request = request();
    if (request.getUpdateMask().getPathsCount() == 0) {
      throw new Problem(ExitCode.USAGE, "nothing to change: give --name or --weight");
    }
    Tenant now =
        server.ask(
            channel ->
                Deadline.on(TenantServiceGrpc.newBlockingV2Stub(channel)).updateTenant(request));
    output.show(now, () -> TenantLines.of(now).forEach(shell::print));
    return 0;
  }

  private UpdateTenantRequest request() {
    Tenant.Builder changed = Tenant.newBuilder().setName(server.tenantName(id));
    FieldMask.Builder mask = FieldMask.newBuilder();
    if (displayName != null) {
      changed.setDisplayName(displayName);
      mask.addPaths("display_name");
    }
    if (weight != null) {
      changed.setWeight(weight);
      mask.addPaths("weight");
    }
    return UpdateTenantRequest.newBuilder()
        .setTenant(changed)
        .setUpdateMask(mask)
        .setRequestId(requestId.id())
        .build();
  }
}
