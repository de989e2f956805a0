package dev.slipway.checker.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.checker.Checks;
import dev.slipway.checker.story.Story;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decisions of dispatch, and what a wrong one breaks: that rule and no other. */
class DecisionRulesTest {
  private static final String LIMITS = "I7 limits hold";
  private static final String KEY = "I14 within a tenant the best key goes first";
  private static final String SHARE = "I14 between tenants the lower share goes first";

  private final Story story = new Story();

  @Test
  void twoDecisionsThatDoNotSeeEachOtherAreFound() {
    var one = story.submit("one");
    var two = story.submit("two");
    story.leaseAtOnce(one, two);

    assertThat(broken()).containsExactly("I7 decisions are made one at a time");
  }

  @Test
  void twoDecisionsThatTogetherAreTooMuchAreFoundTwice() {
    story.quota(Story.ofTenant("ada"), 1L, null, null);
    var one = story.submit("one");
    var two = story.submit("two");
    story.leaseAtOnce(one, two);

    assertThat(broken()).containsExactly("I7 decisions are made one at a time", LIMITS);
  }

  @Test
  void oneBuildTooManyIsFound() {
    story.quota(Story.ofTenant("ada"), 1L, null, null);
    var one = story.submit("one");
    var two = story.submit("two");
    story.lease(one, two);

    assertThat(broken()).containsExactly(LIMITS);
  }

  @Test
  void aLimitThatIsReachedHolds() {
    story.quota(Story.ofTenant("ada"), 2L, 2_000L, 1_024L);
    var one = story.submit("one");
    var two = story.submit("two");
    story.lease(one);
    story.lease(two);

    assertThat(broken()).isEmpty();
  }

  @Test
  void tooMuchOfTheClustersMemoryIsFound() {
    story.quota(Story.cluster(), null, null, 1_000L);
    var one = story.submit("one");
    var two = story.submit(story.chat("two", "bo", 1), 1_000, 512, 0);
    story.lease(one);
    story.lease(two);

    assertThat(broken()).containsExactly(LIMITS);
  }

  @Test
  void tooMuchOfAChatIsFound() {
    var wide = story.chat("wide", "ada", 2);
    story.quota(Story.ofChat(wide), 1L, null, null);
    var one = story.submit(wide, 1_000, 512, 0);
    var two = story.submit(wide, 1_000, 512, 0);
    story.lease(one);
    story.lease(two);

    assertThat(broken()).containsExactly(LIMITS);
  }

  @Test
  void aLoweredLimitTakesNothingAwayButAdmitsNothing() {
    var one = story.submit("one");
    var two = story.submit("two");
    var three = story.submit("three");
    story.lease(one, two);
    story.quota(Story.ofTenant("ada"), 1L, null, null);
    story.start(one);

    assertThat(broken()).isEmpty();

    var four = story.submit("four");
    story.lease(three, four);

    assertThat(broken()).containsExactly(LIMITS);
  }

  @Test
  void whatIsReleasedMakesRoomWhenItHasCommitted() {
    story.quota(Story.ofTenant("ada"), 1L, null, null);
    var one = story.submit("one");
    var two = story.submit("two");
    story.lease(one);
    story.start(one);
    story.commit(story.beginEnd(one, "SUCCEEDED"));
    story.lease(two);

    assertThat(broken()).isEmpty();
  }

  @Test
  void whatIsReleasedMakesNoRoomBefore() {
    story.quota(Story.ofTenant("ada"), 1L, null, null);
    var one = story.submit("one");
    var two = story.submit("two");
    story.lease(one);
    story.start(one);
    long end = story.beginEnd(one, "SUCCEEDED");
    story.lease(two);
    story.commit(end);

    assertThat(broken()).containsExactly(LIMITS);
  }

  @Test
  void aBetterKeyThatIsPassedOverIsFound() {
    story.submit("one");
    var two = story.submit("two");
    story.lease(two);

    assertThat(broken()).containsExactly(KEY);
  }

  @Test
  void aBetterKeyThatNeedsMoreMayBePassedOver() {
    story.submit(story.chat("one"), 4_000, 512, 0);
    var two = story.submit("two");
    story.lease(two);

    assertThat(broken()).isEmpty();
  }

  @Test
  void aBetterKeyThatIsPausedMayBePassedOver() {
    story.submit("one");
    var two = story.submit("two");
    story.pause(Story.ofChat(story.chat("one")), null);
    story.submit("three");
    story.lease(two);

    assertThat(broken()).isEmpty();
  }

  @Test
  void aBetterKeyWhoseChatHasNoRoomMayBePassedOver() {
    story.quota(Story.ofChat(story.chat("one")), 0L, null, null);
    story.submit("one");
    var two = story.submit("two");
    story.lease(two);

    assertThat(broken()).isEmpty();
  }

  @Test
  void whatHasWaitedLongMayGoBeforeABetterKey() {
    var old = story.submit("old");
    story.pass(61_000);
    story.submit(story.chat("urgent"), 1_000, 512, 3_600_000);
    story.submit("later");
    story.lease(old);

    assertThat(broken()).isEmpty();
  }

  @Test
  void aKeyThatCameTooLateToBeReadIsNoBetterKey() {
    var one = story.submit("one");
    story.submit(story.chat("urgent"), 1_000, 512, 3_600_000);
    story.lease(one);

    assertThat(broken()).isEmpty();
  }

  @Test
  void aTenantWithTheLowerShareThatIsPassedOverIsFound() {
    var bo = story.chat("bo", "bo", 1);
    var one = story.submit("one");
    story.submit(bo, 1_000, 512, 0);
    var two = story.submit("two");
    story.lease(one);
    story.lease(two);

    assertThat(broken()).containsExactly(SHARE);
  }

  @Test
  void aTenantOfTwiceTheWeightHasTwiceTheShare() {
    story.tenant("ada", 4);
    var boOne = story.submit(story.chat("bo1", "bo", 1), 1_000, 512, 0);
    story.submit(story.chat("bo2", "bo", 1), 1_000, 512, 0);
    story.lease(boOne);
    for (var chat : List.of("one", "two", "three")) {
      story.lease(story.submit(chat));
    }

    assertThat(broken()).isEmpty();
  }

  @Test
  void aTenantAtItsLimitMayBePassedOver() {
    story.quota(Story.ofTenant("bo"), 0L, null, null);
    story.submit(story.chat("bo", "bo", 1), 1_000, 512, 0);
    var one = story.submit("one");
    var two = story.submit("two");
    story.lease(one);
    story.lease(two);

    assertThat(broken()).isEmpty();
  }

  @Test
  void aLeaseInAPausedTenantIsFound() {
    story.pause(Story.ofTenant("ada"), null);
    var one = story.submit("one");
    story.lease(one);

    assertThat(broken()).containsExactly("what is paused does not start");
  }

  @Test
  void aPauseThatEndsByItselfIsNotJudged() {
    story.pause(Story.ofTenant("ada"), Instant.EPOCH.plusSeconds(1));
    var one = story.submit("one");
    story.lease(one);

    assertThat(broken()).isEmpty();
  }

  @Test
  void aPauseThatIsOverIsOver() {
    story.pause(Story.ofTenant("ada"), null);
    story.resume(Story.ofTenant("ada"));
    var one = story.submit("one");
    story.lease(one);

    assertThat(broken()).isEmpty();
  }

  /** What is broken when all that is left has come to its end. */
  private List<String> broken() {
    return Checks.all().run(story.history()).broken().stream()
        // These stories stop in the middle.
        .filter(rule -> !rule.startsWith("I1 ") && !rule.startsWith("workloads that began"))
        .toList();
  }
}
