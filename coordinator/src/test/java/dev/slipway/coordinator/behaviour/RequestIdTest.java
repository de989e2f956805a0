package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BulkCancelBuildsRequest;
import dev.slipway.v1.CancelBuildRequest;
import dev.slipway.v1.Chat;
import dev.slipway.v1.CreateTenantRequest;
import dev.slipway.v1.DeleteChatRequest;
import dev.slipway.v1.DiscardDeadLetterRequest;
import dev.slipway.v1.GetQueueRequest;
import dev.slipway.v1.GetQuotaRequest;
import dev.slipway.v1.Pause;
import dev.slipway.v1.PauseQueueRequest;
import dev.slipway.v1.PreviewServiceGrpc;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.Quota;
import dev.slipway.v1.QuotaServiceGrpc;
import dev.slipway.v1.RequeueDeadLetterRequest;
import dev.slipway.v1.ResumeQueueRequest;
import dev.slipway.v1.Tenant;
import dev.slipway.v1.TenantServiceGrpc;
import dev.slipway.v1.UpdateBuildRequest;
import dev.slipway.v1.UpdateChatRequest;
import dev.slipway.v1.UpdateQuotaRequest;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Calls that say a request_id: their repeats are answered as at first, and do nothing. */
@BehaviourTest
class RequestIdTest extends Behaviour {

  @Test
  void everyCallThatChangesSomethingTakesOne() {
    var without =
        Stream.of(
                BuildServiceGrpc.getServiceDescriptor(),
                QueueServiceGrpc.getServiceDescriptor(),
                QuotaServiceGrpc.getServiceDescriptor(),
                TenantServiceGrpc.getServiceDescriptor(),
                PreviewServiceGrpc.getServiceDescriptor())
            .flatMap(service -> service.getMethods().stream())
            .map(method -> (ProtoMethodDescriptorSupplier) method.getSchemaDescriptor())
            .map(ProtoMethodDescriptorSupplier::getMethodDescriptor)
            .filter(method -> method.getInputType().findFieldByName("request_id") == null)
            .map(method -> method.getName());

    assertThat(without)
        .as("calls that only look, and a batch, whose requests have one each")
        .allMatch(
            name -> name.matches("(Get|List|BatchGet|Watch|Wait|Explain|Simulate|BatchCreate).*"));
  }

  @Test
  void changesOfABuildAreMadeOnce() {
    var build = client.submit(us, "garden");
    answeredAsAtFirst(
        () -> rename(build, "one", "id-1"),
        () -> rename(build, "two", ""),
        () -> client.get(build).getDisplayName());
    platform.runs();
    answeredAsAtFirst(
        () ->
            client.builds.cancelBuild(
                CancelBuildRequest.newBuilder().setName(build).setRequestId("id-2").build()),
        () -> platform.stops(build),
        () -> client.get(build));
    assertThat(client.state(build)).isEqualTo(State.STATE_CANCELLED);
  }

  @Test
  void aRepeatedBulkCancelSparesWhatCameMeanwhile() {
    client.submit(us, "garden");
    var request =
        BulkCancelBuildsRequest.newBuilder()
            .setParent(us)
            .setFilter("chat = \"garden\"")
            .setForce(true)
            .setRequestId("all");

    answeredAsAtFirst(
        () -> client.builds.bulkCancelBuilds(request.build()),
        () -> client.submit(us, "garden"),
        () -> client.usage(us));

    assertThat(client.usage(us)).containsEntry("queued", 1L);
  }

  @Test
  void aRepeatedPauseOrResumeLeavesWhatOthersDidMeanwhile() {
    var pause =
        PauseQueueRequest.newBuilder()
            .setPause(Pause.newBuilder().setScope(us).setPausedBy("ada"))
            .setRequestId("pause")
            .build();
    var resume = ResumeQueueRequest.newBuilder().setScope(us).setRequestId("resume").build();

    answeredAsAtFirst(
        () -> client.queue.pauseQueue(pause), () -> client.resume(us), () -> pauses());
    assertThat(pauses()).isZero();
    client.pause(us, said -> said.setPausedBy("bob"));
    answeredAsAtFirst(
        () -> client.queue.resumeQueue(resume),
        () -> client.pause(us, said -> said.setPausedBy("eve")),
        () -> pauses());
    assertThat(pauses()).isOne();
  }

  @Test
  void aRepeatedLimitLeavesANewerOne() {
    var request =
        UpdateQuotaRequest.newBuilder()
            .setQuota(Quota.newBuilder().setName(us + "/quota").setRunning(1))
            .setRequestId("limit")
            .build();

    answeredAsAtFirst(
        () -> client.quotas.updateQuota(request),
        () -> client.limit(us, quota -> quota.setRunning(7)),
        () ->
            client
                .quotas
                .getQuota(GetQuotaRequest.newBuilder().setName(us + "/quota").build())
                .getRunning());
  }

