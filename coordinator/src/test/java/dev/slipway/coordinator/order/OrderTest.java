package dev.slipway.coordinator.order;

import static dev.slipway.coordinator.order.SnapshotBuilder.aSnapshot;
import static dev.slipway.coordinator.order.SnapshotBuilder.cpu;
import static dev.slipway.coordinator.order.SnapshotBuilder.head;
import static dev.slipway.coordinator.order.SnapshotBuilder.key;
import static dev.slipway.coordinator.order.SnapshotBuilder.memory;
import static dev.slipway.coordinator.order.SnapshotBuilder.overdue;
import static dev.slipway.coordinator.order.SnapshotBuilder.project;
import static dev.slipway.coordinator.order.SnapshotBuilder.running;
import static dev.slipway.coordinator.order.SnapshotBuilder.size;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.order.Decision.End;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final Scope.Tenant TENANT_A = new Scope.Tenant("a");
  private static final Scope.Tenant TENANT_B = new Scope.Tenant("b");
  private static final Scope.Project SITE_OF_A = new Scope.Project("a", "site");

  @Test
  void withinATenantTheBestKeyGoesFirstAndTiesByChat() {
    var late = key(30, head("a", 1));
    var twin = key(20, head("a", 3));
    var early = key(20, head("a", 2));

    var decision = aSnapshot().ready(late, twin, early).decide();

    assertThat(decision.admitted()).containsExactly(early, twin, late);
    assertThat(decision.passedOver()).isEmpty();
    assertThat(decision.end()).isEqualTo(new End.Complete());
  }

  @Test
  void floodOfOneTenantDoesNotDelayAnother() {
    var flood = new Head[50];
    for (int i = 0; i < flood.length; i++) {
      flood[i] = head("flood", i + 1);
    }
    var late = key(1_000, head("late", 100));

    var decision = aSnapshot().ready(flood).ready(late).admissionsMax(2).decide();

    assertThat(decision.admitted()).containsExactly(flood[0], late);
    assertThat(decision.end()).isEqualTo(new End.BatchFull());
  }

  @Test
  void twiceTheWeightIsTwiceTheShare() {
    var snapshot = aSnapshot().weight("b", 2).admissionsMax(30);
    for (int i = 1; i <= 40; i++) {
      snapshot.ready(head("a", i), head("b", 100 + i));
    }

    var decision = snapshot.decide();

    assertThat(countByTenant(decision)).isEqualTo(Map.of("a", 10L, "b", 20L));
  }

  @Test
  void shareIsThatOfTheScarcestResource() {
    // A build of a is a tenth of the memory, one of b a fifth of the CPU: two of a for one of b.
    var snapshot =
        aSnapshot().limit(Scope.CLUSTER, new Limit(Limit.NONE, 10_000, 10_000)).admissionsMax(6);
    for (int i = 1; i <= 10; i++) {
      snapshot.ready(size(100, 1_000, head("a", i)), size(2_000, 100, head("b", 100 + i)));
    }

    var decision = snapshot.decide();

    assertThat(countByTenant(decision)).isEqualTo(Map.of("a", 4L, "b", 2L));
  }

  @Test
  void whatRunsCountsTowardsTheShare() {
    var first = head("a", 1);
    var other = head("b", 2);

    var decision = aSnapshot().active(head("a", 10)).ready(first, other).admissionsMax(1).decide();

    assertThat(decision.admitted()).containsExactly(other);
  }

  @Test
  void equalSharesGoByTheBetterHeadSoThatEachHasItsTurn() {
    var waitsLonger = key(1, head("z", 1));
    var waitsLess = key(2, head("a", 2));

    var decision =
        aSnapshot().limit(Scope.CLUSTER, running(1)).ready(waitsLess, waitsLonger).decide();

    assertThat(decision.admitted()).containsExactly(waitsLonger);
    assertThat(blockers(decision, waitsLess))
        .containsExactly(new Blocker.Full(Scope.CLUSTER, Resource.RUNNING, 1, 1, 1));
  }

  @Test
  void headThatDoesNotFitIsSkippedAndToldWhy() {
    var big = size(4_000, 1_024, head("a", 1));
    var small = head("a", 2);
    var bystander = head("b", 3);

    var decision =
        aSnapshot()
            .limit(TENANT_A, cpu(4_000))
            .active(head("a", 10))
            .ready(big, small, bystander)
            .decide();

    assertThat(decision.admitted()).containsExactly(bystander, small);
    assertThat(blockers(decision, big))
        .containsExactly(new Blocker.Full(TENANT_A, Resource.CPU, 4_000, 1_000, 4_000));
  }

  @Test
  void everyScopeAndResourceThatRefusesIsNamedNarrowestFirst() {
    var refused = size(2_000, 2_000, head("a", 1));
    var chat = new Scope.Chat(1);

    var decision =
        aSnapshot()
            .limit(chat, running(1))
            .limit(SITE_OF_A, memory(2_500))
            .limit(TENANT_A, cpu(1_500))
            .limit(Scope.CLUSTER, new Limit(1, 2_500, Limit.NONE))
            .active(head("a", 1))
            .ready(refused)
            .decide();

    assertThat(decision.admitted()).isEmpty();
    assertThat(blockers(decision, refused))
        .containsExactly(
            new Blocker.Full(chat, Resource.RUNNING, 1, 1, 1),
            new Blocker.Full(SITE_OF_A, Resource.MEMORY, 2_500, 1_024, 2_000),
            new Blocker.NeverFits(TENANT_A, Resource.CPU, 1_500, 2_000),
            new Blocker.Full(Scope.CLUSTER, Resource.RUNNING, 1, 1, 1),
            new Blocker.Full(Scope.CLUSTER, Resource.CPU, 2_500, 1_000, 2_000));
  }

  @Test
  void limitBelowUseAdmitsNothingThereAndBreaksNothing() {
    var waits = head("a", 1);
    var otherProject = project("other", head("a", 2));

    var decision =
        aSnapshot()
            .limit(SITE_OF_A, running(1))
            .active(head("a", 10))
            .active(head("a", 11))
            .active(head("a", 12))
            .ready(waits, otherProject)
            .decide();

    assertThat(decision.admitted()).containsExactly(otherProject);
    assertThat(blockers(decision, waits))
        .containsExactly(new Blocker.Full(SITE_OF_A, Resource.RUNNING, 1, 3, 1));
  }

  @Test
  void pausedScopeStartsNothingAndOthersGoOn() {
    var paused = head("a", 1);
    var pausedChat = head("b", 2);
    var bystander = head("b", 3);

    var decision =
        aSnapshot()
            .pause(TENANT_A)
            .pause(new Scope.Chat(2))
            .ready(paused, pausedChat, bystander)
            .decide();

    assertThat(decision.admitted()).containsExactly(bystander);
    assertThat(blockers(decision, paused)).containsExactly(new Blocker.Paused(TENANT_A));
    assertThat(blockers(decision, pausedChat))
        .containsExactly(new Blocker.Paused(new Scope.Chat(2)));
  }

  @Test
  void pausedClusterStartsNothing() {
    var decision = aSnapshot().pause(Scope.CLUSTER).ready(head("a", 1), head("b", 2)).decide();

    assertThat(decision.admitted()).isEmpty();
    assertThat(decision.passedOver()).hasSize(2);
  }

  @Test
  void overdueHeadReservesWhatRefusesItAndOnlyThere() {
    var big = overdue(size(4_000, 1_024, head("a", 1)));
    var later = head("a", 2);
    var bystander = head("b", 3);

    var decision =
        aSnapshot()
            .limit(TENANT_A, cpu(4_000))
            .active(head("a", 10))
            .ready(big, later, bystander)
            .decide();

    assertThat(decision.admitted()).containsExactly(bystander);
    assertThat(blockers(decision, later)).containsExactly(new Blocker.Reserved(TENANT_A, big));
  }

  @Test
  void headThatIsNotOverdueReservesNothing() {
    var big = size(4_000, 1_024, head("a", 1));
    var later = head("a", 2);

    var decision =
        aSnapshot().limit(TENANT_A, cpu(4_000)).active(head("a", 10)).ready(big, later).decide();

    assertThat(decision.admitted()).containsExactly(later);
  }

  @Test
  void reservationDoesNotHoldBackWhatComesFirst() {
    var better = key(0, head("a", 2));
    var big = overdue(key(1, size(4_000, 1_024, head("a", 1))));

    var decision =
        aSnapshot().limit(TENANT_A, cpu(4_000)).active(head("a", 10)).ready(big, better).decide();

    assertThat(decision.admitted()).containsExactly(better);
  }

  @Test
  void overdueHeadThatNeverFitsReservesNothing() {
    var huge = overdue(size(8_000, 1_024, head("a", 1)));
    var later = head("a", 2);

    var decision = aSnapshot().limit(TENANT_A, cpu(4_000)).ready(huge, later).decide();

    assertThat(decision.admitted()).containsExactly(later);
    assertThat(blockers(decision, huge))
        .containsExactly(new Blocker.NeverFits(TENANT_A, Resource.CPU, 4_000, 8_000));
  }

  @Test
  void widerScopeIsNotReservedWhileANarrowerOneRefuses() {
    var big = overdue(size(4_000, 1_024, head("a", 1)));
    var bystander = head("b", 2);

    var decision =
        aSnapshot()
            .limit(SITE_OF_A, cpu(4_000))
            .limit(Scope.CLUSTER, cpu(4_500))
            .active(head("a", 10))
            .ready(big, bystander)
            .decide();

    assertThat(decision.admitted()).containsExactly(bystander);
    assertThat(blockers(decision, big)).hasSize(2);
  }

  @Test
  void overdueHeadThatLacksARunningSlotReservesNothingElsewhere() {
    var big = overdue(size(4_000, 1_024, head("a", 1)));
    var bystander = head("b", 2);

    var decision =
        aSnapshot()
            .limit(TENANT_A, running(1))
            .limit(Scope.CLUSTER, cpu(4_500))
            .active(head("a", 10))
            .ready(big, bystander)
            .decide();

    assertThat(decision.admitted()).containsExactly(bystander);
  }

  @Test
  void listThatRunsDryStopsTheDecisionWhereTheTenantHasItsTurn() {
    var only = head("a", 1);
    var second = key(5, head("b", 2));
    var third = key(6, head("b", 3));

    var decision = aSnapshot().more("a").ready(only, second, third).decide();

    assertThat(decision.admitted()).containsExactly(only, second);
    assertThat(decision.end()).isEqualTo(new End.RanDry("a"));
    assertThat(decision.needsDeeperLists()).isFalse();
  }

  @Test
  void listOfNothingThatFitsHasToBeReadDeeper() {
    var big = size(4_000, 1_024, head("a", 1));

    var decision =
        aSnapshot()
            .limit(TENANT_A, cpu(4_000))
            .active(head("a", 10))
            .more("a")
            .ready(big, key(7, head("b", 2)))
            .active(head("b", 20))
            .active(head("b", 21))
            .decide();

    assertThat(decision.admitted()).isEmpty();
    assertThat(decision.end()).isEqualTo(new End.RanDry("a"));
    assertThat(decision.needsDeeperLists()).isTrue();
  }

  @Test
  void dryListOfATenantThatIsFullStopsNobody() {
    var refused = head("a", 1);
    var bystander = head("b", 2);

    var decision =
        aSnapshot()
            .limit(TENANT_A, running(0))
            .more("a")
            .ready(refused, bystander)
            .limit(TENANT_B, running(1))
            .decide();

    assertThat(decision.admitted()).containsExactly(bystander);
    assertThat(decision.end()).isEqualTo(new End.Complete());
  }

  @Test
  void listOutOfOrderIsRefused() {
    var heads = List.of(head("a", 2), head("a", 1));

    assertThatThrownBy(() -> new TenantQueue("a", 1, heads, false))
        .hasMessageContaining("not in order");
  }

  private static List<Blocker> blockers(Decision decision, Head head) {
    return decision.passedOver().stream()
        .filter(passed -> passed.head().equals(head))
        .flatMap(passed -> passed.blockers().stream())
        .toList();
  }

  private static Map<String, Long> countByTenant(Decision decision) {
    return decision.admitted().stream()
        .collect(Collectors.groupingBy(Head::tenant, Collectors.counting()));
  }
}
