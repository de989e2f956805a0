package dev.slipway.race.load;

import com.google.protobuf.FieldMask;
import dev.slipway.bench.measure.Rest;
import dev.slipway.race.load.Caller.About;
import dev.slipway.race.plan.Names;
import dev.slipway.v1.Chat;
import dev.slipway.v1.CreateChatRequest;
import dev.slipway.v1.CreateTenantRequest;
import dev.slipway.v1.Pause;
import dev.slipway.v1.PauseQueueRequest;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.Quota;
import dev.slipway.v1.QuotaServiceGrpc;
import dev.slipway.v1.ResumeQueueRequest;
import dev.slipway.v1.Tenant;
import dev.slipway.v1.TenantServiceGrpc;
import dev.slipway.v1.UpdateChatRequest;
import dev.slipway.v1.UpdateQuotaRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Somebody who makes tenants, and then lowers and raises limits, pauses and resumes them. */
final class Operator {
  private static final int CLUSTER_CPU_MILLIS_MAX = 12_000;

  /** Things that are turned down at a time; then the oldest is turned up again. */
  private static final int DOWN_MAX = 4;

  private final Names names;
  private final int clusterRunningMax;
  private final RandomGenerator random;
  private final Caller caller;
  private final Duration rhythm;
  private final Housekeeper housekeeper;

  /** How to undo what is turned down. */
  private final Deque<Undo> down = new ArrayDeque<>();

  @FunctionalInterface
  private interface Undo {
    void run() throws InterruptedException;
  }

  Operator(
      Names names, int clusterRunningMax, RandomGenerator random, Caller caller, Duration rhythm) {
    this.names = names;
    this.clusterRunningMax = clusterRunningMax;
    this.random = random;
    this.caller = caller;
    this.rhythm = rhythm;
    this.housekeeper =
        new Housekeeper(
            names,
            (kind, call) ->
                known(
                    kind,
                    channel -> {
                      call.accept(TenantServiceGrpc.newBlockingStub(channel));
                      return "";
                    }));
  }

  /** Makes tenants of different weight, chats that run several builds at a time, and limits. */
  void prepare() throws InterruptedException {
    for (int tenant = 0; tenant < names.tenants(); tenant++) {
      int weight = 1 + tenant % 3;
      var request =
          CreateTenantRequest.newBuilder()
              .setTenantId(names.tenant(tenant))
              .setTenant(Tenant.newBuilder().setWeight(weight));
      known(
          "TENANT",
          channel -> TenantServiceGrpc.newBlockingStub(channel).createTenant(request.build()));
      quota(scope(tenant), names.runningMax(tenant), names.cpuMillisMax(tenant));
      for (int chat = 0; chat < names.chatsPerTenant(); chat++) {
        if (names.parallel(chat) > 1) {
          makeChat(tenant, chat);
        }
      }
    }
    quota("cluster", clusterRunningMax, CLUSTER_CPU_MILLIS_MAX);
  }

  private void makeChat(int tenant, int chat) throws InterruptedException {
    var request =
        CreateChatRequest.newBuilder()
            .setParent(scope(tenant))
            .setChatId(names.chat(chat))
            .setChat(Chat.newBuilder().setProject("default").setMaxParallel(names.parallel(chat)));
    known(
        "CHAT", channel -> TenantServiceGrpc.newBlockingStub(channel).createChat(request.build()));
  }

  /** Plays with limits until the pace is over, and leaves everything as it was. */
  void run(Pace pace) throws InterruptedException {
    while (!pace.over()) {
      turnDown();
      housekeeper.turn();
      if (down.size() > DOWN_MAX) {
        down.removeFirst().run();
      }
      Rest.of(rhythm);
    }
    while (!down.isEmpty()) {
      down.removeFirst().run();
    }
  }

  private void turnDown() throws InterruptedException {
    int tenant = random.nextInt(names.tenants());
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        quota(scope(tenant), random.nextInt(3), 500 + 500L * random.nextInt(3));
        down.add(() -> quota(scope(tenant), names.runningMax(tenant), names.cpuMillisMax(tenant)));
      }
      case 3 -> {
        quota("cluster", 2 + random.nextInt(clusterRunningMax / 2), 3_000);
        down.add(() -> quota("cluster", clusterRunningMax, CLUSTER_CPU_MILLIS_MAX));
      }
      case 4, 5 -> {
        pause(tenant);
        down.add(() -> resume(tenant));
      }
      default -> {
        int chat = random.nextInt(names.chatsPerTenant());
        parallel(tenant, chat, 1 + random.nextInt(3));
        down.add(() -> parallel(tenant, chat, names.parallel(chat)));
      }
    }
  }

  private void quota(String scope, int running, long cpuMillis) throws InterruptedException {
    var request =
        UpdateQuotaRequest.newBuilder()
            .setQuota(
                Quota.newBuilder()
                    .setName(scope + "/quota")
                    .setRunning(running)
                    .setCpuMillis(cpuMillis));
    known(
        "QUOTA", channel -> QuotaServiceGrpc.newBlockingStub(channel).updateQuota(request.build()));
  }

  private void pause(int tenant) throws InterruptedException {
    var request =
        PauseQueueRequest.newBuilder()
            .setPause(
                Pause.newBuilder()
                    .setScope(scope(tenant))
                    .setMode(random.nextInt(4) == 0 ? Pause.Mode.MODE_DRAIN : Pause.Mode.MODE_HOLD)
                    .setPausedBy("operator")
                    .setReason("race"));
    known(
        "PAUSE", channel -> QueueServiceGrpc.newBlockingStub(channel).pauseQueue(request.build()));
  }

  private void resume(int tenant) throws InterruptedException {
    var request = ResumeQueueRequest.newBuilder().setScope(scope(tenant)).build();
    known("RESUME", channel -> QueueServiceGrpc.newBlockingStub(channel).resumeQueue(request));
  }

  private void parallel(int tenant, int chat, int most) throws InterruptedException {
    var request =
        UpdateChatRequest.newBuilder()
            .setChat(
                Chat.newBuilder()
                    .setName(scope(tenant) + "/chats/" + names.chat(chat))
                    .setMaxParallel(most))
            .setUpdateMask(FieldMask.newBuilder().addPaths("max_parallel"));
    known(
        "CHAT", channel -> TenantServiceGrpc.newBlockingStub(channel).updateChat(request.build()));
  }

  private String scope(int tenant) {
    return "tenants/" + names.tenant(tenant);
  }

  /**
   * Until it is done. What is refused was done before by a call whose answer was lost, or the chat
   * is not there yet; anything else is a mistake of the race.
   */
  private void known(String kind, Function<ManagedChannel, ? extends Object> call)
      throws InterruptedException {
    var code =
        caller.untilKnown(
            new About(kind, "", null, null),
            channel -> {
              var _ = call.apply(channel);
              return "";
            });
    if (code != null && code != Code.ALREADY_EXISTS && code != Code.NOT_FOUND) {
      throw new IllegalStateException(kind + " was refused: " + code);
    }
  }
}
