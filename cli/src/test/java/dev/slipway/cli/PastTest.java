package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.Script;
import dev.slipway.v1.QueueStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of a build afterwards: events, replay. */
class PastTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void eventsAreLinesWithTimeSequenceStateAndWords() {
    coordinator.builds.script = Script.ofFailure();

    Cli.Result result = cli.run("events", Script.BUILD);

    assertThat(result.exit()).isZero();
    assertThat(result.lines()).hasSize(4);
    assertThat(result.lines().get(0)).matches("\\S+ \\S+    1  QUEUED");
    assertThat(result.lines().get(1))
        .matches("\\S+ \\S+    2  RUNNING    step build begins: npm run build");
    assertThat(result.lines().get(2))
        .matches("\\S+ \\S+    3  RUNNING    step build ends with 2 after 0.0 s");
    assertThat(result.lines().get(3)).matches("\\S+ \\S+    4  FAILED");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void eventsAreObjectsForPrograms() {
    Cli.Result result = cli.run("events", Script.BUILD, "-o", "json");

    assertThat(result.lines())
        .extracting(
            line -> JsonParser.parseString(line).getAsJsonObject().get("sequence").getAsString())
        .containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void replayShowsWhatWatchShowed() {
    Cli.Result watched = cli.run("watch", Script.BUILD);

    Cli.Result replayed = cli.run("replay", Script.BUILD, "--speed", "100");

    assertThat(replayed).isEqualTo(watched);
  }

  @Test
  void aBuildThatHasNotEndedIsNotReplayed() {
    coordinator.builds.waitsWith = QueueStatus.getDefaultInstance();

    Cli.Result result = cli.run("replay", Script.BUILD);

    assertThat(result.exit()).isEqualTo(5);
    assertThat(result.err())
        .contains("QUEUED and has not ended", "slipway watch 0199c1e0-0000-7000-8000-000000000001");
  }

  @Test
  void theSpeedIsFrom1To100() {
    assertThat(cli.run("replay", Script.BUILD, "--speed", "0").exit()).isEqualTo(2);
    assertThat(cli.run("replay", Script.BUILD, "--speed", "101").err())
        .contains("--speed 101", "1 to 100");
  }
}
