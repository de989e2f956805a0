package dev.slipway.e2e.fifo;

import static dev.slipway.e2e.Requests.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.History;
import dev.slipway.e2e.Journal;
import dev.slipway.e2e.Slipway;
import dev.slipway.e2e.Watcher;
import dev.slipway.v1.Build;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** 20 builds in 4 chats, submitted at once. */
class ChatOrderTest {

  private static final List<String> CHATS = List.of("bow", "stern", "port", "starboard");
  private static final int BUILDS_PER_CHAT = 5;

  @Test
  void buildsOfAChatRunOneAtATimeInTheOrderOfTheirSubmits() throws Exception {
    try (var slipway = Slipway.up("--max-builds", "3")) {
      var journal = new Journal(slipway.sandbox().folder("journal").resolve("entries"));
      var watchers = new ArrayList<Watcher>();

      var builds = submitAll(slipway, journal);
      var random = new Random(20);
      builds.forEach(build -> watchers.add(Watcher.open(slipway, build, 0)));
      for (var build : builds) {
        // By now the builds are everywhere between queued and ended.
        slipway.submits().succeeded(builds.get(random.nextInt(builds.size())));
        watchers.add(Watcher.open(slipway, build, 0));
      }
      builds.forEach(slipway.submits()::succeeded);

      for (var chat : CHATS) {
        journal.assertStrictlyInOrder(chat, BUILDS_PER_CHAT);
      }
      watchers.forEach(watcher -> History.assertWhole(watcher.events()));
      for (var build : builds) {
        History.assertWhole(slipway.submits().events(build));
      }
    }
  }

  @Test
  void aWatcherThatComesBackSeesExactlyTheRest() {
    try (var slipway = Slipway.up()) {
      var build = slipway.submits().succeeded(slipway.submits().submit(shell("echo once")));
      var all = Watcher.open(slipway, build, 0).events();

      for (var after = 1; after < all.size(); after++) {
        var rest = Watcher.open(slipway, build, after).events();

        assertThat(rest).isEqualTo(all.subList(after, all.size()));
        History.assertContinues(after, rest);
      }
    }
  }

  /** One client per chat, all at the same time; each submits its builds in their order. */
  private static List<Build> submitAll(Slipway slipway, Journal journal) throws Exception {
    Map<String, Future<List<Build>>> submits = new LinkedHashMap<>();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var chat : CHATS) {
        submits.put(chat, clients.submit(() -> submitChat(slipway, journal, chat)));
      }
    }
    var builds = new ArrayList<Build>();
    for (var submit : submits.values()) {
      builds.addAll(submit.get());
    }
    return builds;
  }

  private static List<Build> submitChat(Slipway slipway, Journal journal, String chat) {
    var builds = new ArrayList<Build>();
    for (var number = 1; number <= BUILDS_PER_CHAT; number++) {
      var script = journal.around(chat, number, "sleep 0.1");
      builds.add(slipway.submits().submit(shell(script).setChat(chat)));
    }
    assertThat(builds).extracting(Build::getChatSequence).containsExactly(1L, 2L, 3L, 4L, 5L);
    return builds;
  }
}
