package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.slipway.v1.AdminServiceGrpc;
import dev.slipway.v1.Archive;
import dev.slipway.v1.BatchCreateBuildsRequest;
import dev.slipway.v1.BatchGetBuildsRequest;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BulkCancelBuildsRequest;
import dev.slipway.v1.CancelBuildRequest;
import dev.slipway.v1.Chat;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.CreateChatRequest;
import dev.slipway.v1.CreateProjectRequest;
import dev.slipway.v1.CreateTenantRequest;
import dev.slipway.v1.DeleteChatRequest;
import dev.slipway.v1.DeleteProjectRequest;
import dev.slipway.v1.DeleteTenantRequest;
import dev.slipway.v1.DiscardDeadLetterRequest;
import dev.slipway.v1.ExplainBuildRequest;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.GetChatQueueRequest;
import dev.slipway.v1.GetChatRequest;
import dev.slipway.v1.GetProjectRequest;
import dev.slipway.v1.GetQueueRequest;
import dev.slipway.v1.GetQueueStatsRequest;
import dev.slipway.v1.GetQuotaRequest;
import dev.slipway.v1.GetQuotaUsageRequest;
import dev.slipway.v1.GetTenantRequest;
import dev.slipway.v1.ListAttemptsRequest;
import dev.slipway.v1.ListBuildEventsRequest;
import dev.slipway.v1.ListBuildsRequest;
import dev.slipway.v1.ListChatsRequest;
import dev.slipway.v1.ListDeadLettersRequest;
import dev.slipway.v1.ListPausesRequest;
import dev.slipway.v1.ListProjectsRequest;
import dev.slipway.v1.ListQuotasRequest;
import dev.slipway.v1.ListTenantsRequest;
import dev.slipway.v1.Pause;
import dev.slipway.v1.PauseQueueRequest;
import dev.slipway.v1.Project;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.Quota;
import dev.slipway.v1.QuotaServiceGrpc;
import dev.slipway.v1.RequeueDeadLetterRequest;
import dev.slipway.v1.Resources;
import dev.slipway.v1.ResumeQueueRequest;
import dev.slipway.v1.RetryBuildRequest;
import dev.slipway.v1.SimulateQueueRequest;
import dev.slipway.v1.SimulatedBuild;
import dev.slipway.v1.SimulatedQuota;
import dev.slipway.v1.Source;
import dev.slipway.v1.Tenant;
import dev.slipway.v1.TenantServiceGrpc;
import dev.slipway.v1.UpdateBuildRequest;
import dev.slipway.v1.UpdateChatRequest;
import dev.slipway.v1.UpdateProjectRequest;
import dev.slipway.v1.UpdateQuotaRequest;
import dev.slipway.v1.UpdateTenantRequest;
import dev.slipway.v1.WaitBuildRequest;
import dev.slipway.v1.WatchBuildRequest;
import dev.slipway.v1.WatchBuildsRequest;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Every refusal of the services about builds and their queue, as it comes over the wire. What only
 * comes under load or of a lost database is tested where it is made.
 */
@BehaviourTest
class RefusalsTest extends Behaviour {
  private static final String NOWHERE = "/builds/01890000-0000-7000-8000-000000000000";
  private static final List<ServiceDescriptor> SERVICES =
      List.of(
          BuildServiceGrpc.getServiceDescriptor(),
          QueueServiceGrpc.getServiceDescriptor(),
          QuotaServiceGrpc.getServiceDescriptor(),
          TenantServiceGrpc.getServiceDescriptor(),
          AdminServiceGrpc.getServiceDescriptor());

  /** Calls that take nothing that could be wrong. */
  private static final List<String> NEVER_REFUSED = List.of("CheckInvariants", "ListCoordinators");

  private final List<Case> cases = new ArrayList<>();
  private String method = "";

  private record Case(String method, ThrowingCallable call, String words) {}

