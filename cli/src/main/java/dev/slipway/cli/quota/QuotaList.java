package dev.slipway.cli.quota;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.v1.ListQuotasRequest;
import dev.slipway.v1.Quota;
import dev.slipway.v1.QuotaServiceGrpc;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the scopes that have limits. */
@Command(
    name = "list",
    description = "Lists every scope that has a limit, of a tenant or with `cluster` of all.",
    footer = "%nExample: slipway quota list cluster")
final class QuotaList implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  @Parameters(
      arity = "0..1",
      paramLabel = "SCOPE",
      description = "cluster or tenants/T. Default: the tenant.")
  private @Nullable String scope;

  QuotaList(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    ListQuotasRequest request =
        ListQuotasRequest.newBuilder().setScope(scope == null ? server.parent() : scope).build();
    List<Quota> found =
        server
            .ask(
                channel ->
                    Deadline.on(QuotaServiceGrpc.newBlockingV2Stub(channel)).listQuotas(request))
            .getQuotasList();
    if (output.isJson()) {
      found.forEach(output::printJson);
    } else {
      print(found);
    }
    return 0;
  }

  private void print(List<Quota> found) {
    Table table = new Table("SCOPE", "RUNNING", "CPU", "MEMORY", "QUEUED", "PER HOUR", "STORAGE");
    for (Quota quota : found) {
      Stream<String> limits = Amount.of(quota).stream().map(Amount::text);
      table.add(
          Stream.concat(Stream.of(quota.getName().replaceFirst("/quota$", "")), limits)
              .toArray(String[]::new));
    }
    table.lines().forEach(shell::print);
  }
}
