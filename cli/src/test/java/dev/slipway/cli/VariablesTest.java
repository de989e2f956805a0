package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.option.Variables;
import dev.slipway.cli.shell.Shell;
import dev.slipway.v1.Build;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class VariablesTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void everyOptionHasAVariableThatItsHelpNames() {
    List<CommandSpec> commands = new ArrayList<>();
    collect(Slipway.commandLine(Shell.ofProcess()).getCommandSpec(), commands);

    assertThat(commands).hasSizeGreaterThan(13);
    for (CommandSpec command : commands) {
      String help = command.commandLine().getUsageMessage();
      for (OptionSpec option : command.options()) {
        String variable = Variables.nameFor(option);
        if (!option.usageHelp() && !option.versionHelp()) {
          assertThat(variable).as(option.longestName()).startsWith("SLIPWAY_");
          assertThat(help).contains("(" + variable + ")");
        }
      }
    }
  }

  @Test
  void commandLineWinsOverVariableAndVariableOverDefault() {
    Cli cli =
        Cli.with(coordinator.address())
            .variable("SLIPWAY_CHAT", "from-variable")
            .variable("SLIPWAY_TENANT", "t1");

    cli.run("submit", "--git", "https://example.org/a.git", "--detach");
    cli.run("submit", "--git", "https://example.org/a.git", "--detach", "--chat", "from-option");

    assertThat(coordinator.builds.created)
        .extracting(request -> request.getBuild().getChat())
        .containsExactly("from-variable", "from-option");
    assertThat(coordinator.builds.created)
        .extracting(request -> request.getParent())
        .containsOnly("tenants/t1");
  }

  @Test
  void flagStaysOnBesideItsVariable() {
    Cli cli = Cli.with(coordinator.address()).variable("SLIPWAY_DETACH", "true");

    cli.run("submit", "--git", "https://example.org/a.git");
    cli.run("submit", "--git", "https://example.org/a.git", "--detach");

    assertThat(coordinator.builds.created).hasSize(2);
    assertThat(coordinator.builds.watched).isEmpty();
  }

  @Test
  void emptyVariableCountsAsUnset() {
    Cli.Result result = Cli.with(coordinator.address()).variable("SLIPWAY_OUTPUT", "").run("list");

    assertThat(result.exit()).isZero();
  }

  @Test
  void parametersStandOnePerLine() {
    Cli.with(coordinator.address())
        .variable("SLIPWAY_PARAM", "a=1\nb=x,y")
        .run("submit", "--git", "https://example.org/a.git", "--detach");

    Build build = coordinator.builds.created.getFirst().getBuild();
    assertThat(build.getParametersMap())
        .containsOnly(java.util.Map.entry("a", "1"), java.util.Map.entry("b", "x,y"));
  }

  private static void collect(CommandSpec command, List<CommandSpec> into) {
    into.add(command);
    command.subcommands().values().forEach(sub -> collect(sub.getCommandSpec(), into));
  }
}