  @Test
  void everyRefusalSaysWhatIsWrongInItsDetailsAndChangesNothing() {
    all();
    int stored = client.stored(us);

    var said = cases.stream().map(one -> one.method() + ": " + Refusal.of(one.call())).toList();

    assertThat(said)
        .containsExactlyElementsOf(
            cases.stream().map(one -> one.method() + ": " + one.words()).toList());
    assertThat(client.stored(us)).isEqualTo(stored);
    assertThat(client.stored(them)).isZero();
  }

  @Test
  void everyCallHasItsRefusalsHere() {
    all();

    var methods =
        SERVICES.stream()
            .flatMap(service -> service.getMethods().stream())
            .map(each -> each.getBareMethodName())
            .toList();

    assertThat(Stream.concat(cases.stream().map(Case::method), NEVER_REFUSED.stream()).distinct())
        .containsExactlyInAnyOrderElementsOf(methods);
  }

  private void all() {
    submits();
    reads();
    changes();
    lists();
    queue();
    deadLetters();
    simulation();
    quotas();
    tenants();
    projects();
    chats();
  }

  private void submits() {
    client.chat(us, "garden", chat -> chat.setProject("shop"));
    client.submit(us, "garden");
    client.builds.createBuild(Client.request(us, "", _ -> {}).setRequestId("wish").build());
    of("CreateBuild");
    refused("BAD_REQUEST field parent", () -> create(Client.request("t", "", _ -> {})));
    refused(
        "BAD_REQUEST field request_id",
        () -> create(Client.request(us, "", _ -> {}).setRequestId("r".repeat(129))));
    refused(
        "BAD_REQUEST field build.chat, build.display_name, build.created_by,"
            + " build.labels[\"NO\"], build.priority, build.resources.cpu_millis,"
            + " build.resources.memory_mib, build.supersede",
        () ->
            create(
                Client.request(
                    us,
                    "not an id",
                    build ->
                        build
                            .setDisplayName("x".repeat(201))
                            .setCreatedBy("x".repeat(129))
                            .putLabels("NO", "x")
                            .setPriorityValue(9)
                            .setResources(Resources.newBuilder().setCpuMillis(9).setMemoryMib(31))
                            .setSupersedeValue(9))));
    notFound("tenants/nobody", () -> create(Client.request("tenants/nobody", "", _ -> {})));
    var sha256 = "0".repeat(64);
    notFound(
        us + "/sources/" + sha256,
        () ->
            create(
                Client.request(
                    us,
                    "",
                    build ->
                        build
                            .setTemplate("website")
                            .clearSteps()
                            .setSource(
                                Source.newBuilder()
                                    .setArchive(Archive.newBuilder().setSha256(sha256))))));
    add(
        "ALREADY_EXISTS REQUEST_ID_TAKEN {request_id=wish}",
        () -> create(Client.request(us, "garden", _ -> {}).setRequestId("wish")));
    precondition(
        "CHAT_IN_OTHER_PROJECT",
        us + "/chats/garden",
        () -> create(Client.request(us, "garden", build -> build.setProject("other"))));
    of("BatchCreateBuilds");
    refused(
        "BAD_REQUEST field parent, requests",
        () -> client.builds.batchCreateBuilds(BatchCreateBuildsRequest.getDefaultInstance()));
    refused(
        "BAD_REQUEST field requests[0].parent",
        () ->
            client.builds.batchCreateBuilds(
                BatchCreateBuildsRequest.newBuilder()
                    .setParent(us)
                    .addRequests(Client.request(them, "", _ -> {}))
                    .build()));
    notFound(
        "tenants/nobody",
        () ->
            client.builds.batchCreateBuilds(
                BatchCreateBuildsRequest.newBuilder()
                    .setParent("tenants/nobody")
                    .addRequests(Client.request("", "", _ -> {}))
                    .build()));
  }

