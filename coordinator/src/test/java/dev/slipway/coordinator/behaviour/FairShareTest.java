package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.v1.Blocker;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.Priority;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.Resources;
import dev.slipway.v1.Tenant;
import dev.slipway.v1.UpdateTenantRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Whose build is next when several tenants want to build. */
@BehaviourTest
class FairShareTest extends Behaviour {

  @Test
  void aFloodOfOneTenantLeavesTheOthersTheirShare() {
    submit(us, 30);
    var theirs = submit(them, 2);
    client.limit("cluster", quota -> quota.setRunning(4));

    var started = platform.runs();

    assertThat(started).hasSize(4).containsAll(theirs);
  }

  @Test
  void prioritiesOfOneTenantDoNotTakeTheShareOfAnother() {
    for (int i = 0; i < 10; i++) {
      client.submit(us, "", build -> build.setPriority(Priority.PRIORITY_CRITICAL));
    }
    var theirs = client.submit(them, "", build -> build.setPriority(Priority.PRIORITY_LOW));
    client.limit("cluster", quota -> quota.setRunning(2));

    assertThat(platform.runs()).hasSize(2).contains(theirs);
  }

  @Test
  void twiceTheWeightIsTwiceTheShareAndAThirdTenantKeepsItsOwn() {
    submit(us, 10);
    submit(them, 10);
    var third = client.tenant();
    submit(third, 1);
    weight(them, 2);
    client.limit("cluster", quota -> quota.setRunning(7));

    var started = platform.runs();

    assertThat(started.stream().filter(of(us))).hasSize(2);
    assertThat(started.stream().filter(of(them))).hasSize(4);
    assertThat(started.stream().filter(of(third))).hasSize(1);
  }

  @Test
  void theShareIsThatOfTheResourceOfWhichATenantHoldsMost() {
    client.limit("cluster", quota -> quota.setCpuMillis(8_000).setMemoryMib(8_192));
    var ours = client.submit(us, "", holding(1_000, 4_096));
    var oursToo = client.submit(us, "", holding(1_000, 4_096));
    var theirs = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      theirs.add(client.submit(them, "", holding(2_000, 512)));
    }

    var started = platform.runs();

    // Ours holds half of the memory; theirs comes to half of the CPU with the second. Then ours is
    // older, but does not fit into the memory, and theirs does.
    assertThat(started).containsExactly(ours, theirs.get(0), theirs.get(1), theirs.get(2));
    assertThat(client.state(oursToo)).isEqualTo(State.STATE_QUEUED);
    assertThat(client.blockers(oursToo)).contains(Blocker.Kind.KIND_CLUSTER_CAPACITY);
  }

  @Test
  void aHeadThatDoesNotFitIsPassedOverByWhatDoes() {
    client.limit(us, quota -> quota.setCpuMillis(2_000));
    var running = client.submit(us, "");
    platform.runs();
    var big = client.submit(us, "garden", holding(2_000, 512));
    var small = client.submit(us, "orchard");
    var theirs = client.submit(them, "", holding(2_000, 512));

    assertThat(platform.runs()).containsExactlyInAnyOrder(small, theirs);

    assertThat(client.state(big)).isEqualTo(State.STATE_QUEUED);
    assertThat(client.blocker(big, Blocker.Kind.KIND_TENANT_CPU).getHoldersList())
        .containsExactlyInAnyOrder(running, small);
  }

  @Test
  void aHeadPassedOverForLongHasWhatRefusesItReservedAndNothingElse() {
    client.limit(us, quota -> quota.setCpuMillis(4_000));
    var running = client.submit(us, "");
    platform.runs();
    var big = client.submit(us, "garden", holding(4_000, 512));
    platform.minutesPass(2);
    var small = client.submit(us, "orchard");
    var theirs = client.submit(them, "");

    assertThat(platform.runs()).containsExactly(theirs);
    assertThat(client.blocker(small, Blocker.Kind.KIND_RESERVED).getHoldersList())
        .containsExactly(big);

    platform.succeeds(running);
    assertThat(platform.runs()).containsExactly(big);
    platform.succeeds(big);
    assertThat(platform.runs()).containsExactly(small);
    assertThat(client.state(theirs)).isEqualTo(State.STATE_RUNNING);
  }

  @Test
  void whatCanNeverFitSaysSoAndReservesNothing() {
    client.limit(us, quota -> quota.setMemoryMib(2_048));
    var never = client.submit(us, "garden", holding(1_000, 4_096));
    platform.minutesPass(10);
    var small = client.submit(us, "orchard");
    var behind = client.submit(us, "garden");

    assertThat(platform.runs()).containsExactly(small);

    assertThat(client.blockers(never)).containsExactly(Blocker.Kind.KIND_NEVER_FITS);
    assertThat(client.get(never).getQueueStatus().hasEtaStartP50()).isFalse();
    assertThat(client.blocker(behind, Blocker.Kind.KIND_CHAT_PREDECESSOR).getHoldersList())
        .as("it stands in the way of its chat only")
        .containsExactly(never);
    client.limit(us, quota -> quota.setMemoryMib(8_192));
    assertThat(platform.runs()).containsExactly(never);
  }

  private List<String> submit(String tenant, int builds) {
    var names = new ArrayList<String>();
    for (int i = 0; i < builds; i++) {
      names.add(client.submit(tenant, ""));
    }
    return names;
  }

  private void weight(String tenant, float weight) {
    var _ =
        client.tenants.updateTenant(
            UpdateTenantRequest.newBuilder()
                .setTenant(Tenant.newBuilder().setName(tenant).setWeight(weight))
                .setUpdateMask(Client.mask("weight"))
                .build());
  }

  private static Consumer<Build.Builder> holding(int cpuMillis, int memoryMib) {
    return build ->
        build.setResources(Resources.newBuilder().setCpuMillis(cpuMillis).setMemoryMib(memoryMib));
  }

  private static Predicate<String> of(String tenant) {
    return build -> build.startsWith(tenant + "/");
  }
}
