package dev.slipway.coordinator.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.admit.Batch.Outcome;
import dev.slipway.coordinator.admit.Batch.Submission;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Hold;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Refusal.Kind;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.TestQueries;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many submits in one transaction, and what a chat's policies make of them. */
@CoordinatorTest
class BatchTest {
  private final Batch batch;
  private final Admission admission;
  private final Builds builds;
  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;
  private String tenant;

  BatchTest(
      Batch batch,
      Admission admission,
      Builds builds,
      TestBuilds make,
      TestRows rows,
      TestQueries queries) {
    this.batch = batch;
    this.admission = admission;
    this.builds = builds;
    this.make = make;
    this.rows = rows;
    this.queries = queries;
  }

  @BeforeEach
  void aTenant() {
    tenant = rows.tenant();
  }

  @Test
  void whatIsRefusedLeavesTheOthersOfTheBatchAndNoGapInTheirChat() {
    var first = inChat().withRequestId("r").queued();
    inChat().withRequestId("s").saying("one thing").queued();

    var outcomes =
        write(
            inChat().wish(),
            make.aBuild().ofTenant("nobody").inChat("c").wish(),
            inChat().withRequestId("r").wish(),
            inChat().ofProject("other").wish(),
            inChat().withRequestId("s").saying("another").wish(),
            inChat().wish());

    assertThat(outcomes.get(1).refusal().kind()).isInstanceOf(Kind.NotFound.class);
    assertThat(outcomes.get(3).refusal().kind())
        .isInstanceOfSatisfying(
            Kind.WrongState.class,
            wrong -> assertThat(wrong.reason()).isEqualTo("CHAT_IN_OTHER_PROJECT"));
    assertThat(ref(outcomes.get(2))).isEqualTo(first);
    assertThat(outcomes.get(4).refusal().kind()).isInstanceOf(Kind.RequestIdTaken.class);
    assertThat(builds.get(ref(outcomes.get(0))).chatSeq()).isEqualTo(3);
    assertThat(builds.get(ref(outcomes.get(5))).chatSeq()).isEqualTo(4);
    assertThat(sequences()).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void twoEqualSubmitsWithoutARequestIdAreTwoBuilds() {
    var wish = inChat().wish();

    var outcomes = write(wish, wish);

    assertThat(ref(outcomes.get(0))).isNotEqualTo(ref(outcomes.get(1)));
    assertThat(sequences()).containsExactly(1L, 2L);
  }

  @Test
  void aBatchOfACallerIsQueuedInItsOrderOrNotAtAll() {
    var admitted =
        admission.admit(List.of(inChat().wish(), inChat().wish(), aBuild().wish())).stream()
            .map(Admitted::ref)
            .toList();
    assertThat(admitted.stream().limit(2).map(one -> builds.get(one).chatSeq()))
        .containsExactly(1L, 2L);

    assertThatThrownBy(
            () ->
                admission.admit(
                    List.of(inChat().wish(), inChat().ofProject("other").wish(), aBuild().wish())))
        .isInstanceOf(Refusal.class);

    assertThat(queries.count("SELECT count(*) FROM build_request WHERE tenant_id = ?", tenant))
        .isEqualTo(3);
    assertThat(builds.get(inChat().queued()).chatSeq()).as("no place was lost").isEqualTo(3);
  }

  @Test
  void aRepeatedBatchFindsItsBuildsAndHalfOfOneIsRefused() {
    var wishes = List.of(aBuild().withRequestId("a").wish(), aBuild().withRequestId("b").wish());
    var first = admission.admit(wishes);

    assertThat(admission.admit(wishes).stream().map(Admitted::ref))
        .isEqualTo(first.stream().map(Admitted::ref).toList());

    assertThatThrownBy(
            () ->
                admission.admit(
                    List.of(
                        aBuild().withRequestId("b").wish(), aBuild().withRequestId("c").wish())))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.kind()).isInstanceOf(Kind.RequestIdTaken.class));
  }

  @Test
  void aBatchThatNamesOneRequestTwiceIsRefused() {
    var wish = aBuild().withRequestId("a").wish();

    assertThatThrownBy(() -> admission.admit(List.of(wish, wish)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.kind()).isInstanceOf(Kind.BadRequest.class));
  }

  @Test
  void aCheckRefusesAChatOfAnotherProject() {
    inChat().ofProject("garden").queued();

    admission.check(inChat().ofProject("garden").wish());
    admission.check(inChat().wish());

    assertThatThrownBy(() -> admission.check(inChat().ofProject("other").wish()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("garden");
  }

  @Test
  void aDebouncedChatWaitsForEachSubmitButNotForEver() {
    rows.chat(tenant, "c");
    policy("debounce_delay = '10 s', debounce_max_delay = '15 s'");

    var first = inChat().queued();
    var second = inChat().queued();

    assertThat(builds.get(first))
        .extracting(BuildRecord::state, BuildRecord::hold)
        .containsExactly(StateName.HELD, Hold.Kind.DEBOUNCE);
    assertThat(builds.get(first).holdUntil()).isEqualTo(builds.get(second).holdUntil());

    policy("debounce_since = now() - interval '14 s'");
    var third = inChat().queued();

    var until = Objects.requireNonNull(builds.get(third).holdUntil());
    assertThat(Duration.between(builds.get(third).createTime(), until))
        .as("the longest delay counts from the first submit")
        .isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(builds.get(first).holdUntil()).isEqualTo(until);
  }

  @Test
  void keepAllKeepsAll() {
    var running = inChat().running();
    var waiting = inChat().queued();

    inChat().queued();

    assertThat(states(running.build(), waiting))
        .containsExactly(StateName.RUNNING, StateName.QUEUED);
  }

  @Test
  void skipIntermediateCancelsWhatHasNotStartedAndNothingElse() {
    var running = inChat().running();
    var waiting = inChat().queued();
    var elsewhere = aBuild().inChat("other").queued();
    policy("supersede = 'SKIP_INTERMEDIATE'");

    var newest = inChat().queued();

    assertThat(states(running.build(), waiting, elsewhere, newest))
        .containsExactly(
            StateName.RUNNING, StateName.CANCELLED, StateName.QUEUED, StateName.QUEUED);
    assertThat(builds.get(waiting).supersededBy()).isEqualTo(newest.id());
  }

  @Test
  void ofSeveralInOneBatchOnlyTheLastIsLeft() {
    rows.chat(tenant, "c");
    policy("supersede = 'SKIP_INTERMEDIATE'");

    var refs =
        write(inChat().wish(), inChat().wish(), inChat().wish()).stream()
            .map(BatchTest::ref)
            .toList();

    assertThat(states(refs.toArray(BuildRef[]::new)))
        .containsExactly(StateName.CANCELLED, StateName.CANCELLED, StateName.QUEUED);
  }

  @Test
  void cancelRunningStopsTheRunningOneToo() {
    var running = inChat().running();

    inChat().superseding(Supersede.CANCEL_RUNNING).queued();

    assertThat(states(running.build())).containsExactly(StateName.STOPPING);
  }

  @Test
  void smartStopsTheRunningOneOnlyWhileMostOfItIsStillToCome() {
    var earlier = inChat().succeeded();
    rows.execute(
        "UPDATE build_ended SET start_time = end_time - interval '100 s' WHERE build_id = ?",
        earlier.build().id());
    var running = inChat().running();
    began(running.build(), 60);

    inChat().superseding(Supersede.SMART).queued();
    assertThat(states(running.build()))
        .as("more is done than left")
        .containsExactly(StateName.RUNNING);

    began(running.build(), 40);
    inChat().superseding(Supersede.SMART).queued();
    assertThat(states(running.build())).containsExactly(StateName.STOPPING);
  }

  @Test
  void aRetryInPlaceOfABuildThatBlocksNothingIsAConflict() {
    var failed = inChat().failed();

    assertThatThrownBy(() -> admission.admitInPlace(inChat().retrying(failed.build()).wish()))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isInstanceOf(Kind.Conflict.class));
    assertThat(sequences()).containsExactly(1L);
  }

  private List<Outcome> write(Wish... wishes) {
    return batch.write(
        Stream.of(wishes).map(wish -> new Submission(List.of(wish), false)).toList());
  }

  private static BuildRef ref(Outcome outcome) {
    return outcome.admitted().getFirst().ref();
  }

  private TestBuilds.Draft aBuild() {
    return make.aBuild().ofTenant(tenant);
  }

  private TestBuilds.Draft inChat() {
    return aBuild().inChat("c");
  }

  private void policy(String set) {
    rows.execute("UPDATE chat SET %s WHERE tenant_id = ?".formatted(set), tenant);
  }

  private void began(BuildRef build, int secondsAgo) {
    rows.execute(
        "UPDATE build_active SET start_time = now() - make_interval(secs => ?) WHERE build_id = ?",
        secondsAgo,
        build.id());
  }

  private List<StateName> states(BuildRef... refs) {
    return Stream.of(refs).map(build -> builds.get(build).state()).toList();
  }

  private List<Long> sequences() {
    return queries.all(
        Long.class,
        "SELECT chat_seq FROM build_request WHERE tenant_id = ? AND chat_id = 'c' ORDER BY 1",
        tenant);
  }
}
