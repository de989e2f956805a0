package dev.slipway.cli.quota;

import com.google.protobuf.FieldMask;
import dev.slipway.v1.Quota;
import dev.slipway.v1.UpdateQuotaRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The limits that {@code quota set} takes. */
final class LimitOptions {
  @Option(
      names = "--running",
      paramLabel = "N",
      converter = Limit.Count.class,
      description = "Builds at a time.")
  private @Nullable Limit running;

  @Option(
      names = "--cpu",
      paramLabel = "CPU",
      converter = Limit.Cpu.class,
      description = "What they hold together, as in 8 or 500m.")
  private @Nullable Limit cpu;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Limit.Memory.class,
      description = "What they hold together, as in 16Gi.")
  private @Nullable Limit memory;

  @Option(
      names = "--queued",
      paramLabel = "N",
      converter = Limit.Count.class,
      description = "Builds that wait; more are refused.")
  private @Nullable Limit queued;

  @Option(
      names = "--per-hour",
      paramLabel = "N",
      converter = Limit.Count.class,
      description = "Submits in any 60 minutes; more are refused.")
  private @Nullable Limit perHour;

  @Option(
      names = "--storage",
      paramLabel = "SIZE",
      converter = Limit.Bytes.class,
      description = "Sources and artifacts, as in 10Gi; only of a tenant.")
  private @Nullable Limit storage;

  /** The change; its mask is empty when no limit is given. */
  UpdateQuotaRequest request(String name) {
    Quota.Builder quota = Quota.newBuilder().setName(name);
    FieldMask.Builder mask = FieldMask.newBuilder();
    set("running", running, value -> quota.setRunning(Math.toIntExact(value)), mask);
    set("cpu_millis", cpu, quota::setCpuMillis, mask);
    set("memory_mib", memory, quota::setMemoryMib, mask);
    set("queued", queued, value -> quota.setQueued(Math.toIntExact(value)), mask);
    set("builds_per_hour", perHour, value -> quota.setBuildsPerHour(Math.toIntExact(value)), mask);
    set("storage_bytes", storage, quota::setStorageBytes, mask);
    return UpdateQuotaRequest.newBuilder().setQuota(quota).setUpdateMask(mask).build();
  }

  private static void set(
      String path, @Nullable Limit limit, Consumer<Long> field, FieldMask.Builder mask) {
    if (limit == null) {
      return;
    }
    mask.addPaths(path);
    if (limit.value() != null) {
      field.accept(limit.value());
    }
  }
}
