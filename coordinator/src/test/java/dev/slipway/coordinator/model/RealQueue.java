package dev.slipway.coordinator.model;

import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.Overdue;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.IllegalTransition;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.dispatch.TestDispatch;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.launch.FakeLauncher;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.rescue.TestRescue;
import dev.slipway.v1.BatchCreateBuildsRequest;
import dev.slipway.v1.Blocker;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceBlockingStub;
import dev.slipway.v1.BulkCancelBuildsRequest;
import dev.slipway.v1.CancelBuildRequest;
import dev.slipway.v1.Chat;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.DiscardDeadLetterRequest;
import dev.slipway.v1.ExplainBuildRequest;
import dev.slipway.v1.GetQuotaUsageRequest;
import dev.slipway.v1.Pause;
import dev.slipway.v1.PauseQueueRequest;
import dev.slipway.v1.QueueServiceGrpc;
import dev.slipway.v1.QueueServiceGrpc.QueueServiceBlockingStub;
import dev.slipway.v1.QueueStatus;
import dev.slipway.v1.Quota;
import dev.slipway.v1.QuotaServiceGrpc;
import dev.slipway.v1.QuotaServiceGrpc.QuotaServiceBlockingStub;
import dev.slipway.v1.QuotaUsage;
import dev.slipway.v1.RequeueDeadLetterRequest;
import dev.slipway.v1.Resources;
import dev.slipway.v1.ResumeQueueRequest;
import dev.slipway.v1.RetryBuildRequest;
import dev.slipway.v1.Step;
import dev.slipway.v1.Supersede;
import dev.slipway.v1.TenantServiceGrpc;
import dev.slipway.v1.TenantServiceGrpc.TenantServiceBlockingStub;
import dev.slipway.v1.UpdateBuildRequest;
import dev.slipway.v1.UpdateChatRequest;
import dev.slipway.v1.UpdateQuotaRequest;
import io.grpc.StatusRuntimeException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The coordinator on a real Postgres, asked as clients ask. Runners' words go straight to the
 * ledger, and dispatch and rescue run when they are told to.
 */
@Singleton
final class RealQueue implements Queue {
  private static final Step SAY_HELLO =
      Step.newBuilder().setId("say").addCommand("echo").addCommand("hello").build();

  private final BuildServiceBlockingStub builds;
  private final QueueServiceBlockingStub queue;
  private final QuotaServiceBlockingStub quotas;
  private final TenantServiceBlockingStub tenants;
  private final TestDispatch dispatch;
  private final TestRescue rescue;
  private final Ledger ledger;
  private final FakeLauncher launcher;
  private final RealRows rows;
  private final Map<UUID, Integer> numbers = new HashMap<>();
  private final List<BuildRef> refs = new ArrayList<>();
  private final Map<Integer, List<UUID>> attempts = new HashMap<>();
  private int launches;

  RealQueue(
      TestServer server,
      TestDispatch dispatch,
      TestRescue rescue,
      Ledger ledger,
      FakeLauncher launcher,
      RealRows rows) {
    this.builds = BuildServiceGrpc.newBlockingStub(server.channel());
    this.queue = QueueServiceGrpc.newBlockingStub(server.channel());
    this.quotas = QuotaServiceGrpc.newBlockingStub(server.channel());
    this.tenants = TenantServiceGrpc.newBlockingStub(server.channel());
    this.dispatch = dispatch;
    this.rescue = rescue;
    this.ledger = ledger;
    this.launcher = launcher;
    this.rows = rows;
  }

  /** Forgets everything but the tenants of the model. */
  void begin() {
    rows.begin(Model.WEIGHTS);
    launcher.reset();
    numbers.clear();
    refs.clear();
    attempts.clear();
    launches = 0;
  }

  /** The database's time. */
  Instant now() {
    return rows.now();
  }

  @Override
  public Answer submit(Wanted wanted) {
    return answer(() -> builds.createBuild(request(wanted)));
  }

