package dev.slipway.e2e.coordinatorrestart;

import static dev.slipway.e2e.Requests.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.e2e.Builds;
import dev.slipway.e2e.Folders;
import dev.slipway.e2e.History;
import dev.slipway.e2e.Journal;
import dev.slipway.e2e.Slipway;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.ListBuildsRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of the coordinator while builds are under way, and its start on the same data.
 */
@Order(1)
class KillTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final ListBuildsRequest ALL =
      ListBuildsRequest.newBuilder().setParent(Builds.TENANT).build();

  @Test
  void aBuildUnderWayGoesOnThroughAKill() {
    goesOnThrough(Slipway::kill, Slipway::startAgain);
  }

  @Test
  void aBuildUnderWayGoesOnThroughARestart() {
    goesOnThrough(Slipway::stop, Slipway::startAgain);
  }

  @Test
  void aBuildUnderWayGoesOnThroughAKillOfTheDatabase() {
    goesOnThrough(
        slipway -> {
          var dead = firstLine(postmaster(slipway));
          ProcessHandle.of(dead).orElseThrow().destroyForcibly();
          await("another Postgres answers")
              .atMost(PATIENCE)
              .ignoreExceptions()
              .until(
                  () ->
                      firstLine(postmaster(slipway)) != dead
                          && slipway.builds().listBuilds(ALL).getBuildsCount() == 2);
        },
        _ -> {});
  }

  /** The same attempt, each step once, the whole log, every event, and its chat goes on. */
  private static void goesOnThrough(Consumer<Slipway> fault, Consumer<Slipway> cure) {
    try (var slipway = Slipway.up()) {
      var folder = slipway.sandbox().folder("kill");
      var journal = new Journal(folder.resolve("entries"));
      var go = folder.resolve("go");
      var patient = "echo before; until [ -e %s ]; do sleep 0.1; done; echo after".formatted(go);
      var first = submit(slipway, "chat", journal.around("chat", 1, patient));
      var second = submit(slipway, "chat", journal.around("chat", 2, "echo second"));
      awaitText(slipway, first, "before\n");
      var logBefore = slipway.submits().log(first);

      fault.accept(slipway);
      cure.accept(slipway);
      Folders.write(go, "");

      var ended = slipway.submits().succeeded(first);
      slipway.submits().succeeded(second);
      var events = slipway.submits().events(first);
      History.assertWhole(events);
      History.assertWhole(slipway.submits().events(second));
      assertThat(events).noneMatch(BuildEvent::hasAttemptLost);
      assertThat(ended.getAttempt()).isOne();
      assertThat(slipway.submits().log(first).startsWith(logBefore)).isTrue();
      assertThat(slipway.submits().logText(first)).containsOnlyOnce("before\nafter\n");
      assertThat(ended.getLogSize()).isEqualTo(slipway.submits().log(first).size());
      assertThat(journal.entries("chat"))
          .extracting(entry -> entry.what() + " " + entry.build())
          .containsExactly("START 1", "END 1", "START 2", "END 2");
    }
  }

  @Test
  void fiveKillsLoseNothingAndEndNothingTwice() {
    try (var slipway = Slipway.up("--max-builds", "2")) {
      var journal = new Journal(slipway.sandbox().folder("kills").resolve("entries"));
      var running = slipway.sandbox().folder("running");
      var builds = new ArrayList<Build>();
      for (var number = 1; number <= 3; number++) {
        for (var chat : List.of("a", "b", "c")) {
          var work =
              alone(
                  running.resolve(chat),
                  "i=0; while [ $i -lt 10 ]; do i=$((i+1)); echo $i; sleep 0.1; done");
          builds.add(submit(slipway, chat, journal.around(chat, number, work)));
        }
      }

      var random = new Random(9);
      for (var kills = 0; kills < 5; kills++) {
        var started = journal.entries().size();
        await("something runs").atMost(PATIENCE).until(() -> journal.entries().size() > started);
        // Anywhere in the middle: what is true at each point has to be true after the restart too.
        pause(Duration.ofMillis(random.nextInt(1500)));
        slipway.kill();
        slipway.startAgain();
      }

      for (var build : builds) {
        slipway.submits().succeeded(build);
        History.assertWhole(slipway.submits().events(build));
        assertThat(slipway.submits().logText(build))
            .containsOnlyOnce("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n")
            .doesNotContain("TWICE");
      }
      for (var chat : List.of("a", "b", "c")) {
        assertThat(journal.entries(chat))
            .as("chat %s: each build once, one after the other", chat)
            .extracting(entry -> entry.what() + " " + entry.build())
            .containsExactly("START 1", "END 1", "START 2", "END 2", "START 3", "END 3");
      }
    }
  }

  @Test
  void theDatabaseOfTheKilledCoordinatorIsNotLeftBehind() {
    try (var slipway = Slipway.up()) {
      var postmaster = postmaster(slipway);
      var before = firstLine(postmaster);

      slipway.kill();
      slipway.startAgain();

      var after = firstLine(postmaster);
      assertThat(ProcessHandle.of(after)).isPresent();
      if (after != before) {
        assertThat(ProcessHandle.of(before)).isEmpty();
      }
    }
  }

  @Test
  void aSecondUpOnTheSameDataIsRefusedInOneLine() {
    try (var slipway = Slipway.up()) {
      var second = slipway.cli("up", "--grpc-port", "0", "--http-port", "0", "--preview-port", "0");

      assertThat(second.exitCode()).isNotZero();
      assertThat(second.err().lines()).as("%s", second).hasSize(1);
      assertThat(second.err())
          .contains(slipway.sandbox().dataDir().toString())
          .contains(Long.toString(slipway.ready().pid()));
      slipway.submits().succeeded(slipway.submits().submit(shell("echo the first still works")));
    }
  }

  @Test
  void nothingIsLeftAfterACleanStop() {
    var slipway = Slipway.up();

    // Its close fails if TERM does not end the coordinator, or if a process of it is left.
    try (slipway) {
      slipway.submits().succeeded(slipway.submits().submit(shell("echo done")));
    }

    assertThat(slipway.sandbox().dataDir()).doesNotExist();
  }

  private static Build submit(Slipway slipway, String chat, String script) {
    return slipway.submits().submit(shell(script).setChat(chat));
  }

  /**
   * Runs a script and prints TWICE if another step of the chat still lives, of a build before it or
   * of an attempt before it: the lock ends with the last process that inherited it, however that
   * ends.
   */
  private static String alone(Path lock, String script) {
    return """
    exec 9> %s
    flock -n 9 || echo TWICE
    %s
    """
        .formatted(lock, script);
  }

  private static void awaitText(Slipway slipway, Build build, String text) {
    await("the log has " + text)
        .atMost(PATIENCE)
        .until(() -> slipway.submits().logText(build).contains(text));
  }

  private static Path postmaster(Slipway slipway) {
    return slipway.sandbox().dataDir().resolve("postgres/postmaster.pid");
  }

  private static long firstLine(Path file) {
    return Long.parseLong(Folders.read(file).lines().findFirst().orElseThrow().strip());
  }

  private static void pause(Duration duration) {
    await().pollDelay(duration).atMost(PATIENCE).until(() -> true);
  }
}
