package dev.slipway.cli.fake;

import dev.slipway.v1.AdminServiceGrpc.AdminServiceImplBase;
import dev.slipway.v1.CheckInvariantsRequest;
import dev.slipway.v1.CheckInvariantsResponse;
import dev.slipway.v1.ListCoordinatorsRequest;
import dev.slipway.v1.ListCoordinatorsResponse;
import io.grpc.stub.StreamObserver;

/** Answers what a test puts here. */
public final class FakeAdmin extends AdminServiceImplBase {
  public final Answers answers = new Answers();
  public volatile CheckInvariantsResponse checks = CheckInvariantsResponse.getDefaultInstance();
  public volatile ListCoordinatorsResponse coordinators =
      ListCoordinatorsResponse.getDefaultInstance();

  @Override
  public void checkInvariants(
      CheckInvariantsRequest request, StreamObserver<CheckInvariantsResponse> answer) {
    answers.give(request, answer, checks);
  }

  @Override
  public void listCoordinators(
      ListCoordinatorsRequest request, StreamObserver<ListCoordinatorsResponse> answer) {
    answers.give(request, answer, coordinators);
  }
}
