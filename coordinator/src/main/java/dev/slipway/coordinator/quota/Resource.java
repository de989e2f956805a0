package dev.slipway.coordinator.quota;

/** What can be limited. */
public enum Resource {
  /** Builds that hold a slot. Over it a build waits. */
  RUNNING("running"),
  /** Thousandths of a CPU that these hold. Over it a build waits. */
  CPU_MILLIS("cpu_millis"),
  /** MiB of memory that these hold. Over it a build waits. */
  MEMORY_MIB("memory_mib"),
  /** Builds that wait. Over it a submit is refused. */
  QUEUED("queued"),
  /** Submits in any 60 minutes. Over it a submit is refused. */
  BUILDS_PER_HOUR("builds_per_hour"),
  /** Bytes of sources and artifacts; of tenants only. Over it a submit is refused. */
  STORAGE_BYTES("storage_bytes");

  private final String field;

  Resource(String field) {
    this.field = field;
  }

  /** Its name in requests, answers and tables. */
  public String field() {
    return field;
  }
}