  private void reads() {
    var ours = client.submit(us, "");
    var foreign = them + ours.substring(us.length());
    for (var nobody : List.of(us + NOWHERE, foreign)) {
      of("GetBuild");
      notFound(nobody, () -> client.get(nobody));
      of("ExplainBuild");
      notFound(nobody, () -> client.explain(nobody));
      of("ListAttempts");
      notFound(nobody, () -> client.attempts(nobody));
      of("ListBuildEvents");
      notFound(nobody, () -> events(nobody, 0, ""));
      of("WaitBuild");
      notFound(nobody, () -> await(nobody, 1));
      of("WatchBuild");
      notFound(nobody, () -> watch(nobody, 0));
    }
    of("GetBuild");
    refused("BAD_REQUEST field name", () -> client.get("b"));
    refused(
        "BAD_REQUEST field name",
        () -> client.builds.getBuild(GetBuildRequest.getDefaultInstance()));
    of("ExplainBuild");
    refused(
        "BAD_REQUEST field name",
        () -> client.builds.explainBuild(ExplainBuildRequest.getDefaultInstance()));
    of("ListAttempts");
    refused(
        "BAD_REQUEST field name",
        () -> client.builds.listAttempts(ListAttemptsRequest.getDefaultInstance()));
    of("ListBuildEvents");
    refused("BAD_REQUEST field name", () -> events("b", 0, ""));
    refused("BAD_REQUEST field page_size", () -> events(ours, -1, ""));
    refused("BAD_REQUEST field page_token", () -> events(ours, 0, "x"));
    of("WaitBuild");
    refused("BAD_REQUEST field name", () -> await("b", 1));
    refused("BAD_REQUEST field timeout", () -> await(ours, 3_601));
    of("WatchBuild");
    refused("BAD_REQUEST field name", () -> watch("b", 0));
    refused("BAD_REQUEST field after_sequence", () -> watch(ours, -1));
    add("OUT_OF_RANGE OUT_OF_RANGE {field=after_sequence}", () -> watch(ours, 99));
    of("WatchBuilds");
    refused("BAD_REQUEST field parent", () -> watchMany("t", "", 0, ""));
    refused("BAD_REQUEST field filter", () -> watchMany(us, "nonsense", 0, ""));
    refused("BAD_REQUEST field page_size", () -> watchMany(us, "", -1, ""));
    refused("BAD_REQUEST field resume_token", () -> watchMany(us, "", 0, "x"));
    notFound(us + "x", () -> watchMany(us + "x", "", 0, ""));
    of("BatchGetBuilds");
    refused(
        "BAD_REQUEST field parent, names",
        () -> client.builds.batchGetBuilds(BatchGetBuildsRequest.getDefaultInstance()));
    refused("BAD_REQUEST field names[1]", () -> batch(ours, foreign));
    notFound(us + NOWHERE, () -> batch(ours, us + NOWHERE));
  }

  private void changes() {
    var running = client.submit(us, "");
    platform.starts();
    var nobody = us + NOWHERE;
    of("UpdateBuild");
    refused(
        "BAD_REQUEST field build.name, update_mask",
        () -> client.builds.updateBuild(UpdateBuildRequest.getDefaultInstance()));
    refused("BAD_REQUEST field update_mask", () -> update(running, "state"));
    precondition(
        "BUILD_NOT_WAITING",
        running,
        () -> client.prioritize(running, Build.Priority.PRIORITY_HIGH));
    notFound(nobody, () -> update(nobody, "display_name"));
    of("CancelBuild");
    refused(
        "BAD_REQUEST field name, reason",
        () ->
            client.builds.cancelBuild(
                CancelBuildRequest.newBuilder().setReason("x".repeat(513)).build()));
    notFound(nobody, () -> client.cancel(nobody));
    of("RetryBuild");
    refused(
        "BAD_REQUEST field request_id, name",
        () ->
            client.builds.retryBuild(
                RetryBuildRequest.newBuilder().setRequestId("x".repeat(129)).build()));
    precondition("BUILD_NOT_ENDED", running, () -> client.retry(running));
    notFound(nobody, () -> client.retry(nobody));
    of("BulkCancelBuilds");
    refused(
        "BAD_REQUEST field parent, filter, reason",
        () ->
            client.builds.bulkCancelBuilds(
                BulkCancelBuildsRequest.newBuilder().setReason("x".repeat(513)).build()));
    refused(
        "BAD_REQUEST field filter",
        () ->
            client.builds.bulkCancelBuilds(
                BulkCancelBuildsRequest.newBuilder()
                    .setParent(us)
                    .setFilter("colour = red")
                    .setForce(true)
                    .build()));
    notFound(
        "tenants/nobody",
        () ->
            client.builds.bulkCancelBuilds(
                BulkCancelBuildsRequest.newBuilder()
                    .setParent("tenants/nobody")
                    .setFilter("state = QUEUED")
                    .build()));
  }

