package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.Usage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who says what happened in an attempt: the fence of the write. An attempt that is over, or a
 * stream of its runner that a newer one took over from, changes nothing any more.
 *
 * @param connGen number of the runner's stream; 0: it is not the runner who says it
 * @param seq the runner's own number of what it says, from 1; what is committed already is not
 *     written again. 0: not numbered
 * @param result of the result that ends the build; null: it is none
 */
public record Sender(UUID attemptUid, int connGen, long seq, @Nullable ResultMark result) {

  /**
   * What is kept of a result beside what it says.
   *
   * @param sha256 of it as the runner said it, in hex
   * @param usage of all steps; null when nobody measured it
   */
  public record ResultMark(String sha256, @Nullable Usage usage) {}

  /** Someone who looks at the attempt from outside. */
  public static Sender outside(UUID attemptUid) {
    return new Sender(attemptUid, 0, 0, null);
  }

  boolean mayWrite(ActiveBuild build) {
    return attemptUid.equals(build.attemptUid()) && (connGen == 0 || connGen == build.connGen());
  }

  boolean saidBefore(ActiveBuild build) {
    return seq != 0 && seq <= build.runnerSeq();
  }
}
