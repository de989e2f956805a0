package dev.slipway.cli.fake;

import dev.slipway.v1.ListPreviewsRequest;
import dev.slipway.v1.ListPreviewsResponse;
import dev.slipway.v1.Preview;
import dev.slipway.v1.PreviewServiceGrpc.PreviewServiceImplBase;
import dev.slipway.v1.RollbackPreviewRequest;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One chat with a preview, which goes wherever it is asked to. */
public final class FakePreviews extends PreviewServiceImplBase {
  public final List<RollbackPreviewRequest> rolledBack =
      Collections.synchronizedList(new ArrayList<>());

  @Override
  public void listPreviews(
      ListPreviewsRequest request, StreamObserver<ListPreviewsResponse> answer) {
    answer.onNext(
        ListPreviewsResponse.newBuilder().addPreviews(preview("c1", Script.BUILD)).build());
    answer.onCompleted();
  }

  @Override
  public void rollbackPreview(RollbackPreviewRequest request, StreamObserver<Preview> answer) {
    rolledBack.add(request);
    answer.onNext(preview("c1", request.getBuild()));
    answer.onCompleted();
  }

  private static Preview preview(String chat, String build) {
    return Preview.newBuilder()
        .setName("tenants/default/previews/" + chat)
        .setUri("http://c-1.localhost:1/")
        .setBuild(build)
        .build();
  }
}
