package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.v1.Blocker;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.Chat.OnFailure;
import dev.slipway.v1.Quota;
import dev.slipway.v1.UpdateQuotaRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scope may run and hold: over it a build waits with a reason, and is never refused. */
@BehaviourTest
class RunningLimitsTest extends Behaviour {

  /** Limits of exactly one build, which holds 1 CPU and 1 GiB. */
  private static final Map<String, Integer> ONE_BUILD =
      Map.of("running", 1, "cpu_millis", 1_999, "memory_mib", 2_047);

  @ParameterizedTest
  @CsvSource({
    "tenant, running, KIND_TENANT_CONCURRENCY",
    "tenant, cpu_millis, KIND_TENANT_CPU",
    "tenant, memory_mib, KIND_TENANT_MEMORY",
    "project, running, KIND_PROJECT_CONCURRENCY",
    "project, cpu_millis, KIND_PROJECT_CPU",
    "project, memory_mib, KIND_PROJECT_MEMORY",
    "cluster, running, KIND_CLUSTER_CAPACITY",
    "cluster, cpu_millis, KIND_CLUSTER_CAPACITY",
    "cluster, memory_mib, KIND_CLUSTER_CAPACITY"
  })
  void aFullScopeLetsItsBuildWaitAndSaysWhoHoldsItAndNobodyElseWaits(
      String kind, String resource, Blocker.Kind blocker) {
    var holder = client.submit(us, "garden", build -> build.setProject("shop"));
    platform.runs();
    var scope = scope(kind);
    limit(scope, resource, ONE_BUILD.get(resource));

    var waits = client.submit(us, "shed", build -> build.setProject("shop"));
    var elsewhere = client.submit(elsewhere(kind), "orchard");
    var started = platform.runs();

    assertThat(started).isEqualTo(kind.equals("cluster") ? List.of() : List.of(elsewhere));
    assertThat(client.state(waits)).isEqualTo(State.STATE_QUEUED);
    assertThat(client.blockers(waits)).containsExactly(blocker);
    var said = client.blocker(waits, blocker);
    assertThat(said.getHoldersList()).containsExactly(holder);
    assertThat(said.getMessage()).startsWith(scope);
    assertThat(said.getRemedy()).contains("raise the quota of " + scope);
    assertThat(said.hasExpectedClearTime()).isTrue();
    assertThat(client.state(holder)).isEqualTo(State.STATE_RUNNING);
    platform.succeeds(holder);
    assertThat(platform.runs()).contains(waits);
  }

  @ParameterizedTest
  @CsvSource({"running", "cpu_millis", "memory_mib"})
  void aFullChatLetsItsBuildWaitThoughItHasASlotAndOtherChatsDoNotWait(String resource) {
    client.chat(us, "garden", chat -> chat.setMaxParallel(2));
    var holder = client.submit(us, "garden");
    platform.runs();
    limit(us + "/chats/garden", resource, ONE_BUILD.get(resource));

    var waits = client.submit(us, "garden");
    var elsewhere = client.submit(us, "orchard");
    var theirs = client.submit(them, "garden");

    assertThat(platform.runs()).containsExactlyInAnyOrder(elsewhere, theirs);
    assertThat(client.state(waits)).isEqualTo(State.STATE_QUEUED);
    platform.succeeds(holder);
    assertThat(platform.runs()).containsExactly(waits);
  }

  @Test
  void aChatIsNamedWhenItsQuotaIsAllThatKeepsItsBuild() {
    client.chat(
        us, "garden", chat -> chat.setMaxParallel(2).setOnFailure(OnFailure.ON_FAILURE_BLOCK));
    var failed = client.submit(us, "garden");
    var holder = client.submit(us, "garden");
    platform.runs();
    platform.fails(failed);
    limit(us + "/chats/garden", "running", 1);

    var retry = client.retry(failed).getName();

    assertThat(platform.runs()).isEmpty();
    assertThat(client.blockers(retry)).containsExactly(Blocker.Kind.KIND_CHAT_QUOTA);
    var said = client.blocker(retry, Blocker.Kind.KIND_CHAT_QUOTA);
    assertThat(said.getHoldersList()).containsExactly(holder);
    assertThat(said.getRemedy()).contains("raise the quota of " + us + "/chats/garden");
  }

  @ParameterizedTest
  @CsvSource({"tenant", "project", "chat", "cluster"})
  void aLimitBelowItsUseEndsNothingAndAdmitsNothingUntilItFits(String kind) {
    client.chat(us, "garden", chat -> chat.setProject("shop").setMaxParallel(9));
    var running = List.of(client.submit(us, "garden"), client.submit(us, "garden"));
    var bystander = client.submit(them, "");
    platform.runs();

    limit(scope(kind), "running", 1);
    var waits = client.submit(us, "garden");

    assertThat(platform.runs()).isEmpty();
    assertThat(running).allMatch(build -> client.state(build) == State.STATE_RUNNING);
    platform.succeeds(running.get(0));
    assertThat(platform.runs()).as("one runs, and one may").isEmpty();
    platform.succeeds(running.get(1));
    if (kind.equals("cluster")) {
      assertThat(platform.runs()).as("the bystander runs").isEmpty();
      platform.succeeds(bystander);
    }
    assertThat(platform.runs()).containsExactly(waits);
    assertThat(client.state(bystander)).isIn(State.STATE_RUNNING, State.STATE_SUCCEEDED);
  }

  @Test
  void aLimitThatIsTakenAwayLetsGoOn() {
    limit(us, "running", 0);
    var waits = client.submit(us, "");
    assertThat(platform.runs()).isEmpty();

    client.limit(us, quota -> quota.setQueued(5));
    assertThat(platform.runs()).as("another limit of it was set").isEmpty();
    var _ =
        client.quotas.updateQuota(
            UpdateQuotaRequest.newBuilder()
                .setQuota(Quota.newBuilder().setName(us + "/quota"))
                .setUpdateMask(Client.mask("running"))
                .build());

    assertThat(platform.runs()).containsExactly(waits);
  }

  @Test
  void useIsSummedFromTheBuildsOfEachScopeAlone() {
    client.chat(us, "garden", chat -> chat.setProject("shop").setMaxParallel(2));
    client.submit(us, "garden");
    client.submit(us, "garden");
    client.submit(us, "garden");
    client.submit(us, "orchard");
    platform.runs();

    assertThat(client.usage(us))
        .containsEntry("running", 3L)
        .containsEntry("cpu_millis", 3_000L)
        .containsEntry("memory_mib", 3_072L)
        .containsEntry("queued", 1L)
        .containsEntry("builds_per_hour", 4L);
    assertThat(client.usage(us + "/projects/shop")).containsEntry("running", 2L);
    assertThat(client.usage(us + "/chats/orchard"))
        .containsEntry("running", 1L)
        .containsEntry("queued", 0L);
    assertThat(client.usage("cluster")).containsEntry("running", 3L);
    assertThat(client.usage(them).values()).containsOnly(0L);
  }

  private void limit(String scope, String resource, int most) {
    var field = Quota.getDescriptor().findFieldByName(resource);
    client.limit(
        scope,
        quota ->
            quota.setField(
                field, resource.equals("running") ? (Object) most : (Object) (long) most));
  }

  private String scope(String kind) {
    return switch (kind) {
      case "tenant" -> us;
      case "project" -> us + "/projects/shop";
      case "chat" -> us + "/chats/garden";
      default -> "cluster";
    };
  }

  /** As near as it can be without being of the scope. */
  private String elsewhere(String kind) {
    return kind.equals("project") || kind.equals("chat") ? us : them;
  }
}
