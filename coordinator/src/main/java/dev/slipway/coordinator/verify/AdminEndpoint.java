package dev.slipway.coordinator.verify;

import com.google.protobuf.Timestamp;
import dev.slipway.coordinator.verify.Verification.Checked;
import dev.slipway.v1.AdminServiceGrpc;
import dev.slipway.v1.CheckInvariantsRequest;
import dev.slipway.v1.CheckInvariantsResponse;
import dev.slipway.v1.Coordinator;
import dev.slipway.v1.InvariantCheck;
import dev.slipway.v1.ListCoordinatorsRequest;
import dev.slipway.v1.ListCoordinatorsResponse;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.time.Instant;

/** AdminService. */
@Singleton
class AdminEndpoint extends AdminServiceGrpc.AdminServiceImplBase {
  /**
   * Far more than share a database; those that have ended without a word stay listed for a while.
   */
  private static final int COORDINATORS_MAX = 1_000;

  private final Verification verification;
  private final SnapshotRepository snapshot;

  AdminEndpoint(Verification verification, SnapshotRepository snapshot) {
    this.verification = verification;
    this.snapshot = snapshot;
  }

  @Override
  public void checkInvariants(
      CheckInvariantsRequest request, StreamObserver<CheckInvariantsResponse> answer) {
    var report = verification.check();
    answer.onNext(
        CheckInvariantsResponse.newBuilder()
            .addAllChecks(report.checks().stream().map(AdminEndpoint::message).toList())
            .setAsOfTime(timestamp(report.asOf()))
            .build());
    answer.onCompleted();
  }

  @Override
  public void listCoordinators(
      ListCoordinatorsRequest request, StreamObserver<ListCoordinatorsResponse> answer) {
    answer.onNext(
        ListCoordinatorsResponse.newBuilder()
            .addAllCoordinators(
                snapshot.coordinators(COORDINATORS_MAX).stream()
                    .map(AdminEndpoint::message)
                    .toList())
            .build());
    answer.onCompleted();
  }

  private static InvariantCheck message(Checked checked) {
    return InvariantCheck.newBuilder()
        .setName(checked.rule().name())
        .setRule(checked.rule().sentence())
        .setChecked(checked.finding().checked())
        .setViolations(checked.finding().violations())
        .addAllExamples(checked.finding().lines())
        .build();
  }

  private static Coordinator message(CoordinatorRow row) {
    return Coordinator.newBuilder()
        .setUid(row.coordinatorId().toString())
        .setGrpcAddress(row.grpcAddress())
        .setPid(row.pid())
        .setStartTime(timestamp(row.startTime()))
        .setBeatTime(timestamp(row.beatTime()))
        .setActive(row.active())
        .build();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
