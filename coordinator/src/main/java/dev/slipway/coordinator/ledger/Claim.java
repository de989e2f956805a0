package dev.slipway.coordinator.ledger;

import org.jspecify.annotations.Nullable;

/** What a runner's Hello came to. */
public sealed interface Claim {

  /**
   * The attempt is the runner's, from now on by this stream.
   *
   * @param connGen number of the stream, from 1
   * @param runnerSeq the runner's last event that is committed; 0: none yet
   */
  record Granted(int connGen, long runnerSeq) implements Claim {}

  /** It came too late for its first claim: the build is on its way to another end. */
  record Stopping() implements Claim {}

  /** Another pod holds the attempt. */
  record OtherPod() implements Claim {}

  /** Another process of the same pod held it, and its work folder cannot be trusted. */
  record OtherProcess() implements Claim {}

  /**
   * The attempt is over.
   *
   * @param resultSha256 of the result that ended its build, in hex; null: no result of it did
   */
  record Over(@Nullable String resultSha256) implements Claim {}
}
