package dev.slipway.cli.queue;

import dev.slipway.cli.option.CpuAmount;
import dev.slipway.cli.option.MemoryAmount;
import dev.slipway.v1.SimulatedQuota;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code tenants/acme:running=5,cpu=8,memory=16Gi}. */
final class QuotaWord implements ITypeConverter<SimulatedQuota> {
  @Override
  public SimulatedQuota convert(String value) {
    int colon = value.lastIndexOf(':'); // An id may hold one too, a limit never.
    if (colon < 1) {
      throw new TypeConversionException(
          "'" + value + "' is not SCOPE:LIMITS, as in tenants/acme:running=5");
    }
    SimulatedQuota.Builder quota = SimulatedQuota.newBuilder().setScope(value.substring(0, colon));
    Assignments.of(value.substring(colon + 1)).forEach((key, limit) -> set(key, limit, quota));
    return quota.build();
  }

  private static void set(String key, String limit, SimulatedQuota.Builder quota) {
    if (limit.equals("none")) {
      return; // What is not named is not limited.
    }
    switch (key) {
      case "running" -> quota.setRunning(Assignments.number(key, limit));
      case "cpu" -> quota.setCpuMillis(new CpuAmount().convert(limit));
      case "memory" -> quota.setMemoryMib(new MemoryAmount().convert(limit));
      default ->
          throw new TypeConversionException(
              "'" + key + "' is not a limit; there are running, cpu, memory");
    }
  }
}