  @Override
  public Answer batch(List<Wanted> wanted) {
    var request =
        BatchCreateBuildsRequest.newBuilder()
            .setParent("tenants/" + wanted.getFirst().tenant())
            .addAllRequests(wanted.stream().map(RealQueue::request).toList())
            .build();
    try {
      var made = builds.batchCreateBuilds(request).getBuildsList();
      var numbers = made.stream().map(build -> number(build.getName())).toList();
      return new Answer("builds " + numbers, instant(made.getFirst().getCreateTime()));
    } catch (StatusRuntimeException refused) {
      return Answer.said(RefusalWords.of(refused));
    }
  }

  private static CreateBuildRequest request(Wanted wanted) {
    var build =
        Build.newBuilder()
            .setProject(wanted.project())
            .setTemplate("custom")
            .addSteps(SAY_HELLO)
            .setPriority(priority(wanted.priority()))
            .setResources(
                Resources.newBuilder()
                    .setCpuMillis(wanted.cpuMillis())
                    .setMemoryMib(wanted.memoryMib()));
    if (wanted.chat() != null) {
      build.setChat(wanted.chat());
    }
    if (wanted.notBefore() != null) {
      build.setNotBeforeTime(timestamp(wanted.notBefore()));
    }
    if (wanted.ttlMinutes() != 0) {
      build.setQueueTtl(minutes(wanted.ttlMinutes()));
    }
    if (wanted.supersede() != null) {
      build.setSupersede(supersede(wanted.supersede()));
    }
    return CreateBuildRequest.newBuilder()
        .setParent("tenants/" + wanted.tenant())
        .setRequestId(wanted.requestId() == null ? "" : wanted.requestId())
        .setBuild(build)
        .build();
  }

  @Override
  public Answer cancel(int build) {
    var request = CancelBuildRequest.newBuilder().setName(name(build)).build();
    return answer(() -> builds.cancelBuild(request));
  }

  @Override
  public Answer cancelAll(String tenant, String chat, boolean force) {
    var request =
        BulkCancelBuildsRequest.newBuilder()
            .setParent("tenants/" + tenant)
            .setFilter("chat = \"" + chat + "\"")
            .setForce(force)
            .build();
    try {
      var found =
          builds.bulkCancelBuilds(request).getBuildsList().stream().map(this::number).sorted();
      return Answer.said("builds " + found.toList());
    } catch (StatusRuntimeException refused) {
      return Answer.said(RefusalWords.of(refused));
    }
  }

  @Override
  public Answer prioritize(int build, Priority priority) {
    var request =
        UpdateBuildRequest.newBuilder()
            .setBuild(Build.newBuilder().setName(name(build)).setPriority(priority(priority)))
            .setUpdateMask(mask("priority"))
            .build();
    return answer(() -> builds.updateBuild(request));
  }

  @Override
  public Answer retry(int build) {
    var request = RetryBuildRequest.newBuilder().setName(name(build)).build();
    return answer(() -> builds.retryBuild(request));
  }

  @Override
  public Answer requeue(int build) {
    var request = RequeueDeadLetterRequest.newBuilder().setName(name(build)).build();
    return answer(() -> queue.requeueDeadLetter(request));
  }

  @Override
  public Answer discard(int build) {
    var request = DiscardDeadLetterRequest.newBuilder().setName(name(build)).build();
    return answer(() -> queue.discardDeadLetter(request));
  }

  @Override
  public Answer pause(String scope, boolean drain, int minutes) {
    var pause =
        Pause.newBuilder()
            .setScope(scope)
            .setMode(drain ? Pause.Mode.MODE_DRAIN : Pause.Mode.MODE_HOLD)
            .setPausedBy("the model");
    if (minutes != 0) {
      pause.setUntilTime(timestamp(rows.now().plusSeconds(60L * minutes)));
    }
    var request = PauseQueueRequest.newBuilder().setPause(pause).build();
    return done(() -> queue.pauseQueue(request));
  }

