package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.Script;
import dev.slipway.cli.shell.Shell;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Commands that change something may be told the key of their call. */
class RequestIdTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "submit --git https://example.org/a.git --detach",
        "retry BUILD --detach",
        "update BUILD --priority high",
        "cancel BUILD",
        "cancel --filter state=QUEUED --force",
        "rollback garden",
        "pause tenants/acme --by ada",
        "resume tenants/acme",
        "quota set tenants/acme --running 1",
        "dlq requeue BUILD",
        "dlq discard BUILD",
        "tenant create acme",
        "tenant update acme --weight 2",
        "tenant delete acme",
        "project create shop",
        "project update shop --name Shop",
        "project delete shop",
        "chat create garden",
        "chat update garden --max-parallel 2",
        "chat delete garden"
      })
  void keyIsSentAsItIsGiven(String line) {
    List<String> words = new ArrayList<>(List.of(line.replace("BUILD", Script.BUILD).split(" ")));
    words.addAll(List.of("--request-id", "wish"));

    cli.run(words.toArray(String[]::new));

    assertThat(coordinator.requestIds).containsExactly("wish");
  }

  @Test
  void callsWithoutAKeySayNone() {
    cli.run("tenant", "create", "acme");

    assertThat(coordinator.requestIds).containsExactly("");
  }

  @Test
  void commandsThatOnlyLookTakeNone() {
    CommandLine all = Slipway.commandLine(Shell.ofProcess());

    for (String name : List.of("get", "list", "explain", "queue", "stats", "pauses", "verify")) {
      assertThat(all.getSubcommands().get(name).getCommandSpec().optionsMap())
          .as(name)
          .doesNotContainKey("--request-id");
    }
  }
}