  private void lists() {
    of("ListBuilds");
    refused(
        "BAD_REQUEST field parent, page_size, filter, order_by, page_token",
        () ->
            client.builds.listBuilds(
                ListBuildsRequest.newBuilder()
                    .setPageSize(-1)
                    .setFilter("colour = red")
                    .setOrderBy("colour")
                    .setPageToken("x")
                    .build()));
    notFound(
        "tenants/nobody",
        () ->
            client.builds.listBuilds(
                ListBuildsRequest.newBuilder().setParent("tenants/nobody").build()));
  }

  private void queue() {
    for (var scope : List.of("tenants/nobody", us + "/projects/none", us + "/chats/none")) {
      of("GetQueue");
      notFound(scope, () -> depths(scope));
      of("GetQueueStats");
      notFound(scope, () -> stats(scope, 60));
      of("PauseQueue");
      notFound(scope, () -> client.pause(scope, _ -> {}));
      of("ResumeQueue");
      notFound(scope, () -> client.resume(scope));
      of("ListPauses");
      notFound(scope, () -> pauses(scope));
    }
    of("GetQueue");
    refused("BAD_REQUEST field scope", () -> depths("everything"));
    of("GetQueueStats");
    refused("BAD_REQUEST field scope", () -> stats("everything", 60));
    refused("BAD_REQUEST field window", () -> stats(us, 59));
    of("PauseQueue");
    refused("BAD_REQUEST field pause.scope", () -> client.pause("everything", _ -> {}));
    refused("BAD_REQUEST field pause.mode", () -> client.pause(us, pause -> pause.setModeValue(9)));
    refused(
        "BAD_REQUEST field pause.paused_by",
        () ->
            client.queue.pauseQueue(
                PauseQueueRequest.newBuilder().setPause(Pause.newBuilder().setScope(us)).build()));
    refused(
        "BAD_REQUEST field pause.reason",
        () -> client.pause(us, pause -> pause.setReason("x".repeat(513))));
    refused(
        "BAD_REQUEST field pause.until_time",
        () -> client.pause(us, pause -> pause.getUntilTimeBuilder().setSeconds(1)));
    of("ResumeQueue");
    refused(
        "BAD_REQUEST field scope",
        () -> client.queue.resumeQueue(ResumeQueueRequest.getDefaultInstance()));
    of("ListPauses");
    refused("BAD_REQUEST field scope", () -> pauses("everything"));
    of("GetChatQueue");
    refused("BAD_REQUEST field name", () -> chatQueue(us, 0));
    refused("BAD_REQUEST field page_size", () -> chatQueue(us + "/chats/garden", -1));
    notFound(us + "/chats/none", () -> chatQueue(us + "/chats/none", 0));
  }

