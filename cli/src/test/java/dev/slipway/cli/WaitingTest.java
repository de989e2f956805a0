package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a follower sees of a build while it waits. */
class WaitingTest {
  private static final String LINE =
      "queued, 3rd in line, starts in about 40 s (at most 2 min): tenant default runs 2 of 2"
          + " builds";

  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void placeExpectedStartAndFirstBlockerAreToldOnce() {
    coordinator.builds.waitsWith = FakeStatus.third();

    Cli.Result result = cli.run("watch", Script.BUILD);

    assertThat(result.exit()).isZero();
    assertThat(result.err()).containsOnlyOnce(LINE).contains("SUCCEEDED");
    assertThat(result.lines()).containsExactly("http://b.localhost:1/");
  }

  @Test
  void terminalShowsThemAsItsLastLineAndTakesItAway() {
    coordinator.builds.waitsWith = FakeStatus.third();

    Cli.Result result = cli.variable("COLUMNS", "200").onTerminal().run("watch", Script.BUILD);

    assertThat(result.err()).contains("\r\u001b[2K" + LINE + "\r\u001b[2K");
  }

  @Test
  void lineIsCutAtTheTerminalsEdge() {
    coordinator.builds.waitsWith = FakeStatus.third();

    Cli.Result result = cli.variable("COLUMNS", "80").onTerminal().run("watch", Script.BUILD);

    assertThat(result.err()).contains(LINE.substring(0, 79)).doesNotContain(LINE.substring(0, 80));
  }

  @Test
  void programsReadOnlyEventsAndTheBuild() {
    coordinator.builds.waitsWith = FakeStatus.third();

    Cli.Result result = cli.run("submit", "--git", "https://example.org/a.git", "-o", "json");

    assertThat(result.lines()).hasSize(6).noneMatch(line -> line.contains("queueStatus"));
    assertThat(result.err()).contains(LINE);
  }

  @Test
  void buildThatDoesNotWaitIsOnlyAskedForAtItsEnd() {
    cli.run("watch", Script.BUILD);

    assertThat(coordinator.builds.got).hasSize(1);
  }
}
