package dev.slipway.cli.fake;

import dev.slipway.v1.GetQuotaRequest;
import dev.slipway.v1.GetQuotaUsageRequest;
import dev.slipway.v1.ListQuotasRequest;
import dev.slipway.v1.ListQuotasResponse;
import dev.slipway.v1.Quota;
import dev.slipway.v1.QuotaServiceGrpc.QuotaServiceImplBase;
import dev.slipway.v1.QuotaUsage;
import dev.slipway.v1.UpdateQuotaRequest;
import io.grpc.stub.StreamObserver;

/** Quotas that answer what a test puts here; an update answers with what it was given. */
public final class FakeQuotas extends QuotaServiceImplBase {
  public final Answers answers = new Answers();
  public volatile Quota quota = Quota.getDefaultInstance();
  public volatile QuotaUsage usage = QuotaUsage.getDefaultInstance();
  public volatile ListQuotasResponse quotas = ListQuotasResponse.getDefaultInstance();

  @Override
  public void getQuota(GetQuotaRequest request, StreamObserver<Quota> answer) {
    answers.give(request, answer, quota);
  }

  @Override
  public void updateQuota(UpdateQuotaRequest request, StreamObserver<Quota> answer) {
    answers.give(request, answer, request.getQuota());
  }

  @Override
  public void getQuotaUsage(GetQuotaUsageRequest request, StreamObserver<QuotaUsage> answer) {
    answers.give(request, answer, usage);
  }

  @Override
  public void listQuotas(ListQuotasRequest request, StreamObserver<ListQuotasResponse> answer) {
    answers.give(request, answer, quotas);
  }
}
