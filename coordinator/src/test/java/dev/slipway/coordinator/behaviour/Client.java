package dev.slipway.coordinator.behaviour;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.TestDatabase;
import dev.slipway.v1.AdminServiceGrpc;
import dev.slipway.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import dev.slipway.v1.Attempt;
import dev.slipway.v1.Blocker;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceBlockingStub;
import dev.slipway.v1.CancelBuildRequest;
import dev.slipway.v1.Chat;
import dev.slipway.v1.CheckInvariantsRequest;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.CreateChatRequest;
import dev.slipway.v1.CreateTenantRequest;
import dev.slipway.v1.ExplainBuildRequest;
import dev.slipway.v1.Explanation;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.GetChatRequest;
import dev.slipway.v1.GetQuotaUsageRequest;
import dev.slipway.v1.ListAttemptsRequest;
import dev.slipway.v1.ListBuildsRequest;
import dev.slipway.v1.ListDeadLettersRequest;
import dev.slipway.v1.Pause;
import dev.slipway.v1.PauseQueueRequest;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.QueueServiceGrpc.QueueServiceBlockingStub;
import dev.slipway.v1.Quota;
import dev.slipway.v1.QuotaServiceGrpc;
import dev.slipway.v1.QuotaServiceGrpc.QuotaServiceBlockingStub;
import dev.slipway.v1.QuotaUsage;
import dev.slipway.v1.ResumeQueueRequest;
import dev.slipway.v1.RetryBuildRequest;
import dev.slipway.v1.Step;
import dev.slipway.v1.TenantServiceGrpc;
import dev.slipway.v1.TenantServiceGrpc.TenantServiceBlockingStub;
import dev.slipway.v1.UpdateBuildRequest;
import dev.slipway.v1.UpdateChatRequest;
import dev.slipway.v1.UpdateQuotaRequest;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The coordinator as clients see it: every answer comes through the real edge. */
@Singleton
final class Client {
  private static final Step SAY_HELLO =
      Step.newBuilder().setId("say").addCommand("echo").addCommand("hello").build();

  final BuildServiceBlockingStub builds;
  final QueueServiceBlockingStub queue;
  final QuotaServiceBlockingStub quotas;
  final TenantServiceBlockingStub tenants;
  final AdminServiceBlockingStub admin;

  Client(TestServer server) {
    builds = BuildServiceGrpc.newBlockingStub(server.channel());
    queue = QueueServiceGrpc.newBlockingStub(server.channel());
    quotas = QuotaServiceGrpc.newBlockingStub(server.channel());
    tenants = TenantServiceGrpc.newBlockingStub(server.channel());
    admin = AdminServiceGrpc.newBlockingStub(server.channel());
  }

  /** A new tenant, as {@code tenants/{tenant}}. */
  String tenant() {
    return tenants
        .createTenant(
            CreateTenantRequest.newBuilder().setTenantId(TestDatabase.newTenantId()).build())
        .getName();
  }

  /** A new chat with these policies, as {@code tenants/{tenant}/chats/{chat}}. */
  String chat(String tenant, String id, Consumer<Chat.Builder> policies) {
    var chat = Chat.newBuilder();
    policies.accept(chat);
    return tenants
        .createChat(
            CreateChatRequest.newBuilder().setParent(tenant).setChatId(id).setChat(chat).build())
        .getName();
  }

  Chat chat(String name) {
    return tenants.getChat(GetChatRequest.newBuilder().setName(name).build());
  }

  /** Changes policies of a chat. */
  void update(String chatName, Consumer<Chat.Builder> policies, String... paths) {
    var chat = Chat.newBuilder().setName(chatName);
    policies.accept(chat);
    var _ =
        tenants.updateChat(
            UpdateChatRequest.newBuilder().setChat(chat).setUpdateMask(mask(paths)).build());
  }

  /** A request for a build that says hello. */
  static CreateBuildRequest.Builder request(
      String tenant, String chat, Consumer<Build.Builder> said) {
    var build = Build.newBuilder().setTemplate("custom").addSteps(SAY_HELLO).setChat(chat);
    said.accept(build);
    return CreateBuildRequest.newBuilder().setParent(tenant).setBuild(build);
  }

  /** Submits a build of a chat, or of none when it is empty; its name. */
  String submit(String tenant, String chat) {
    return submit(tenant, chat, _ -> {});
  }

