package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorsTest {
  @Test
  void withoutACoordinatorOneLineSaysHowToStartOne(@TempDir Path dataDir) {
    Cli.Result result = new Cli().run("list", "--data-dir", dataDir.toString());

    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .contains("no coordinator runs on " + dataDir)
        .contains("slipway up")
        .contains("--server");
  }

  @Test
  void readyFileThatIsNoneCountsAsNoCoordinator(@TempDir Path dataDir) throws IOException {
    Files.writeString(dataDir.resolve("coordinator.json"), "half a fi");

    assertThat(new Cli().run("list", "--data-dir", dataDir.toString()).exit()).isEqualTo(4);
  }

  @Test
  void coordinatorThatNeverAnsweredIsNotTriedAgain() {
    FakeCoordinator gone = new FakeCoordinator();
    String address = gone.address();
    gone.close();

    Cli.Result result = Cli.with(address).run("list");

    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.err())
        .contains("the coordinator at " + address + " does not answer: Connection refused")
        .doesNotContain("trying again");
  }

  @Test
  void unknownBuildIsRefusedWithTheNextStep() {
    try (FakeCoordinator coordinator = new FakeCoordinator()) {
      Cli.Result result = Cli.with(coordinator.address()).run("get", "nope");

      assertThat(result.exit()).isEqualTo(5);
      assertThat(result.err())
          .isEqualTo(
              "slipway: NOT_FOUND: no build tenants/default/builds/nope\n"
                  + "  `slipway list` shows the builds there are\n");
    }
  }

  @Test
  void stackTraceIsShownOnlyOnRequest(@TempDir Path dataDir) {
    Cli.Result quiet = new Cli().run("list", "--data-dir", dataDir.toString());
    Cli.Result loud =
        new Cli().variable("SLIPWAY_DEBUG", "1").run("list", "--data-dir", dataDir.toString());

    assertThat(quiet.err()).doesNotContain("\tat ");
    assertThat(loud.err()).contains("\tat ");
  }

  @Test
  void wrongUsageNamesTheValueAndTheHelp() {
    assertThat(new Cli().run("submt").err()).contains("submt").contains("did you mean submit");
    assertThat(new Cli().run("list", "--limit", "0").err())
        .contains("--limit 0")
        .contains("`slipway list --help`");
    assertThat(new Cli().run("list", "--state", "done").err())
        .contains("'done' is not a state; there are HELD, QUEUED,");
    assertThat(new Cli().run("list", "-o", "xml").err()).contains("'xml' is not a format");
    assertThat(new Cli().run("list", "--server", "here").err()).contains("give HOST:PORT");
    assertThat(new Cli().run("submit", ".", "--timeout", "1d").err())
        .contains("'1d' is not a time span");
    assertThat(new Cli().run("list", "-o", "xml").exit()).isEqualTo(2);
  }

  @Test
  void everyExitCodeIsInTheHelp() {
    String help = new Cli().run("submit", "--help").out().toStringUtf8();

    for (ExitCode exit : ExitCode.values()) {
      assertThat(help).containsPattern("(?m)^ +" + exit.code() + " +[A-Z]");
    }
  }
}
