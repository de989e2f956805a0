package dev.slipway.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.checker.story.RandomStory;
import dev.slipway.checker.story.RandomStory.Fault;
import dev.slipway.checker.story.Story;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Histories of a small queue under random commands, with transactions that overlap. */
class RandomHistoriesTest {
  private static final int STORIES = 1_500;
  private static final int COMMANDS = 120;

  @Test
  void goodHistoriesAreNeverAccused() {
    long facts = 0;
    for (long seed = 0; seed < STORIES; seed++) {
      var history = RandomStory.tell(seed, COMMANDS, Fault.NONE).history();

      var report = Checks.all().run(history);

      assertThat(report.broken()).as("seed %d\n%s", seed, report).isEmpty();
      facts += report.facts();
    }
    assertThat(facts).isGreaterThan(STORIES * 500L);
    System.out.println("random histories " + STORIES + ", facts " + facts + ", false alarms 0");
  }

  @Test
  void tenThousandBuildsAreJudged() {
    var story = new Story();
    for (int build = 0; build < 10_000; build++) {
      int chat = build % 500;
      story.submit(story.chat("chat" + chat, "tenant" + chat % 20, 1), 1_000, 512, 0);
    }
    story.finish();

    var report = Checks.all().run(story.history());

    assertThat(report.facts()).isGreaterThan(200_000);
    // It finishes one chat after the other, in nobody's order.
    assertThat(report.broken()).allMatch(rule -> rule.startsWith("I14 "));
  }

  @ParameterizedTest
  @CsvSource({
    "OVER_LIMIT_BY_ONE, I7 limits hold",
    "LATEST_KEY_FIRST, I14 within a tenant the best key goes first",
    "GREEDY_TENANT_FIRST, I14 between tenants the lower share goes first",
    "IGNORES_PAUSE, what is paused does not start",
    "SECOND_OF_CHAT, I6 a chat's builds start in order",
  })
  void aDispatchThatGetsOneThingWrongIsCaughtSoon(Fault fault, String rule) {
    int caught = 0;
    for (long seed = 0; seed < 20; seed++) {
      var history = RandomStory.tell(seed, 4 * COMMANDS, fault).history();

      caught += Checks.all().run(history).broken().contains(rule) ? 1 : 0;
    }

    assertThat(caught).as("of 20 histories").isGreaterThanOrEqualTo(15);
  }
}
