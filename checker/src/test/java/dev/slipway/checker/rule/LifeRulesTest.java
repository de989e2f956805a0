package dev.slipway.checker.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.checker.Checks;
import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Operation;
import dev.slipway.checker.history.Operation.Outcome;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.story.Edit;
import dev.slipway.checker.story.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One build's way, and what a lie about it breaks: that rule and no other. */
class LifeRulesTest {
  private final Story story = new Story();
  private UUID build;

  @BeforeEach
  void aBuildThatIsLostOnceAndSucceeds() {
    build = story.submit("garden");
    story.lease(build);
    story.start(build);
    story.lose(build);
    story.lease(build);
    story.start(build);
    story.succeed(build);
  }

  @Test
  void anHonestLifeBreaksNothing() {
    assertThat(broken(story.history())).isEmpty();
  }

  @Test
  void aBuildThatNeverEndsIsMissed() {
    story.submit("garden");

    assertThat(broken(story.history()))
        .containsExactly("I1 what was accepted exists and has ended");
  }

  @Test
  void anAnswerWithoutABuildIsMissed() {
    var lie = story.operations().getFirst();
    var history = withOperation(submit(lie, "another", UUID.randomUUID(), Outcome.OK, null));

    assertThat(broken(history)).containsExactly("I1 what was accepted exists and has ended");
  }

  @Test
  void anUnknownOutcomeMayHaveMadeABuildOrNot() {
    var lie = story.operations().getFirst();
    var history = withOperation(submit(lie, "another", null, Outcome.UNKNOWN, null));

    assertThat(broken(history)).isEmpty();
  }

  @Test
  void twoBuildsOfOneRequestAreFound() {
    story.cancelWaiting(story.submit("garden"));
    var history =
        story.with(
            Edit.rows(
                row ->
                    row instanceof Row.Requested asked
                        ? new Row.Requested(
                            asked.build(),
                            asked.tenant(),
                            asked.project(),
                            asked.chat(),
                            asked.place(),
                            "r" + build)
                        : row));

    assertThat(broken(history)).containsExactly("I2 one build per request id");
  }

  @Test
  void whatWasRefusedAndStoredAllTheSameIsFound() {
    var told = story.operations().getFirst();
    var refused = submit(told, "r" + build, null, Outcome.FAIL, "RESOURCE_EXHAUSTED");
    var history =
        new History(List.of(refused), story.history().changes(), story.works(), List.of());

    assertThat(broken(history)).containsExactly("I2 one build per request id");
  }

  @Test
  void aSecondEndIsFound() {
    var ended = ended();
    var history = story.with(Edit.inTheEnd(null, ended));

    assertThat(broken(history)).containsExactly("I3 one end and nothing after it");
  }

  @Test
  void anEndThatChangesIsFound() {
    var ended = ended();
    var history = story.with(Edit.inTheEnd(ended, Edit.state(ended, "FAILED")));

    assertThat(broken(history)).containsExactly("I3 one end and nothing after it");
  }

  @Test
  void aDeadLettersMarkIsNoChangeOfTheEnd() {
    var ended = ended();
    var history = story.with(Edit.inTheEnd(ended, ended));

    assertThat(broken(history)).isEmpty();
  }

  @Test
  void aStepBackIsFound() {
    var running = running();
    var history =
        story.with(
            Edit.afterLast(
                change -> running.equals(change.after()),
                running,
                Edit.state(running, "STARTING")));

    assertThat(broken(history)).containsExactly("I4 allowed moves only");
  }

  @Test
  void anEndOutOfNowhereIsFound() {
    var history =
        story.with(Edit.inTheEnd(null, new Row.Ended(story.id(), "CANCELLED", 0, null, 1)));

    assertThat(broken(history)).containsExactly("I4 allowed moves only");
  }

  @Test
  void anAttemptThatIsLeftOutIsFound() {
    var history =
        story.with(
            Edit.rows(
                row ->
                    switch (row) {
                      case Row.Active active when active.attempt() == 2 -> Edit.attempt(active, 3);
                      case Row.Ended ended -> Edit.attempt(ended, 3);
                      default -> row;
                    }));

    assertThat(broken(history)).containsExactly("I4 attempts count up by one at each lease");
  }

  @Test
  void aRetryAtAnotherPlaceIsFound() {
    var history =
        story.with(
            Edit.rows(
                row ->
                    switch (row) {
                      case Row.Waiting waiting when waiting.attempt() == 1 ->
                          Edit.place(waiting, 512);
                      case Row.Head head when head.readyTime().toEpochMilli() > 1 ->
                          Edit.place(head, 512);
                      case Row.Active active when active.attempt() == 2 -> Edit.place(active, 512);
                      default -> row;
                    }));

    assertThat(broken(history)).containsExactly("I6 a retry keeps its place");
  }

  @Test
  void aSequenceThatFallsIsFound() {
    var history =
        story.with(
            Edit.rows(row -> row instanceof Row.Ended ended ? Edit.lastSequence(ended, 2) : row));

    assertThat(broken(history)).containsExactly("sequences of a build's events grow");
  }

  private Row.Ended ended() {
    return story.history().changes().stream()
        .map(change -> change.row())
        .filter(Row.Ended.class::isInstance)
        .map(Row.Ended.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private Row.Active running() {
    return story.history().changes().stream()
        .map(change -> change.row())
        .filter(row -> row instanceof Row.Active active && active.state().equals("RUNNING"))
        .map(Row.Active.class::cast)
        .toList()
        .getFirst();
  }

  private History withOperation(Operation operation) {
    var operations = new ArrayList<>(story.operations());
    operations.add(operation);
    return new History(operations, story.history().changes(), story.works(), List.of());
  }

  private static Operation submit(
      Operation like, String requestId, UUID build, Outcome outcome, String code) {
    return new Operation(
        99,
        "SUBMIT",
        like.invoked(),
        like.returned(),
        outcome,
        like.tenant(),
        requestId,
        build,
        code);
  }

  private static List<String> broken(History history) {
    return Checks.all().run(history).broken();
  }
}