  private void deadLetters() {
    var waiting = client.submit(us, "");
    var nobody = us + NOWHERE;
    of("ListDeadLetters");
    refused("BAD_REQUEST field parent", () -> letters("t", 0, ""));
    refused("BAD_REQUEST field page_size", () -> letters(us, -1, ""));
    refused("BAD_REQUEST field page_token", () -> letters(us, 0, "x"));
    notFound("tenants/nobody", () -> letters("tenants/nobody", 0, ""));
    of("RequeueDeadLetter");
    refused("BAD_REQUEST field name", () -> requeue("b"));
    notFound(nobody, () -> requeue(nobody));
    precondition("NO_DEAD_LETTER", waiting, () -> requeue(waiting));
    of("DiscardDeadLetter");
    refused("BAD_REQUEST field name", () -> discard("b"));
    notFound(nobody, () -> discard(nobody));
    precondition("NO_DEAD_LETTER", waiting, () -> discard(waiting));
  }

  private void simulation() {
    of("SimulateQueue");
    refused("BAD_REQUEST field starts", () -> simulate(request().setStarts(1_001)));
    refused("BAD_REQUEST field parent", () -> simulate(request().setParent("t")));
    refused(
        "BAD_REQUEST field quotas[0].running",
        () ->
            simulate(request().addQuotas(SimulatedQuota.newBuilder().setScope(us).setRunning(-1))));
    refused("BAD_REQUEST field resume[0]", () -> simulate(request().addResume("everything")));
    refused("BAD_REQUEST field pause[0]", () -> simulate(request().addPause("everything")));
    notFound(us + "/chats/none", () -> simulate(request().addPause(us + "/chats/none")));
    refused(
        "BAD_REQUEST field builds[0].project",
        () -> simulate(request().addBuilds(added().setProject("not an id"))));
    refused(
        "BAD_REQUEST field builds[0].priority",
        () -> simulate(request().addBuilds(added().setPriorityValue(9))));
    refused(
        "BAD_REQUEST field builds[0].resources.memory_mib",
        () ->
            simulate(
                request()
                    .addBuilds(added().setResources(Resources.newBuilder().setMemoryMib(-1)))));
    refused(
        "BAD_REQUEST field builds[0].count",
        () -> simulate(request().addBuilds(SimulatedBuild.newBuilder().setParent(us))));
    notFound(
        "tenants/nobody",
        () ->
            simulate(
                request()
                    .addBuilds(
                        SimulatedBuild.newBuilder().setParent("tenants/nobody").setCount(1))));
  }

  private void quotas() {
    for (var scope : List.of("tenants/nobody", us + "/projects/none", us + "/chats/none")) {
      of("GetQuota");
      notFound(
          scope,
          () ->
              client.quotas.getQuota(
                  GetQuotaRequest.newBuilder().setName(scope + "/quota").build()));
      of("GetQuotaUsage");
      notFound(scope, () -> client.usage(scope));
      of("UpdateQuota");
      notFound(scope, () -> client.limit(scope, quota -> quota.setRunning(1)));
    }
    of("GetQuota");
    refused(
        "BAD_REQUEST field name",
        () -> client.quotas.getQuota(GetQuotaRequest.newBuilder().setName(us).build()));
    of("GetQuotaUsage");
    refused(
        "BAD_REQUEST field name",
        () -> client.quotas.getQuotaUsage(GetQuotaUsageRequest.getDefaultInstance()));
    of("UpdateQuota");
    refused(
        "BAD_REQUEST field quota.name",
        () -> client.quotas.updateQuota(UpdateQuotaRequest.getDefaultInstance()));
    refused("BAD_REQUEST field quota.running", () -> client.limit(us, q -> q.setRunning(-1)));
    refused(
        "BAD_REQUEST field quota.storage_bytes",
        () -> client.limit("cluster", quota -> quota.setStorageBytes(1)));
    refused(
        "BAD_REQUEST field update_mask",
        () ->
            client.quotas.updateQuota(
                UpdateQuotaRequest.newBuilder()
                    .setQuota(Quota.newBuilder().setName(us + "/quota"))
                    .setUpdateMask(Client.mask("colour"))
                    .build()));
    of("ListQuotas");
    refused("BAD_REQUEST field scope", () -> limits(us + "/chats/garden"));
    notFound("tenants/nobody", () -> limits("tenants/nobody"));
  }