  @Override
  public Answer resume(String scope) {
    var request = ResumeQueueRequest.newBuilder().setScope(scope).build();
    return done(() -> queue.resumeQueue(request));
  }

  @Override
  public Answer limit(String scope, String resource, Integer most) {
    var quota = Quota.newBuilder().setName(scope + "/quota");
    if (most != null) {
      var field = Quota.getDescriptor().findFieldByName(resource);
      quota.setField(
          field, field.getJavaType().name().equals("LONG") ? (Object) (long) most : most);
    }
    var request =
        UpdateQuotaRequest.newBuilder().setQuota(quota).setUpdateMask(mask(resource)).build();
    return done(() -> quotas.updateQuota(request));
  }

  @Override
  public Answer policy(String tenant, String id, Policy policy) {
    var chat = Chat.newBuilder().setName("tenants/" + tenant + "/chats/" + id);
    var field =
        switch (policy) {
          case Policy.MaxParallel(int most) -> {
            chat.setMaxParallel(most);
            yield "max_parallel";
          }
          case Policy.OnFailure(boolean block) -> {
            chat.setOnFailure(
                block ? Chat.OnFailure.ON_FAILURE_BLOCK : Chat.OnFailure.ON_FAILURE_CONTINUE);
            yield "on_failure";
          }
          case Policy.SupersedeBy(var how) -> {
            chat.setSupersede(supersede(how));
            yield "supersede";
          }
          case Policy.Debounce(boolean on) -> {
            if (on) {
              chat.setDebounce(
                  Chat.Debounce.newBuilder()
                      .setDelay(minutes(Policy.Debounce.DELAY_MINUTES))
                      .setMaxDelay(minutes(Policy.Debounce.MAX_DELAY_MINUTES)));
            }
            yield "debounce";
          }
        };
    var request = UpdateChatRequest.newBuilder().setChat(chat).setUpdateMask(mask(field)).build();
    return done(() -> tenants.updateChat(request));
  }

  @Override
  public Answer dispatch() {
    dispatch.once();
    var all = launcher.launches();
    var started = new ArrayList<Integer>();
    for (var launch : all.subList(launches, all.size())) {
      int build = numbers.get(launch.build().id());
      started.add(build);
      attempts.computeIfAbsent(build, _ -> new ArrayList<>()).add(launch.lease().attemptUid());
    }
    launches = all.size();
    return Answer.said("started " + started);
  }

  @Override
  public Answer report(int build, int attempt, Report report) {
    var known = attempts.getOrDefault(build, List.of());
    var uid = attempt < 1 || attempt > known.size() ? UUID.randomUUID() : known.get(attempt - 1);
    try {
      return Answer.said(
          switch (ledger.record(ref(build), uid, event(report))) {
            case RECORDED -> "recorded";
            case FENCED -> "fenced";
            case STOPPING -> "stopping";
          });
    } catch (IllegalTransition refused) {
      return Answer.said("impossible");
    }
  }

  private static BuildEvent event(Report report) {
    return switch (report) {
      case CLAIMED -> new Claimed();
      case SUCCEEDED -> new StepsSucceeded(new Results(List.of(), "", false));
      case FAILED -> new StepsFailed(Failure.of(Reason.STEP_FAILED, "it broke", ""));
      case OVERDUE -> new Overdue(Failure.of(Reason.STEP_TIMEOUT, "it took too long", ""));
      case LOST -> new AttemptGone(Failure.of(Reason.RUNNER_LOST, "it is gone", ""), true);
      case LOST_UNCOUNTED ->
          new AttemptGone(Failure.of(Reason.RUNNER_LOST, "it is gone", ""), false);
    };
  }

  @Override
  public Answer rescue() {
    rescue.once();
    return Answer.DONE;
  }

