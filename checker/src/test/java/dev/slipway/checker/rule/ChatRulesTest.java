package dev.slipway.checker.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.checker.Checks;
import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Kill;
import dev.slipway.checker.history.Operation;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.history.Work;
import dev.slipway.checker.story.Edit;
import dev.slipway.checker.story.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two builds of one chat, and what a lie about them breaks: that rule and no other. */
class ChatRulesTest {
  private final Story story = new Story();
  private UUID first;
  private UUID second;

  @BeforeEach
  void twoBuildsOfOneChat() {
    first = story.submit("garden");
    second = story.submit("garden");
  }

  @Test
  void oneAfterTheOtherBreaksNothing() {
    story.finish();

    assertThat(broken(story.history())).isEmpty();
  }

  @Test
  void twoInOneSlotAreFound() {
    story.finish();
    var wide = story.chat("wide", "ada", 2);
    var one = story.submit(wide, 1_000, 512, 0);
    var other = story.submit(wide, 1_000, 512, 0);
    story.lease(one, other);
    story.finish();
    var history =
        story.with(
            Edit.rows(
                row ->
                    row instanceof Row.Active active && active.build().equals(other)
                        ? Edit.slot(active, 0)
                        : row));

    assertThat(broken(story.history())).isEmpty();
    assertThat(broken(history))
        .containsExactly("I5 a chat's builds are active in slots of their own");
  }

  @Test
  void workThatOverlapsIsFound() {
    story.finish();
    var late =
        works(
            work -> !work.begins() && work.build().equals(first) ? at(work, Long.MAX_VALUE) : work);

    assertThat(broken(late)).containsExactly("I5 a chat's workloads do not overlap");
  }

  @Test
  void workOfAKilledProcessEndsWithIt() {
    lostWithItsProcess();
    var begin = story.works().getFirst();

    assertThat(broken(withKill(begin.time() + 1))).isEmpty();
    assertThat(broken(withKill(Long.MAX_VALUE)))
        .containsExactly("I5 a chat's workloads do not overlap");
  }

  @Test
  void workWithoutAnEndIsFound() {
    lostWithItsProcess();

    assertThat(broken(withoutFirstEnd(List.of())))
        .containsExactly("workloads that began have ended");
  }

  @Test
  void aBuildThatStartsBeforeItsPredecessorIsFound() {
    story.lease(second);
    story.finish();

    assertThat(broken(story.history()))
        .containsExactly(
            "I6 a chat's builds start in order",
            "I6 a chat's workloads begin in order",
            "only ready heads are leased");
  }

  @Test
  void aPredecessorThatWasCancelledIsNotWaitedFor() {
    story.cancelWaiting(first);
    story.finish();

    assertThat(broken(story.history())).isEmpty();
  }

  @Test
  void aPredecessorThatWasLostIsWaitedFor() {
    story.lease(first);
    story.lose(first);
    story.lease(second);
    story.finish();

    assertThat(broken(story.history()))
        .contains("I6 a chat's builds start in order", "only ready heads are leased");
  }

  @Test
  void workThatBeginsInAnotherOrderIsFound() {
    story.finish();
    var times = story.works().stream().map(Work::time).toList();
    var swapped = works(work -> at(work, times.get((story.works().indexOf(work) + 2) % 4)));

    assertThat(broken(swapped)).containsExactly("I6 a chat's workloads begin in order");
  }

  @Test
  void aPlaceBeforeAnEarlierSubmitIsFound() {
    story.finish();
    var operations = new ArrayList<Operation>();
    for (var told : story.operations()) {
      long time = second.equals(told.build()) ? -10 : told.invoked();
      operations.add(
          new Operation(
              told.n(),
              told.kind(),
              time,
              time + 1,
              told.outcome(),
              told.tenant(),
              told.requestId(),
              told.build(),
              null));
    }
    var history = new History(operations, story.history().changes(), story.works(), List.of());

    assertThat(broken(history)).containsExactly("I6 places are in the order of submits");
  }