  private void tenants() {
    of("CreateTenant");
    refused(
        "BAD_REQUEST field tenant_id",
        () -> client.tenants.createTenant(CreateTenantRequest.getDefaultInstance()));
    refused(
        "BAD_REQUEST field tenant.weight",
        () ->
            client.tenants.createTenant(
                CreateTenantRequest.newBuilder()
                    .setTenantId("t")
                    .setTenant(Tenant.newBuilder().setWeight(101))
                    .build()));
    exists(
        us,
        () ->
            client.tenants.createTenant(
                CreateTenantRequest.newBuilder()
                    .setTenantId(us.substring("tenants/".length()))
                    .build()));
    of("GetTenant");
    refused(
        "BAD_REQUEST field name",
        () -> client.tenants.getTenant(GetTenantRequest.getDefaultInstance()));
    notFound(
        "tenants/nobody",
        () ->
            client.tenants.getTenant(
                GetTenantRequest.newBuilder().setName("tenants/nobody").build()));
    of("ListTenants");
    refused(
        "BAD_REQUEST field page_size",
        () -> client.tenants.listTenants(ListTenantsRequest.newBuilder().setPageSize(-1).build()));
    refused(
        "BAD_REQUEST field page_token",
        () ->
            client.tenants.listTenants(ListTenantsRequest.newBuilder().setPageToken("!").build()));
    of("UpdateTenant");
    refused("BAD_REQUEST field update_mask", () -> updateTenant(us));
    refused("BAD_REQUEST field tenant.name", () -> updateTenant("t", "weight"));
    notFound("tenants/nobody", () -> updateTenant("tenants/nobody", "weight"));
    of("DeleteTenant");
    refused("BAD_REQUEST field name", () -> deleteTenant("t"));
    precondition("NOT_EMPTY", us, () -> deleteTenant(us));
    notFound("tenants/nobody", () -> deleteTenant("tenants/nobody"));
  }

  private void projects() {
    var none = us + "/projects/none";
    of("CreateProject");
    refused("BAD_REQUEST field parent", () -> createProject("t", "shop"));
    refused("BAD_REQUEST field project_id", () -> createProject(us, "a b"));
    exists(us + "/projects/shop", () -> createProject(us, "shop"));
    notFound("tenants/nobody", () -> createProject("tenants/nobody", "shop"));
    of("GetProject");
    refused(
        "BAD_REQUEST field name",
        () -> client.tenants.getProject(GetProjectRequest.getDefaultInstance()));
    notFound(
        none,
        () -> client.tenants.getProject(GetProjectRequest.newBuilder().setName(none).build()));
    of("ListProjects");
    refused("BAD_REQUEST field parent", () -> listProjects("t", 0));
    refused("BAD_REQUEST field page_size", () -> listProjects(us, -1));
    notFound("tenants/nobody", () -> listProjects("tenants/nobody", 0));
    of("UpdateProject");
    refused("BAD_REQUEST field update_mask", () -> updateProject(us + "/projects/shop"));
    refused("BAD_REQUEST field project.name", () -> updateProject("p", "display_name"));
    notFound(none, () -> updateProject(none, "display_name"));
    of("DeleteProject");
    refused("BAD_REQUEST field name", () -> deleteProject("p"));
    precondition("NOT_EMPTY", us + "/projects/shop", () -> deleteProject(us + "/projects/shop"));
    notFound(none, () -> deleteProject(none));
  }