  String submit(String tenant, String chat, Consumer<Build.Builder> said) {
    return builds.createBuild(request(tenant, chat, said).build()).getName();
  }

  Build get(String build) {
    return builds.getBuild(GetBuildRequest.newBuilder().setName(build).build());
  }

  Build.State state(String build) {
    return get(build).getState();
  }

  Explanation explain(String build) {
    return builds.explainBuild(ExplainBuildRequest.newBuilder().setName(build).build());
  }

  /** Kinds of what keeps a build from starting; GetBuild and ExplainBuild must agree on them. */
  List<Blocker.Kind> blockers(String build) {
    var kinds = kinds(get(build).getQueueStatus().getBlockersList());
    var explained = kinds(explain(build).getQueueStatus().getBlockersList());
    if (!kinds.equals(explained)) {
      throw new AssertionError("GetBuild says " + kinds + ", ExplainBuild " + explained);
    }
    return kinds;
  }

  private static List<Blocker.Kind> kinds(List<Blocker> blockers) {
    return blockers.stream().map(Blocker::getKind).toList();
  }

  /** The only blocker of a kind. */
  Blocker blocker(String build, Blocker.Kind kind) {
    var found =
        get(build).getQueueStatus().getBlockersList().stream()
            .filter(blocker -> blocker.getKind() == kind)
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of " + kind + " in " + blockers(build));
    }
    return found.getFirst();
  }

  List<Attempt> attempts(String build) {
    return builds
        .listAttempts(ListAttemptsRequest.newBuilder().setName(build).build())
        .getAttemptsList();
  }

  /** How many builds of a tenant are stored. */
  int stored(String tenant) {
    return builds
        .listBuilds(ListBuildsRequest.newBuilder().setParent(tenant).setPageSize(1_000).build())
        .getBuildsCount();
  }

  Build cancel(String build) {
    return builds.cancelBuild(
        CancelBuildRequest.newBuilder().setName(build).setReason("enough").build());
  }

  Build retry(String build) {
    return builds.retryBuild(RetryBuildRequest.newBuilder().setName(build).build());
  }

  Build prioritize(String build, Build.Priority priority) {
    return builds.updateBuild(
        UpdateBuildRequest.newBuilder()
            .setBuild(Build.newBuilder().setName(build).setPriority(priority))
            .setUpdateMask(mask("priority"))
            .build());
  }

  /** Sets the limits that are given. */
  Quota limit(String scope, Consumer<Quota.Builder> limits) {
    var quota = Quota.newBuilder().setName(scope + "/quota");
    limits.accept(quota);
    return quotas.updateQuota(UpdateQuotaRequest.newBuilder().setQuota(quota).build());
  }

  /** What a scope uses, by resource. */
  Map<String, Long> usage(String scope) {
    var used = new TreeMap<String, Long>();
    quotas
        .getQuotaUsage(GetQuotaUsageRequest.newBuilder().setName(scope + "/quota").build())
        .getEntriesList()
        .forEach((QuotaUsage.Entry entry) -> used.put(entry.getResource(), entry.getUsed()));
    return used;
  }

  Pause pause(String scope, Consumer<Pause.Builder> said) {
    var pause = Pause.newBuilder().setScope(scope).setPausedBy("ada").setReason("repairs");
    said.accept(pause);
    return queue.pauseQueue(PauseQueueRequest.newBuilder().setPause(pause).build());
  }

  void resume(String scope) {
    var _ = queue.resumeQueue(ResumeQueueRequest.newBuilder().setScope(scope).build());
  }

  /** Names of a tenant's dead letters, oldest first. */
  List<String> deadLetters(String tenant) {
    return queue
        .listDeadLetters(ListDeadLettersRequest.newBuilder().setParent(tenant).build())
        .getBuildsList()
        .stream()
        .map(Build::getName)
        .toList();
  }

  /** Rules that are broken, in words. */
  List<String> violations() {
    return admin
        .checkInvariants(CheckInvariantsRequest.getDefaultInstance())
        .getChecksList()
        .stream()
        .filter(check -> check.getViolations() > 0)
        .map(check -> check.getName() + ": " + String.join("; ", check.getExamplesList()))
        .toList();
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static FieldMask mask(String... paths) {
    return FieldMask.newBuilder().addAllPaths(List.of(paths)).build();
  }
}
