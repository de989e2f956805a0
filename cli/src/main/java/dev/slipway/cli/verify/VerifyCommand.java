package dev.slipway.cli.verify;

import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.option.ServerOptions;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.v1.AdminServiceGrpc;
import dev.slipway.v1.CheckInvariantsRequest;
import dev.slipway.v1.CheckInvariantsResponse;
import dev.slipway.v1.InvariantCheck;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Has the rules checked that must always hold. */
@Command(
    name = "verify",
    description = {
      "Has the coordinator check, in one snapshot of its database, the rules that must always"
          + " hold.",
      "Reads every row and changes nothing; it may take minutes. Exit code 1 when a rule is broken."
    },
    footer = "%nExample: slipway verify -o json")
public final class VerifyCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final ServerOptions server;
  @Mixin private final OutputOption output;

  public VerifyCommand(Shell shell) {
    this.shell = shell;
    this.server = new ServerOptions(shell);
    this.output = new OutputOption(shell);
  }

  @Override
  public Integer call() {
    CheckInvariantsRequest request = CheckInvariantsRequest.getDefaultInstance();
    CheckInvariantsResponse found =
        server.ask(
            channel ->
                Deadline.onThorough(AdminServiceGrpc.newBlockingV2Stub(channel))
                    .checkInvariants(request));
    output.show(found, () -> print(found.getChecksList()));
    boolean isSound = found.getChecksList().stream().allMatch(check -> check.getViolations() == 0);
    return (isSound ? ExitCode.OK : ExitCode.FAILED).code();
  }

  private void print(List<InvariantCheck> checks) {
    Table table = new Table("RULE", "CHECKED", "VIOLATIONS", "WHAT MUST HOLD");
    checks.forEach(
        check ->
            table.add(
                check.getName(),
                Long.toString(check.getChecked()),
                Long.toString(check.getViolations()),
                check.getRule()));
    table.lines().forEach(shell::print);
    for (InvariantCheck check : checks) {
      check.getExamplesList().forEach(text -> shell.print(check.getName() + ": " + text));
    }
    shell.print(
        "checked %d facts in %d rules, violations %d"
            .formatted(
                checks.stream().mapToLong(InvariantCheck::getChecked).sum(),
                checks.size(),
                checks.stream().mapToLong(InvariantCheck::getViolations).sum()));
  }
}
