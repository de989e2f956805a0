package dev.slipway.coordinator.order;

/**
 * What is held now: by one active build, or by several of the same tenant, project and chat.
 *
 * @param running how many builds this is
 * @param cpuMillis of all of them
 * @param memoryMib of all of them
 */
public record Use(
    String tenant, String project, long chatNo, long running, long cpuMillis, long memoryMib) {

  /** What a head holds once it was admitted. */
  public static Use of(Head head) {
    return new Use(
        head.tenant(), head.project(), head.chatNo(), 1, head.cpuMillis(), head.memoryMib());
  }
}
