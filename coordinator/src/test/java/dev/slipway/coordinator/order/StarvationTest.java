package dev.slipway.coordinator.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/**
 * One big build in an endless stream of small ones that keep the cluster full. A tick is a second.
 */
class StarvationTest {
  private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");
  private static final int CLUSTER_MILLIS = 8_000;
  private static final int LONGEST = 20;
  private static final int PATIENCE = 30;

  /** Of 3,000 streams the slowest needed 227: tenants with a smaller share still go first. */
  private static final int TICKS = 500;

  private static final int NEVER = Integer.MAX_VALUE;

  @Property(tries = 500)
  void bigHeadGetsItsTurn(
      @ForAll long seed, @ForAll @LongRange(min = 1_500, max = CLUSTER_MILLIS) long bigMillis) {
    assertThat(turnOfTheBigOne(seed, bigMillis, Duration.ofSeconds(PATIENCE))).isLessThan(NEVER);
  }

  @Test
  void withoutReservationItWouldNot() {
    assertThat(turnOfTheBigOne(1, CLUSTER_MILLIS, Duration.ofDays(1))).isEqualTo(NEVER);
  }

  private record Active(Use use, int end) {}

  /** The tick at which it is admitted. */
  private static int turnOfTheBigOne(long seed, long bigMillis, Duration reserveAfter) {
    var random = new Random(seed);
    var big = head(1, "big", 0, bigMillis);
    var heads = new ArrayList<>(List.of(big));
    var active = new ArrayList<Active>();
    long chatNo = 2;
    for (int tick = 0; tick < TICKS; tick++) {
      int now = tick;
      active.removeIf(build -> build.end() <= now);
      while (heads.size() < 40) {
        heads.add(
            head(chatNo++, random.nextInt(4) == 0 ? "big" : "t" + random.nextInt(3), tick, 1_000));
      }
      var admitted = Order.decide(snapshot(heads, active, tick, reserveAfter)).admitted();
      for (var head : admitted) {
        active.add(new Active(Use.of(head), tick + 1 + random.nextInt(LONGEST)));
      }
      heads.removeAll(admitted);
      if (admitted.contains(big)) {
        return tick;
      }
    }
    return NEVER;
  }

  private static Head head(long chatNo, String tenant, int tick, long cpuMillis) {
    // What its tenant submits in the first ten seconds goes before the big one.
    long key = cpuMillis == 1_000 ? tick : 10;
    return new Head(chatNo, 256, tenant, "site", key, cpuMillis, 1_024, BEGIN.plusSeconds(tick));
  }

  private static Snapshot snapshot(
      List<Head> heads, List<Active> active, int tick, Duration reserveAfter) {
    var byTenant = new TreeMap<String, List<Head>>();
    heads.forEach(
        head -> byTenant.computeIfAbsent(head.tenant(), _ -> new ArrayList<>()).add(head));
    var queues = new ArrayList<TenantQueue>();
    byTenant.forEach(
        (tenant, list) ->
            queues.add(
                new TenantQueue(tenant, 1, list.stream().sorted(Head.ORDER).toList(), false)));
    return new Snapshot(
        BEGIN.plusSeconds(tick),
        Map.of(Scope.CLUSTER, SnapshotBuilder.cpu(CLUSTER_MILLIS)),
        Set.of(),
        active.stream().map(Active::use).toList(),
        queues,
        100,
        reserveAfter);
  }
}