  @Test
  void aRepeatedCreateOrDeleteIsNoMistake() {
    var id = "t-" + UUID.randomUUID();
    var create =
        CreateTenantRequest.newBuilder()
            .setTenantId(id)
            .setTenant(Tenant.newBuilder().setDisplayName("one"))
            .setRequestId(id)
            .build();
    answeredAsAtFirst(
        () -> client.tenants.createTenant(create), () -> {}, () -> client.stored("tenants/" + id));
    var garden = client.chat(us, "garden", chat -> chat.setMaxParallel(2));

    answeredAsAtFirst(
        () ->
            client.tenants.deleteChat(
                DeleteChatRequest.newBuilder().setName(garden).setRequestId("gone").build()),
        () -> client.chat(us, "garden", chat -> chat.setMaxParallel(3)),
        () -> client.chat(garden));
    assertThat(client.chat(garden)).as("the new one").returns(3, Chat::getMaxParallel);
  }

  @Test
  void deadLettersAreLookedAfterOnce() {
    var requeued = deadLetter("garden");
    var discarded = deadLetter("orchard");

    answeredAsAtFirst(
        () ->
            client.queue.requeueDeadLetter(
                RequeueDeadLetterRequest.newBuilder().setName(requeued).setRequestId("q").build()),
        () -> platform.runs(),
        () -> client.stored(us));
    answeredAsAtFirst(
        () ->
            client.queue.discardDeadLetter(
                DiscardDeadLetterRequest.newBuilder().setName(discarded).setRequestId("d").build()),
        () -> {},
        () -> client.deadLetters(us));
  }

  @Test
  void anotherCallOfTheSameRequestIdIsRefusedAndDoesNothing() {
    var build = client.submit(us, "garden");
    rename(build, "one", "mine");

    assertThat(Refusal.of(() -> rename(build, "two", "mine")))
        .isEqualTo("ALREADY_EXISTS REQUEST_ID_TAKEN {request_id=mine}");
    assertThat(
            Refusal.of(
                () ->
                    client.builds.cancelBuild(
                        CancelBuildRequest.newBuilder()
                            .setName(build)
                            .setRequestId("mine")
                            .build())))
        .as("another method")
        .isEqualTo("ALREADY_EXISTS REQUEST_ID_TAKEN {request_id=mine}");

    assertThat(client.get(build))
        .returns("one", Build::getDisplayName)
        .returns(State.STATE_QUEUED, Build::getState);
    var theirs = client.submit(them, "garden");
    assertThat(rename(theirs, "two", "mine").getDisplayName())
        .as("another tenant's request_id")
        .isEqualTo("two");
  }

  @Test
  void aCallThatWasRefusedMayBeMadeAgain() {
    var garden = us + "/chats/garden";

    assertThat(Refusal.of(() -> parallel(garden, "later")))
        .isEqualTo("NOT_FOUND NOT_FOUND resource " + garden);
    client.chat(us, "garden", _ -> {});

    assertThat(parallel(garden, "later").getMaxParallel()).isEqualTo(5);
    assertThat(Refusal.of(() -> parallel(garden, "x".repeat(129))))
        .isEqualTo("INVALID_ARGUMENT BAD_REQUEST field request_id");
  }

  @Test
  void manyAtOnceAreOneCall() throws Exception {
    var id = "t-" + UUID.randomUUID();
    var create = CreateTenantRequest.newBuilder().setTenantId(id).setRequestId(id).build();

    var go = new CountDownLatch(1);
    var calls = new ArrayList<Future<Tenant>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        calls.add(
            threads.submit(
                () -> {
                  go.await();
                  return client.tenants.createTenant(create);
                }));
      }
      go.countDown();
    }

    var first = calls.getFirst().get();
    for (var call : calls) {
      assertThat(call.get()).isEqualTo(first);
    }
  }

  @Test
  void aRequestIdIsForgottenAfterADay() {
    var build = client.submit(us, "garden");
    rename(build, "one", "mine");
    rows.execute("UPDATE answered_call SET answer_time = answer_time - interval '25h'");

    assertThat(rename(build, "two", "mine").getDisplayName()).isEqualTo("two");
  }

  /** The same answer twice, though the world is another by then, and stays as it is. */
  private static void answeredAsAtFirst(
      Supplier<? extends Message> call, Runnable meanwhile, Supplier<?> world) {
    var first = call.get();
    meanwhile.run();
    var before = world.get();

    assertThat((Object) call.get()).isEqualTo(first);

    assertThat((Object) world.get()).isEqualTo(before);
  }

  private Build rename(String build, String displayName, String requestId) {
    return client.builds.updateBuild(
        UpdateBuildRequest.newBuilder()
            .setBuild(Build.newBuilder().setName(build).setDisplayName(displayName))
            .setUpdateMask(Client.mask("display_name"))
            .setRequestId(requestId)
            .build());
  }

  private Chat parallel(String chat, String requestId) {
    return client.tenants.updateChat(
        UpdateChatRequest.newBuilder()
            .setChat(Chat.newBuilder().setName(chat).setMaxParallel(5))
            .setUpdateMask(Client.mask("max_parallel"))
            .setRequestId(requestId)
            .build());
  }

  private int pauses() {
    return client
        .queue
        .getQueue(GetQueueRequest.newBuilder().setScope(us).build())
        .getPausesCount();
  }

  private String deadLetter(String chat) {
    var build = client.submit(us, chat);
    for (int loss = 1; loss <= 3; loss++) {
      assertThat(platform.runs()).contains(build);
      platform.loses(build);
      platform.minutesPass(1);
    }
    return build;
  }
}