  private void chats() {
    var none = us + "/chats/none";
    of("CreateChat");
    refused("BAD_REQUEST field parent", () -> client.chat("t", "c", _ -> {}));
    refused("BAD_REQUEST field chat_id", () -> client.chat(us, "a b", _ -> {}));
    refused(
        "BAD_REQUEST field chat.max_parallel",
        () -> client.chat(us, "c", chat -> chat.setMaxParallel(65)));
    refused(
        "BAD_REQUEST field chat.debounce.delay",
        () -> client.chat(us, "c", chat -> chat.getDebounceBuilder()));
    refused(
        "BAD_REQUEST field chat.supersede",
        () -> client.chat(us, "c", chat -> chat.setSupersedeValue(9)));
    exists(
        us + "/chats/garden",
        () ->
            client.tenants.createChat(
                CreateChatRequest.newBuilder().setParent(us).setChatId("garden").build()));
    notFound("tenants/nobody", () -> client.chat("tenants/nobody", "c", _ -> {}));
    of("GetChat");
    refused(
        "BAD_REQUEST field name",
        () -> client.tenants.getChat(GetChatRequest.getDefaultInstance()));
    notFound(none, () -> client.chat(none));
    of("ListChats");
    refused("BAD_REQUEST field parent", () -> listChats("t", 0));
    refused("BAD_REQUEST field page_size", () -> listChats(us, -1));
    notFound("tenants/nobody", () -> listChats("tenants/nobody", 0));
    of("UpdateChat");
    refused("BAD_REQUEST field update_mask", () -> updateChat(us + "/chats/garden"));
    refused("BAD_REQUEST field update_mask", () -> updateChat(us + "/chats/garden", "project"));
    refused("BAD_REQUEST field chat.name", () -> updateChat("c", "display_name"));
    notFound(none, () -> updateChat(none, "display_name"));
    of("DeleteChat");
    refused("BAD_REQUEST field name", () -> deleteChat("c"));
    precondition("NOT_EMPTY", us + "/chats/garden", () -> deleteChat(us + "/chats/garden"));
    notFound(none, () -> deleteChat(none));
  }

  private void of(String name) {
    method = name;
  }

  private void add(String words, ThrowingCallable call) {
    cases.add(new Case(method, call, words));
  }

  private void refused(String words, ThrowingCallable call) {
    add("INVALID_ARGUMENT " + words, call);
  }

  private void notFound(String resource, ThrowingCallable call) {
    add("NOT_FOUND NOT_FOUND resource " + resource, call);
  }

  private void exists(String resource, ThrowingCallable call) {
    add("ALREADY_EXISTS ALREADY_EXISTS resource " + resource, call);
  }

  private void precondition(String reason, String subject, ThrowingCallable call) {
    add("FAILED_PRECONDITION %1$s precondition %1$s %2$s".formatted(reason, subject), call);
  }

  private void create(CreateBuildRequest.Builder request) {
    var _ = client.builds.createBuild(request.build());
  }

  private void update(String build, String path) {
    var _ =
        client.builds.updateBuild(
            UpdateBuildRequest.newBuilder()
                .setBuild(Build.newBuilder().setName(build))
                .setUpdateMask(Client.mask(path))
                .build());
  }

  private void events(String build, int size, String token) {
    var _ =
        client.builds.listBuildEvents(
            ListBuildEventsRequest.newBuilder()
                .setName(build)
                .setPageSize(size)
                .setPageToken(token)
                .build());
  }

  private void await(String build, int seconds) {
    var _ =
        client.builds.waitBuild(
            WaitBuildRequest.newBuilder()
                .setName(build)
                .setTimeout(Duration.newBuilder().setSeconds(seconds))
                .build());
  }

  private void watch(String build, int after) {
    var _ =
        client
            .builds
            .watchBuild(
                WatchBuildRequest.newBuilder().setName(build).setAfterSequence(after).build())
            .next();
  }

  private void watchMany(String parent, String filter, int pageSize, String token) {
    var _ =
        client
            .builds
            .watchBuilds(
                WatchBuildsRequest.newBuilder()
                    .setParent(parent)
                    .setFilter(filter)
                    .setPageSize(pageSize)
                    .setResumeToken(token)
                    .build())
            .next();
  }

