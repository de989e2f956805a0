package dev.slipway.cli.fake;

import dev.slipway.v1.ListTemplatesRequest;
import dev.slipway.v1.ListTemplatesResponse;
import dev.slipway.v1.TemplateServiceGrpc.TemplateServiceImplBase;
import io.grpc.stub.StreamObserver;

/** No templates, but an answer: the coordinator is there. */
final class FakeTemplates extends TemplateServiceImplBase {
  @Override
  public void listTemplates(
      ListTemplatesRequest request, StreamObserver<ListTemplatesResponse> answer) {
    answer.onNext(ListTemplatesResponse.getDefaultInstance());
    answer.onCompleted();
  }
}
