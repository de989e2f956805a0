package dev.slipway.coordinator.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Refusal.Kind;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.TestQueries;
import io.micronaut.context.annotation.Property;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CoordinatorTest
@Property(name = "slipway.admit.queued-max", value = "40")
class AdmissionTest {
  private static final int THREADS = 16;

  private final Admission admission;
  private final Builds builds;
  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;
  private String tenant;

  AdmissionTest(
      Admission admission, Builds builds, TestBuilds make, TestRows rows, TestQueries queries) {
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
  void aRepeatOfARequestIsAnsweredWithTheFirstBuild() {
    var first = aBuild().inChat("c").withRequestId("r").queued();

    var repeated = aBuild().inChat("c").withRequestId("r").queued();

    assertThat(repeated).isEqualTo(first);
    assertThat(stored()).isOne();
    assertThat(place(aBuild().inChat("c").queued())).isEqualTo(2);
  }

  @Test
  void theSameRequestIdForAnotherWishIsRefused() {
    var first = aBuild().withRequestId("r").saying("one thing").queued();

    assertThatThrownBy(() -> aBuild().withRequestId("r").saying("another").queued())
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.kind())
                    .isInstanceOfSatisfying(
                        Kind.RequestIdTaken.class,
                        taken -> assertThat(taken.requestId()).isEqualTo("r")))
        .hasMessageContaining(first.name());
    assertThat(stored()).isOne();
  }

  @Test
  void aRequestIdBelongsToItsTenant() {
    var ours = aBuild().withRequestId("r").queued();
    var theirs = make.aBuild().withRequestId("r").saying("another").queued();

    assertThat(theirs).isNotEqualTo(ours);
  }

  @Test
  void oneRequestThatComesManyTimesAtOnceMakesOneBuild() throws Exception {
    var answers = together(_ -> aBuild().inChat("c").withRequestId("r").queued());

    assertThat(Set.copyOf(answers)).hasSize(1);
    assertThat(stored()).isOne();
    assertThat(place(aBuild().inChat("c").queued())).as("no place is lost").isEqualTo(2);
  }

  @Test
  void oneRequestWithoutAChatThatComesManyTimesAtOnceMakesOneBuild() throws Exception {
    var answers = together(_ -> aBuild().withRequestId("r").queued());

    assertThat(Set.copyOf(answers)).hasSize(1);
    assertThat(stored()).isOne();
  }

  @Test
  void placesInAChatFollowTheOrderOfCommitsWithoutGapOrDouble() throws Exception {
    var bystander = aBuild().inChat("other").queued();

    var answers = together(_ -> aBuild().inChat("c").queued());

    assertThat(answers.stream().map(this::place))
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, THREADS).boxed().toList());
    // The event is written after the place was given and in its transaction, under the chat's lock.
    assertThat(
            queries.all(
                Long.class,
                """
                SELECT chat_seq
                  FROM build
                  JOIN event USING (build_id)
                 WHERE tenant_id = ?
                   AND chat_id = 'c'
                 ORDER BY event_time
                """,
                tenant))
        .isSorted();
    assertThat(place(bystander)).isEqualTo(1);
  }

  @Test
  void aBuildWithoutAChatHasNoPlace() {
    var build = aBuild().queued();

    assertThat(builds.get(build))
        .extracting(BuildRecord::chatId, BuildRecord::chatSeq)
        .containsExactly(null, null);
  }

  @Test
  void anUnknownTenantIsNotFound() {
    assertThatThrownBy(() -> make.aBuild().ofTenant("nobody").inChat("c").queued())
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isInstanceOf(Kind.NotFound.class))
        .hasMessageContaining("tenants/nobody");
    assertThat(queries.count("SELECT count(*) FROM chat WHERE tenant_id = 'nobody'")).isZero();
  }

  @Test
  void aFullQueueRefusesAndStoresNothing() {
    for (int i = 0; i < 40; i++) {
      aBuild().queued();
    }

    assertThatThrownBy(() -> aBuild().inChat("new").queued())
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.kind())
                    .isInstanceOfSatisfying(
                        Kind.QuotaExceeded.class,
                        full -> assertThat(full.subject()).isEqualTo("tenants/" + tenant)))
        .hasMessageContaining("40");

    assertThat(stored()).isEqualTo(40);
    assertThat(queries.count("SELECT count(*) FROM chat WHERE tenant_id = ?", tenant)).isZero();
    make.aBuild().queued(); // another tenant has room
  }

  @Test
  void aFullQueueStillAnswersARepeat() {
    var first = aBuild().withRequestId("r").queued();
    for (int i = 1; i < 40; i++) {
      aBuild().queued();
    }

    assertThat(aBuild().withRequestId("r").queued()).isEqualTo(first);
  }

  @Test
  void anEndedBuildMakesRoom() {
    aBuild().cancelled();
    for (int i = 0; i < 40; i++) {
      aBuild().queued();
    }

    assertThat(stored()).isEqualTo(41);
  }

  @Test
  void aCheckSaysWhatAdmissionWouldAndStoresNothing() {
    aBuild().withRequestId("r").saying("one thing").queued();

    admission.check(aBuild().inChat("c").wish());
    admission.check(aBuild().withRequestId("r").saying("one thing").wish());

    assertThatThrownBy(() -> admission.check(aBuild().withRequestId("r").saying("another").wish()))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> admission.check(make.aBuild().ofTenant("nobody").wish()))
        .isInstanceOf(Refusal.class);
    assertThat(stored()).isOne();
    assertThat(queries.count("SELECT count(*) FROM chat WHERE tenant_id = ?", tenant)).isZero();
  }

  private TestBuilds.Draft aBuild() {
    return make.aBuild().ofTenant(tenant);
  }

  private long stored() {
    return queries.count("SELECT count(*) FROM build WHERE tenant_id = ?", tenant);
  }

  private long place(BuildRef build) {
    return builds.get(build).chatSeq();
  }

  private interface Submit {
    BuildRef of(int thread);
  }

  /** All at the same moment, as far as a machine can. */
  private static List<BuildRef> together(Submit submit) throws Exception {
    var go = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new HashSet<Future<BuildRef>>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        Callable<BuildRef> call =
            () -> {
              go.await();
              return submit.of(thread);
            };
        answers.add(threads.submit(call));
      }
      go.countDown();
      var builds = new ArrayList<BuildRef>();
      for (var answer : answers) {
        builds.add(answer.get());
      }
      return builds;
    }
  }
}
