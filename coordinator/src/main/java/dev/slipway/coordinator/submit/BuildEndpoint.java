package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.admit.Admission;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.PageSize;
import dev.slipway.coordinator.build.PageToken;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.fanout.BuildWatch;
import dev.slipway.coordinator.fanout.EventMessages;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.LogExtent;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.CancelBuildRequest;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.ListBuildEventsRequest;
import dev.slipway.v1.ListBuildEventsResponse;
import dev.slipway.v1.ListBuildsRequest;
import dev.slipway.v1.ListBuildsResponse;
import dev.slipway.v1.WaitBuildRequest;
import dev.slipway.v1.WatchBuildRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** BuildService. */
@Singleton
class BuildEndpoint extends BuildServiceGrpc.BuildServiceImplBase {
  private static final int REASON_CHARACTERS_MAX = 512;
  private static final int BUILDS_A_PAGE = 50;
  private static final int EVENTS_A_PAGE = 100;

  private final WishReader wishes;
  private final Admission admission;
  private final Ledger ledger;
  private final Builds builds;
  private final ListRepository lists;
  private final BuildMessages messages;
  private final BuildWatch watch;

  BuildEndpoint(
      WishReader wishes,
      Admission admission,
      Ledger ledger,
      Builds builds,
      ListRepository lists,
      BuildMessages messages,
      BuildWatch watch) {
    this.wishes = wishes;
    this.admission = admission;
    this.ledger = ledger;
    this.builds = builds;
    this.lists = lists;
    this.messages = messages;
    this.watch = watch;
  }

  @Override
  public void createBuild(CreateBuildRequest request, StreamObserver<Build> answer) {
    var wish = wishes.read(request);
    if (request.getValidateOnly()) {
      admission.check(wish);
      answer.onNext(messages.message(wish, request.getBuild()));
    } else {
      var admitted = admission.admit(wish);
      var opened = admitted.record();
      answer.onNext(
          opened == null
              ? message(builds.get(admitted.ref()))
              : messages.message(opened, LogExtent.NONE));
    }
    answer.onCompleted();
  }

  @Override
  public void getBuild(GetBuildRequest request, StreamObserver<Build> answer) {
    answer.onNext(message(builds.get(BuildRef.ofRequest(request.getName()))));
    answer.onCompleted();
  }

  @Override
  public void listBuilds(ListBuildsRequest request, StreamObserver<ListBuildsResponse> answer) {
    var tenant = tenant(request.getParent());
    int size = PageSize.of(request.getPageSize(), BUILDS_A_PAGE);
    var filter = BuildFilter.parse(request.getFilter());
    // One more than a page tells whether there is another.
    var found =
        lists.newest(
            tenant,
            before(request.getPageToken()),
            filter.chat(),
            filter.project(),
            filter.state(),
            filter.messageId(),
            filter.template(),
            size + 1);
    var page = found.subList(0, Math.min(size, found.size()));
    var response =
        ListBuildsResponse.newBuilder().addAllBuilds(page.stream().map(this::message).toList());
    if (found.size() > size) {
      response.setNextPageToken(PageToken.encode(page.getLast().buildId().toString()));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void cancelBuild(CancelBuildRequest request, StreamObserver<Build> answer) {
    var ref = BuildRef.ofRequest(request.getName());
    if (request.getReason().length() > REASON_CHARACTERS_MAX) {
      throw Refusal.badField(
          "reason",
          "has %d characters; at most %d."
              .formatted(request.getReason().length(), REASON_CHARACTERS_MAX));
    }
    ledger.ask(ref, new CancelAsked(request.getReason().replace('\0', '\uFFFD')));
    answer.onNext(message(builds.get(ref)));
    answer.onCompleted();
  }

  @Override
  public void waitBuild(WaitBuildRequest request, StreamObserver<Build> answer) {
    var ref = BuildRef.ofRequest(request.getName());
    long millis = WishReader.millis(request.getTimeout());
    if (request.hasTimeout() && (millis < 0 || millis > WishReader.TIMEOUT_MAX_MILLIS)) {
      throw Refusal.badField(
          "timeout", "is %d s; 0 s to 3600 s.".formatted(request.getTimeout().getSeconds()));
    }
    var timeout = Duration.ofMillis(request.hasTimeout() ? millis : WishReader.TIMEOUT_MAX_MILLIS);
    builds.get(ref);
    watch.awaitEnd(ref, timeout, (ServerCallStreamObserver<?>) answer);
    answer.onNext(message(builds.get(ref)));
    answer.onCompleted();
  }

  @Override
  public void watchBuild(WatchBuildRequest request, StreamObserver<BuildEvent> answer) {
    watch.watch(
        BuildRef.ofRequest(request.getName()),
        request,
        (ServerCallStreamObserver<BuildEvent>) answer);
  }

  @Override
  public void listBuildEvents(
      ListBuildEventsRequest request, StreamObserver<ListBuildEventsResponse> answer) {
    var ref = BuildRef.ofRequest(request.getName());
    int size = PageSize.of(request.getPageSize(), EVENTS_A_PAGE);
    builds.get(ref);
    var found = builds.events(ref, after(request.getPageToken()), size + 1);
    var page = found.subList(0, Math.min(size, found.size()));
    var response =
        ListBuildEventsResponse.newBuilder()
            .addAllEvents(page.stream().map(event -> EventMessages.message(ref, event)).toList());
    if (found.size() > size) {
      response.setNextPageToken(PageToken.encode(Long.toString(page.getLast().sequence())));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  private Build message(BuildRecord build) {
    return messages.message(build, builds.log(build.ref()));
  }

  private static String tenant(String parent) {
    var id = parent.startsWith("tenants/") ? parent.substring("tenants/".length()) : "";
    if (!Ids.valid(id)) {
      throw Refusal.badField("parent", "\"" + parent + "\" is not of the form tenants/{tenant}.");
    }
    return id;
  }

  private static @Nullable UUID before(String token) {
    var key = PageToken.decode(token, 1);
    try {
      return key.isEmpty() ? null : UUID.fromString(key.getFirst());
    } catch (IllegalArgumentException notAnId) {
      throw PageToken.bad();
    }
  }

  private static long after(String token) {
    var key = PageToken.decode(token, 1);
    try {
      return key.isEmpty() ? 0 : Long.parseLong(key.getFirst());
    } catch (NumberFormatException notANumber) {
      throw PageToken.bad();
    }
  }
}
