package dev.slipway.coordinator.quota;

import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.build.UpdateMask;
import dev.slipway.v1.GetQuotaRequest;
import dev.slipway.v1.GetQuotaUsageRequest;
import dev.slipway.v1.ListQuotasRequest;
import dev.slipway.v1.ListQuotasResponse;
import dev.slipway.v1.QuotaServiceGrpc;
import dev.slipway.v1.QuotaUsage;
import dev.slipway.v1.UpdateQuotaRequest;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** QuotaService: the calls about limits and uses. */
@Singleton
class QuotaEndpoint extends QuotaServiceGrpc.QuotaServiceImplBase {
  private final Quotas quotas;

  QuotaEndpoint(Quotas quotas) {
    this.quotas = quotas;
  }

  @Override
  public void getQuota(GetQuotaRequest request, StreamObserver<dev.slipway.v1.Quota> answer) {
    var scope = QuotaMessages.scope("name", request.getName());
    answer(answer, QuotaMessages.message(quotas.get(scope)));
  }

  @Override
  public void updateQuota(UpdateQuotaRequest request, StreamObserver<dev.slipway.v1.Quota> answer) {
    var said = request.getQuota();
    var scope = QuotaMessages.scope("quota.name", said.getName());
    var paths = UpdateMask.of(request.getUpdateMask().getPathsList(), QuotaMessages.FIELDS);
    var quota = quotas.update(scope, stands -> QuotaMessages.merge(scope, stands, said, paths));
    answer(answer, QuotaMessages.message(quota));
  }

  @Override
  public void getQuotaUsage(GetQuotaUsageRequest request, StreamObserver<QuotaUsage> answer) {
    var scope = QuotaMessages.scope("name", request.getName());
    answer(answer, QuotaMessages.message(quotas.usage(scope)));
  }

  @Override
  public void listQuotas(ListQuotasRequest request, StreamObserver<ListQuotasResponse> answer) {
    var found = quotas.list(Scope.ofRequest("scope", request.getScope()));
    answer(
        answer,
        ListQuotasResponse.newBuilder()
            .addAllQuotas(found.stream().map(QuotaMessages::message).toList())
            .build());
  }

  private static <A> void answer(StreamObserver<A> to, A message) {
    to.onNext(message);
    to.onCompleted();
  }
}