  private void batch(String... builds) {
    var _ =
        client.builds.batchGetBuilds(
            BatchGetBuildsRequest.newBuilder().setParent(us).addAllNames(List.of(builds)).build());
  }

  private void depths(String scope) {
    var _ = client.queue.getQueue(GetQueueRequest.newBuilder().setScope(scope).build());
  }

  private void stats(String scope, int seconds) {
    var _ =
        client.queue.getQueueStats(
            GetQueueStatsRequest.newBuilder()
                .setScope(scope)
                .setWindow(Duration.newBuilder().setSeconds(seconds))
                .build());
  }

  private void pauses(String scope) {
    var _ = client.queue.listPauses(ListPausesRequest.newBuilder().setScope(scope).build());
  }

  private void chatQueue(String name, int size) {
    var _ =
        client.queue.getChatQueue(
            GetChatQueueRequest.newBuilder().setName(name).setPageSize(size).build());
  }

  private void letters(String parent, int size, String token) {
    var _ =
        client.queue.listDeadLetters(
            ListDeadLettersRequest.newBuilder()
                .setParent(parent)
                .setPageSize(size)
                .setPageToken(token)
                .build());
  }

  private void requeue(String build) {
    var _ =
        client.queue.requeueDeadLetter(
            RequeueDeadLetterRequest.newBuilder().setName(build).build());
  }

  private void discard(String build) {
    var _ =
        client.queue.discardDeadLetter(
            DiscardDeadLetterRequest.newBuilder().setName(build).build());
  }

  private static SimulateQueueRequest.Builder request() {
    return SimulateQueueRequest.newBuilder();
  }

  private SimulatedBuild.Builder added() {
    return SimulatedBuild.newBuilder().setParent(us).setCount(1);
  }

  private void simulate(SimulateQueueRequest.Builder request) {
    var _ = client.queue.simulateQueue(request.build());
  }

  private void limits(String scope) {
    var _ = client.quotas.listQuotas(ListQuotasRequest.newBuilder().setScope(scope).build());
  }

  private void updateTenant(String name, String... paths) {
    var _ =
        client.tenants.updateTenant(
            UpdateTenantRequest.newBuilder()
                .setTenant(Tenant.newBuilder().setName(name))
                .setUpdateMask(Client.mask(paths))
                .build());
  }

  private void deleteTenant(String name) {
    var _ = client.tenants.deleteTenant(DeleteTenantRequest.newBuilder().setName(name).build());
  }

  private void createProject(String parent, String id) {
    var _ =
        client.tenants.createProject(
            CreateProjectRequest.newBuilder().setParent(parent).setProjectId(id).build());
  }

  private void listProjects(String parent, int size) {
    var _ =
        client.tenants.listProjects(
            ListProjectsRequest.newBuilder().setParent(parent).setPageSize(size).build());
  }

  private void updateProject(String name, String... paths) {
    var _ =
        client.tenants.updateProject(
            UpdateProjectRequest.newBuilder()
                .setProject(Project.newBuilder().setName(name))
                .setUpdateMask(Client.mask(paths))
                .build());
  }

  private void deleteProject(String name) {
    var _ = client.tenants.deleteProject(DeleteProjectRequest.newBuilder().setName(name).build());
  }

  private void listChats(String parent, int size) {
    var _ =
        client.tenants.listChats(
            ListChatsRequest.newBuilder().setParent(parent).setPageSize(size).build());
  }

  private void updateChat(String name, String... paths) {
    var _ =
        client.tenants.updateChat(
            UpdateChatRequest.newBuilder()
                .setChat(Chat.newBuilder().setName(name))
                .setUpdateMask(Client.mask(paths))
                .build());
  }

  private void deleteChat(String name) {
    var _ = client.tenants.deleteChat(DeleteChatRequest.newBuilder().setName(name).build());
  }
}
