package dev.slipway.coordinator.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * The rules of {@link Order} over random snapshots. Each prints how many it tried, and its seed.
 */
class OrderPropertyTest {
  private static final int TRIES = 10_000;

  @Provide
  Arbitrary<Snapshot> any() {
    return Snapshots.any();
  }

  @Provide
  Arbitrary<Snapshot> whole() {
    return Snapshots.whole();
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void decidesWhatTheNaiveRulesDecide(@ForAll("any") Snapshot snapshot) {
    var decision = Order.decide(snapshot);

    assertThat(decision).isEqualTo(NaiveOrder.decide(snapshot));
    Statistics.label("end").collect(decision.end().getClass().getSimpleName());
    Statistics.label("admitted").collect(decision.admitted().isEmpty() ? "none" : "some");
    Statistics.label("reserved")
        .collect(
            decision.passedOver().stream()
                .flatMap(passed -> passed.blockers().stream())
                .anyMatch(Blocker.Reserved.class::isInstance));
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void neverExceedsALimitAndStartsNothingWherePaused(@ForAll("any") Snapshot snapshot) {
    var admitted = Order.decide(snapshot).admitted();

    var held = new ArrayList<>(snapshot.use());
    for (var head : admitted) {
      held.add(Use.of(head));
      for (var scope : scopes(head)) {
        var limit = snapshot.limits().getOrDefault(scope, Limit.UNLIMITED);
        for (var resource : Resource.values()) {
          assertThat(held(held, scope, resource)).isLessThanOrEqualTo(limit.of(resource));
        }
        assertThat(snapshot.paused()).doesNotContain(scope);
      }
    }
    assertThat(admitted).hasSizeLessThanOrEqualTo(snapshot.admissionsMax()).doesNotHaveDuplicates();
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void withinATenantNobodyPassesABetterHeadThatNeedsNoMore(@ForAll("any") Snapshot snapshot) {
    var decision = Order.decide(snapshot);

    for (var queue : snapshot.queues()) {
      var order = decision.admitted().stream().filter(queue.heads()::contains).toList();
      assertThat(order).isSortedAccordingTo(Head.ORDER);
      for (var admitted : order) {
        for (var better : queue.heads()) {
          boolean passed =
              Head.ORDER.compare(better, admitted) < 0
                  && !order.contains(better)
                  && better.cpuMillis() <= admitted.cpuMillis()
                  && better.memoryMib() <= admitted.memoryMib();
          if (passed) {
            // Only because of its own project or chat, which the other does not use.
            assertThat(blockers(decision, better))
                .anyMatch(blocker -> !scopes(admitted).contains(blocker.scope()));
          }
        }
      }
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void eachAdmissionIsOfTheSmallestShareThatHadAnyToAdmit(@ForAll("whole") Snapshot snapshot) {
    var decision = Order.decide(snapshot);

    var held = new ArrayList<>(snapshot.use());
    var left = new ArrayList<>(decision.admitted());
    for (var head : decision.admitted()) {
      for (var rival : left) {
        assertThat(share(snapshot, held, head.tenant()))
            .isLessThanOrEqualTo(share(snapshot, held, rival.tenant()));
      }
      held.add(Use.of(head));
      left.remove(head);
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void nothingThatFitsIsLeftWaitingUnlessItIsReserved(@ForAll("whole") Snapshot snapshot) {
    var decision = Order.decide(snapshot);

    var held = new ArrayList<>(snapshot.use());
    decision.admitted().forEach(head -> held.add(Use.of(head)));
    for (var passed : decision.passedOver()) {
      boolean fits =
          scopes(passed.head()).stream()
              .allMatch(scope -> fits(snapshot, held, scope, passed.head()));
      boolean reserved = passed.blockers().stream().anyMatch(Blocker.Reserved.class::isInstance);
      assertThat(fits && !reserved).isFalse();
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void headHasNoBlockersExactlyIfItIsAdmitted(@ForAll("whole") Snapshot snapshot) {
    var decision = Order.decide(snapshot);

    var all = new ArrayList<Head>();
    snapshot.queues().forEach(queue -> all.addAll(queue.heads()));
    var told = new ArrayList<>(decision.admitted());
    for (var passed : decision.passedOver()) {
      assertThat(passed.blockers()).isNotEmpty();
      told.add(passed.head());
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(all);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void simulationWhichLooksAtNoHopelessHeadsAdmitsTheSame(@ForAll("whole") Snapshot snapshot) {
    var rooms = new Rooms(snapshot.limits(), snapshot.paused());
    snapshot.use().forEach(rooms::add);
    var cluster = snapshot.limits().getOrDefault(Scope.CLUSTER, Limit.UNLIMITED);
    var contest = new Contest(rooms, cluster, null);
    snapshot.queues().forEach(contest::enter);

    var admitted = new ArrayList<Head>();
    contest.begin(snapshot.now().minus(snapshot.reserveAfter()));
    for (var head = contest.next(); head != null; head = contest.next()) {
      admitted.add(head);
    }

    assertThat(admitted).isEqualTo(Order.decide(snapshot).admitted());
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void smallerBatchIsTheBeginningOfALargerOne(@ForAll("any") Snapshot snapshot) {
    var all = Order.decide(withMax(snapshot, 1_000)).admitted();

    var some = Order.decide(snapshot).admitted();

    assertThat(some).isEqualTo(all.subList(0, Math.min(all.size(), snapshot.admissionsMax())));
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void answerDoesNotDependOnTheOrderOfTheInput(
      @ForAll("any") Snapshot snapshot, @ForAll Random random) {
    var decision = Order.decide(snapshot);

    var use = new ArrayList<>(snapshot.use());
    var queues = new ArrayList<>(snapshot.queues());
    Collections.shuffle(use, random);
    Collections.shuffle(queues, random);
    var shuffled =
        new Snapshot(
            snapshot.now(),
            snapshot.limits(),
            snapshot.paused(),
            use,
            queues,
            snapshot.admissionsMax(),
            snapshot.reserveAfter());
    assertThat(Order.decide(shuffled)).isEqualTo(decision);
  }

  private static Snapshot withMax(Snapshot s, int most) {
    return new Snapshot(
        s.now(), s.limits(), s.paused(), s.use(), s.queues(), most, s.reserveAfter());
  }

  private static List<Scope> scopes(Head head) {
    return List.of(
        new Scope.Chat(head.chatNo()),
        new Scope.Project(head.tenant(), head.project()),
        new Scope.Tenant(head.tenant()),
        Scope.CLUSTER);
  }

  private static boolean fits(Snapshot snapshot, List<Use> held, Scope scope, Head head) {
    var limit = snapshot.limits().getOrDefault(scope, Limit.UNLIMITED);
    if (snapshot.paused().contains(scope)) {
      return false;
    }
    for (var resource : Resource.values()) {
      if (held(held, scope, resource) + head.need(resource) > limit.of(resource)) {
        return false;
      }
    }
    return true;
  }

  private static long held(List<Use> held, Scope scope, Resource resource) {
    return held.stream()
        .filter(
            use ->
                switch (scope) {
                  case Scope.Cluster _ -> true;
                  case Scope.Tenant(var tenant) -> tenant.equals(use.tenant());
                  case Scope.Project(var tenant, var project) ->
                      tenant.equals(use.tenant()) && project.equals(use.project());
                  case Scope.Chat(var chatNo) -> chatNo == use.chatNo();
                })
        .mapToLong(
            use ->
                switch (resource) {
                  case RUNNING -> use.running();
                  case CPU -> use.cpuMillis();
                  case MEMORY -> use.memoryMib();
                })
        .sum();
  }

  private static double share(Snapshot snapshot, List<Use> held, String tenant) {
    var capacity = snapshot.limits().getOrDefault(Scope.CLUSTER, Limit.UNLIMITED);
    double weight =
        snapshot.queues().stream()
            .filter(queue -> queue.tenant().equals(tenant))
            .findFirst()
            .orElseThrow()
            .weight();
    double share = 0;
    for (var resource : Resource.values()) {
      long of = capacity.of(resource);
      of = of == Limit.NONE || of == 0 ? Contest.NOMINAL_CAPACITY.of(resource) : of;
      share = Math.max(share, (double) held(held, new Scope.Tenant(tenant), resource) / of);
    }
    return share / weight;
  }

  private static List<Blocker> blockers(Decision decision, Head head) {
    return decision.passedOver().stream()
        .filter(passed -> passed.head().equals(head))
        .flatMap(passed -> passed.blockers().stream())
        .toList();
  }
}