  @Override
  public Answer restart() {
    // The machine, with all that ran on it.
    launcher.vanishAll();
    rows.leaseByAnother();
    rescue.once();
    return Answer.DONE;
  }

  @Override
  public Answer advance(int minutes) {
    rows.age(minutes);
    return Answer.DONE;
  }

  @Override
  public Answer usage(String scope) {
    var request = GetQuotaUsageRequest.newBuilder().setName(scope + "/quota").build();
    try {
      return Answer.said(words(quotas.getQuotaUsage(request)));
    } catch (StatusRuntimeException refused) {
      return Answer.said(RefusalWords.of(refused));
    }
  }

  private static String words(QuotaUsage usage) {
    return usage.getEntriesList().stream()
        .filter(entry -> !entry.getResource().matches("builds_per_hour|storage_bytes"))
        .map(entry -> entry.getResource() + " " + entry.getUsed())
        .collect(Collectors.joining(" "));
  }

  @Override
  public Answer explain(int build) {
    try {
      var status =
          builds
              .explainBuild(ExplainBuildRequest.newBuilder().setName(name(build)).build())
              .getQueueStatus();
      return Answer.said(
          status.hasAsOfTime()
              ? "behind " + status.getChatPosition() + " of its chat " + why(status)
              : "it does not wait");
    } catch (StatusRuntimeException refused) {
      return Answer.said(RefusalWords.of(refused));
    }
  }

  /** But for what quotas and others do, which follows from what dispatch does. */
  private List<String> why(QueueStatus status) {
    return Stream.concat(
            status.getBlockersList().stream()
                .filter(blocker -> blocker.getKind() != Blocker.Kind.KIND_PAUSED)
                .map(this::why),
            status.getBlockersList().stream()
                .filter(blocker -> blocker.getKind() == Blocker.Kind.KIND_PAUSED)
                .map(blocker -> "PAUSED " + blocker.getHolders(0))
                .sorted())
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private String why(Blocker blocker) {
    return switch (blocker.getKind()) {
      case KIND_CHAT_BLOCKED -> "CHAT_BLOCKED " + number(blocker.getHolders(0));
      case KIND_CHAT_PREDECESSOR, KIND_BACKOFF, KIND_DEBOUNCE, KIND_SCHEDULED ->
          blocker.getKind().name().substring("KIND_".length());
      default -> "";
    };
  }

  @Override
  public View view() {
    return rows.view(numbers);
  }

  private static Answer done(Runnable call) {
    try {
      call.run();
      return Answer.DONE;
    } catch (StatusRuntimeException refused) {
      return Answer.said(RefusalWords.of(refused));
    }
  }

  private Answer answer(Supplier<Build> call) {
    try {
      var build = call.get();
      int known = refs.size();
      int number = number(build.getName());
      return Answer.build(number, number > known ? instant(build.getCreateTime()) : null);
    } catch (StatusRuntimeException refused) {
      return Answer.said(RefusalWords.of(refused));
    }
  }

  /** A new one is given to a build that has none. */
  private int number(String name) {
    var ref = BuildRef.parse(name).orElseThrow();
    return numbers.computeIfAbsent(
        ref.id(),
        _ -> {
          refs.add(ref);
          return refs.size();
        });
  }

  /** Nobody's, for a build that there is not. */
  private BuildRef ref(int build) {
    return build == 0 ? new BuildRef("t1", UUID.randomUUID()) : refs.get(build - 1);
  }

  private String name(int build) {
    return ref(build).name();
  }

  private static Build.Priority priority(Priority priority) {
    return Build.Priority.valueOf("PRIORITY_" + priority);
  }

  private static Supersede supersede(String how) {
    return Supersede.valueOf("SUPERSEDE_" + how);
  }

  private static FieldMask mask(String path) {
    return FieldMask.newBuilder().addPaths(path).build();
  }

  private static Duration minutes(int minutes) {
    return Duration.newBuilder().setSeconds(60L * minutes).build();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
