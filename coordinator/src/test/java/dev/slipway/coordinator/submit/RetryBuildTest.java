package dev.slipway.coordinator.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildEvent.SourceResolved;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.v1.Attempt;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceBlockingStub;
import dev.slipway.v1.Failure;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.ListAttemptsRequest;
import dev.slipway.v1.Resources;
import dev.slipway.v1.RetryBuildRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class RetryBuildTest {
  private final TestServer server;
  private final TestBuilds make;
  private final TestCalls calls;
  private final TestRows rows;
  private final TestQueries queries;
  private final Ledger ledger;
  private BuildServiceBlockingStub builds;
  private String tenant;

  RetryBuildTest(
      TestServer server,
      TestBuilds make,
      TestCalls calls,
      TestRows rows,
      TestQueries queries,
      Ledger ledger) {
    this.server = server;
    this.make = make;
    this.calls = calls;
    this.rows = rows;
    this.queries = queries;
    this.ledger = ledger;
  }

  @BeforeEach
  void aTenant() {
    builds = BuildServiceGrpc.newBlockingStub(server.channel());
    tenant = rows.tenant();
  }

  @Test
  void aRetryIsANewBuildAtTheEndOfItsChatWithExactlyTheSameSource() {
    var first =
        builds.createBuild(
            TestCalls.request(
                    tenant,
                    build ->
                        build
                            .setChat("c")
                            .setProject("shop")
                            .setMessageId("m")
                            .setCreatedBy("ada")
                            .setDisplayName("one")
                            .putLabels("k", "v")
                            .setPriority(Build.Priority.PRIORITY_HIGH)
                            .setResources(Resources.newBuilder().setCpuMillis(50).setMemoryMib(64)))
                .build());
    var ref = BuildRef.ofRequest(first.getName());
    var waiting = aBuild().inChat("c").queued();
    succeedWithCommit(ref, "a".repeat(40));
    var before = get(ref);

    var retry = retry(ref, "");

    assertThat(retry)
        .returns(ref.name(), Build::getRetryOf)
        .returns(3L, Build::getChatSequence)
        .returns(Build.State.STATE_QUEUED, Build::getState)
        .returns("a".repeat(40), build -> build.getSource().getGit().getRef())
        .returns("shop", Build::getProject)
        .returns("m", Build::getMessageId)
        .returns("ada", Build::getCreatedBy)
        .returns("one", Build::getDisplayName)
        .returns(first.getLabelsMap(), Build::getLabelsMap)
        .returns(first.getPriority(), Build::getPriority)
        .returns(first.getResources(), Build::getResources)
        .returns(first.getParametersMap(), Build::getParametersMap)
        .returns(first.getTimeout(), Build::getTimeout);
    assertThat(get(ref)).as("the old one stays").isEqualTo(before);
    assertThat(get(waiting).getState()).isEqualTo(Build.State.STATE_QUEUED);
  }

  @Test
  void theRetryOfABuildThatBlocksItsChatTakesItsPlace() {
    var failed = calls.blocking(tenant, "c");
    var behind = aBuild().inChat("c").queued();
    var elsewhere = calls.blocking(tenant, "d");

    var retry = retry(failed, "r");

    assertThat(retry.getChatSequence()).isEqualTo(get(failed).getChatSequence());
    assertThat(head("c")).isEqualTo(BuildRef.ofRequest(retry.getName()).id());
    assertThat(blocker("c")).isEmpty();
    assertThat(blocker("d")).containsExactly(elsewhere.id());
    assertThat(get(behind).getState()).isEqualTo(Build.State.STATE_QUEUED);
    assertThat(retry(failed, "r").getName()).as("a repeat").isEqualTo(retry.getName());
  }

  @Test
  void aRepeatOfTheSameRequestAnswersWithTheSameBuild() {
    var failed = aBuild().failed().build();
    var other = aBuild().failed().build();

    var once = retry(failed, "r");

    assertThat(retry(failed, "r").getName()).isEqualTo(once.getName());
    assertThat(retry(failed, "").getName()).isNotEqualTo(once.getName());
    assertThatThrownBy(() -> retry(other, "r")).hasMessageContaining("ALREADY_EXISTS");
    assertThat(queries.count("SELECT count(*) FROM build WHERE tenant_id = ?", tenant))
        .isEqualTo(4);
  }

  @Test
  void onlyWhatHasEndedIsRepeated() {
    for (var build : List.of(aBuild().queued(), aBuild().running().build())) {
      assertThat(Refused.precondition(() -> retry(build, "")))
          .isEqualTo("BUILD_NOT_ENDED " + build.name());
    }
    assertThat(queries.count("SELECT count(*) FROM build WHERE tenant_id = ?", tenant))
        .isEqualTo(2);
  }

  @Test
  void everyWrongFieldIsNamed() {
    assertThat(
            Refused.fields(
                () ->
                    builds.retryBuild(
                        RetryBuildRequest.newBuilder()
                            .setName("b")
                            .setRequestId("r".repeat(129))
                            .build())))
        .containsExactly("request_id", "name");
  }

  @Test
  void aBuildOfAnotherTenantIsNotFound() {
    var build = aBuild().failed().build();

    for (var ref :
        List.of(new BuildRef(rows.tenant(), build.id()), new BuildRef(tenant, UUID.randomUUID()))) {
      assertThat(Refused.notFound(() -> retry(ref, ""))).isEqualTo(ref.name());
      assertThat(Refused.notFound(() -> attempts(ref))).isEqualTo(ref.name());
    }
  }

  @Test
  void everyAttemptKeepsItsCause() {
    var lost = calls.lose(aBuild().queued());
    var succeeded = aBuild().succeeded().build();
    var running = aBuild().running();

    assertThat(attempts(lost))
        .extracting(Attempt::getAttempt, Attempt::getOutcome, at -> at.getFailure().getMessage())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, Attempt.Outcome.OUTCOME_LOST, "loss 1"),
            org.assertj.core.groups.Tuple.tuple(2, Attempt.Outcome.OUTCOME_LOST, "loss 2"),
            org.assertj.core.groups.Tuple.tuple(3, Attempt.Outcome.OUTCOME_LOST, "loss 3"));
    assertThat(attempts(lost))
        .allMatch(at -> at.getFailure().getReason() == Failure.Reason.REASON_RUNNER_LOST)
        .allMatch(at -> at.hasLeaseTime() && at.hasStartTime() && at.hasEndTime());
    assertThat(attempts(succeeded))
        .singleElement()
        .returns(Attempt.Outcome.OUTCOME_SUCCEEDED, Attempt::getOutcome)
        .returns(false, Attempt::hasFailure);
    assertThat(attempts(running.build()))
        .singleElement()
        .returns(running.attemptUid().toString(), Attempt::getUid)
        .returns(Attempt.Outcome.OUTCOME_UNSPECIFIED, Attempt::getOutcome)
        .returns(false, Attempt::hasEndTime);
    assertThat(attempts(aBuild().queued())).isEmpty();
  }

  private TestBuilds.Draft aBuild() {
    return make.aBuild().ofTenant(tenant);
  }

  private void succeedWithCommit(BuildRef build, String commit) {
    var held = make.lease(build);
    ledger.record(
        build,
        held.attemptUid(),
        List.of(
            new dev.slipway.coordinator.build.BuildEvent.Claimed(),
            new SourceResolved(commit),
            new StepsSucceeded(new Results(List.of(), "", false))));
  }

  private UUID head(String chat) {
    return queries.one(
        UUID.class,
        """
        SELECT build_id
          FROM build_head
          JOIN build_request USING (chat_no, place)
         WHERE build_request.tenant_id = ?
           AND chat_id = ?
        """,
        tenant,
        chat);
  }

  private List<UUID> blocker(String chat) {
    return queries.all(
        UUID.class,
        """
        SELECT blocked_by
          FROM chat
         WHERE tenant_id = ?
           AND chat_id = ?
           AND blocked_by IS NOT NULL
        """,
        tenant,
        chat);
  }

  private Build retry(BuildRef build, String requestId) {
    return builds.retryBuild(
        RetryBuildRequest.newBuilder().setName(build.name()).setRequestId(requestId).build());
  }

  private List<Attempt> attempts(BuildRef build) {
    return builds
        .listAttempts(ListAttemptsRequest.newBuilder().setName(build.name()).build())
        .getAttemptsList();
  }

  private Build get(BuildRef build) {
    return builds.getBuild(GetBuildRequest.newBuilder().setName(build.name()).build());
  }
}
