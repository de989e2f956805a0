package dev.slipway.coordinator.preview;

import com.google.protobuf.Timestamp;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.PageSize;
import dev.slipway.coordinator.build.PageToken;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.v1.GetPreviewRequest;
import dev.slipway.v1.ListPreviewsRequest;
import dev.slipway.v1.ListPreviewsResponse;
import dev.slipway.v1.Preview;
import dev.slipway.v1.PreviewServiceGrpc;
import dev.slipway.v1.RollbackPreviewRequest;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gRPC face of previews. */
@Singleton
final class PreviewEndpoint extends PreviewServiceGrpc.PreviewServiceImplBase {
  private static final int PAGE_SIZE = 50;

  private final PreviewRepository repository;
  private final Previews previews;
  private final RollBack rollBack;

  PreviewEndpoint(PreviewRepository repository, Previews previews, RollBack rollBack) {
    this.repository = repository;
    this.previews = previews;
    this.rollBack = rollBack;
  }

  @Override
  public void getPreview(GetPreviewRequest request, StreamObserver<Preview> answer) {
    var name = PreviewName.parse(request.getName());
    var row =
        repository
            .find(name.tenant(), name.chat())
            .orElseThrow(() -> Refusal.notFound(name.name()));
    answer.onNext(toProto(row));
    answer.onCompleted();
  }

  @Override
  public void listPreviews(
      ListPreviewsRequest request, StreamObserver<ListPreviewsResponse> answer) {
    String tenant = PreviewName.parseParent(request.getParent());
    int size = PageSize.of(request.getPageSize(), PAGE_SIZE);
    if (repository.countTenants(tenant) == 0) {
      throw Refusal.notFound(request.getParent());
    }
    // One more than asked for: it tells whether there is a next page.
    List<PreviewRow> rows = rows(tenant, request.getPageToken(), size + 1);
    var response = ListPreviewsResponse.newBuilder();
    rows.stream().limit(size).map(this::toProto).forEach(response::addPreviews);
    if (rows.size() > size) {
      PreviewRow last = rows.get(size - 1);
      response.setNextPageToken(PageToken.encode(last.updateTime().toString(), last.chatId()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private List<PreviewRow> rows(String tenant, String token, int count) {
    List<String> key = PageToken.decode(token, 2);
    if (key.isEmpty()) {
      return repository.list(tenant, count);
    }
    try {
      return repository.listAfter(tenant, Instant.parse(key.get(0)), key.get(1), count);
    } catch (DateTimeException e) {
      throw PageToken.bad();
    }
  }

  @Override
  public void rollbackPreview(RollbackPreviewRequest request, StreamObserver<Preview> answer) {
    var name = PreviewName.parse(request.getName());
    answer.onNext(toProto(rollBack.to(name, build(request.getBuild()))));
    answer.onCompleted();
  }

  private static @Nullable BuildRef build(String name) {
    if (name.isEmpty()) {
      return null;
    }
    return BuildRef.parse(name)
        .orElseThrow(
            () ->
                Refusal.badField(
                    "build",
                    "'%s' is not the name of a build. Give tenants/{tenant}/builds/{build}."
                        .formatted(name)));
  }

  private Preview toProto(PreviewRow row) {
    return Preview.newBuilder()
        .setName(new PreviewName(row.tenantId(), row.chatId()).name())
        .setUri(previews.chatUri(row.tenantId(), row.chatId()))
        .setBuild(new BuildRef(row.tenantId(), row.buildId()).name())
        .setUpdateTime(toProto(row.updateTime()))
        .build();
  }

  private static Timestamp toProto(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