  @Test
  void successOfAnAttemptThatNeverFinishedIsFound() {
    story.finish();
    var begin = story.works().getFirst();
    var history = withoutFirstEnd(List.of(new Kill(begin.pid(), begin.time() + 1)));

    assertThat(broken(history)).containsExactly("I8 success is that of the last attempt");
  }

  @Test
  void aHeadThatIsNotReadyIsNotLeased() {
    story.finish();
    var history =
        story.with(Edit.rows(row -> row instanceof Row.Head head ? Edit.notReady(head) : row));

    assertThat(broken(history)).containsExactly("only ready heads are leased");
  }

  @Test
  void aHeadThatIsNotTheFirstIsFound() {
    story.cancelWaiting(first);
    story.finish();
    var history =
        story.with(
            Edit.rows(
                row ->
                    row instanceof Row.Head head && head.place() == 256
                        ? Edit.place(head, 512)
                        : row));

    assertThat(broken(history)).containsExactly("a head is the first that waits in its chat");
  }

  @Test
  void aKeyWithoutTheTimeOfItsSubmitIsFound() {
    story.submit(story.chat("garden"), 1_000, 512, 300_000);
    story.finish();
    var history =
        story.with(
            Edit.rows(
                row ->
                    row instanceof Row.Waiting waiting && waiting.headStart() > 0
                        ? Edit.submitted(waiting, waiting.submitted().plusMillis(1))
                        : row));

    assertThat(broken(history))
        .containsExactly("I14 a key is the time of the submit less a head start");
  }

  @Test
  void aHeadThatDoesNotInheritTheBestKeyIsFound() {
    story.submit(story.chat("garden"), 1_000, 512, 300_000);
    story.finish();
    var history =
        story.with(
            Edit.rows(
                row ->
                    row instanceof Row.Head head && head.sortKey() < -200_000
                        ? Edit.key(head, 1)
                        : row));

    assertThat(broken(story.history())).isEmpty();
    assertThat(broken(history)).containsExactly("a head has the best key of its chat");
  }

  @Test
  void aChatThatWaitsTooLongForItsHeadIsFound() {
    story.pass(10_000);
    story.submit("garden");
    story.finish();

    assertThat(broken(story.history())).isEmpty();
    assertThat(broken(story.with(headComesLate())))
        .containsExactly("a chat that waits and has a free slot has a head");
  }

  /** The head that the first submit made is made by the third one. */
  private static UnaryOperator<List<Change>> headComesLate() {
    return changes -> {
      var head =
          changes.stream()
              .filter(change -> change.inserts() && change.row() instanceof Row.Head)
              .findFirst()
              .orElseThrow();
      var third =
          changes.stream()
              .filter(change -> change.row() instanceof Row.Waiting row && row.place() == 768)
              .findFirst()
              .orElseThrow();
      return Edit.without(change -> change.equals(head))
          .andThen(Edit.afterLast(change -> change.equals(third), null, head.row()))
          .apply(changes);
    };
  }

  private void lostWithItsProcess() {
    story.lease(first);
    story.start(first);
    story.lose(first);
    story.finish();
  }

  private History withKill(long time) {
    return withoutFirstEnd(List.of(new Kill(story.works().getFirst().pid(), time)));
  }

  private History withoutFirstEnd(List<Kill> kills) {
    var works = new ArrayList<>(story.works());
    works.remove(1);
    return new History(story.operations(), story.history().changes(), works, kills);
  }

  private History works(UnaryOperator<Work> lie) {
    return new History(
        story.operations(),
        story.history().changes(),
        story.works().stream().map(lie).toList(),
        List.of());
  }

  private static Work at(Work work, long time) {
    return new Work(work.begins(), work.build(), work.attempt(), work.uid(), work.pid(), time);
  }

  private static List<String> broken(History history) {
    return Checks.all().run(history).broken();
  }
}
