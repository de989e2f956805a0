package dev.slipway.cli.quota;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.RequestIdOption;
import dev.slipway.cli.option.ScopeOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Quota;
import dev.slipway.v1.QuotaServiceGrpc;
import dev.slipway.v1.UpdateQuotaRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sets or removes a scope's limits. */
@Command(
    name = "set",
    description = {
      "Sets the limits that are given, `none` removes one, and prints all of the scope.",
      "The scope must be named. A limit below what is used stops nothing; nothing more starts until"
          + " it fits."
    },
    footer = "%nExample: slipway quota set tenants/acme --running 5 --per-hour none")
final class QuotaSet implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;
  @Mixin private final RequestIdOption requestId = new RequestIdOption();
  @Mixin private final ScopeOption scope = new ScopeOption();
  @Mixin private final LimitOptions limits = new LimitOptions();

  QuotaSet(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    UpdateQuotaRequest request =
        limits.request(scope.named(server) + "/quota").toBuilder()
            .setRequestId(requestId.id())
            .build();
    // To the coordinator an empty mask means all that is present, which would be nothing.
    if (request.getUpdateMask().getPathsCount() == 0) {
      throw new Problem(ExitCode.USAGE, "nothing to set: give a limit, as in --running 5");
    }
    Quota now =
        server.ask(
            channel ->
                Deadline.on(QuotaServiceGrpc.newBlockingV2Stub(channel)).updateQuota(request));
    output.show(now, () -> QuotaGet.print(now, shell));
    return 0;
  }
}
