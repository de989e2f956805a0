package dev.slipway.cli;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.slipway.v1.Blocker;
import dev.slipway.v1.QueueStatus;

/** Queue statuses for tests, with times from when they were found. */
final class FakeStatus {
  private static final Timestamp FOUND = Timestamps.fromSeconds(1_000_000);

  private FakeStatus() {}

  /** Third in line behind another build, with a chance to start in 40 s. */
  static QueueStatus third() {
    return QueueStatus.newBuilder()
        .setPosition(3)
        .setPositionExact(true)
        .setChatPosition(1)
        .setEtaStartP50(after(40))
        .setEtaStartP90(after(120))
        .setEtaEndP50(after(100))
        .setEtaBasis("p50/p90 of 37 builds of this project and template")
        .addBlockers(full())
        .setAsOfTime(FOUND)
        .build();
  }

  static Timestamp found() {
    return FOUND;
  }

  static Timestamp after(long seconds) {
    return Timestamps.fromSeconds(FOUND.getSeconds() + seconds);
  }

  private static Blocker full() {
    return Blocker.newBuilder()
        .setKind(Blocker.Kind.KIND_TENANT_CONCURRENCY)
        .setMessage("tenant default runs 2 of 2 builds")
        .addHolders("tenants/default/builds/b1")
        .addHolders("tenants/default/builds/b2")
        .setRemedy("raise the tenant's limit on running builds")
        .setExpectedClearTime(after(40))
        .build();
  }
}
