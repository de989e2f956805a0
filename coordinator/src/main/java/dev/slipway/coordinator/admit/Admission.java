package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.admit.Batch.Submission;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.loop.GroupCommit;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;

/** Turns wishes into queued builds. */
@Singleton
public class Admission {
  private final Batch batch;
  private final GroupCommit<Submission, Batch.Outcome> writer;

  Admission(Batch batch, AdmitConfig config, MeterRegistry metrics) {
    this.batch = batch;
    this.writer =
        new GroupCommit<>(
            "submit",
            config.writers(),
            config.batchMax(),
            config.waitingMax(),
            metrics,
            batch::write);
  }

  /**
   * Queues the wish durably, or finds the build that it made before. Blocks until it is committed,
   * together with what others submit at the same time.
   *
   * @throws Refusal for an unknown tenant, a request_id that stands for another wish, a full queue
   */
  public Admitted admit(Wish wish) {
    return admit(List.of(wish)).getFirst();
  }

  /**
   * Queues all of the wishes, in their order and in one transaction, or none.
   *
   * @throws Refusal as {@link #admit(Wish)}, for the first that is refused
   */
  public List<Admitted> admit(List<Wish> wishes) {
    return call(new Submission(wishes, false));
  }

  /** As {@link #check(List)}, for one. */
  public void check(Wish wish) {
    check(List.of(wish));
  }

  /** Checks what {@link #admit(List)} would, and stores nothing. Blocks for some reads. */
  public void check(List<Wish> wishes) {
    batch.check(wishes);
  }

  /**
   * Queues the repeat of a build that blocks its chat, in its place and not at the end.
   *
   * @throws Refusal as {@link #admit(Wish)}
   */
  public Admitted admitInPlace(Wish wish) {
    return call(new Submission(List.of(wish), true)).getFirst();
  }

  private List<Admitted> call(Submission submission) {
    try {
      var outcome = writer.call(submission, submission.shard());
      if (outcome.refusal() != null) {
        throw outcome.refusal();
      }
      return outcome.admitted();
    } catch (GroupCommit.Full full) {
      throw new Refusal(
          new Refusal.Kind.Busy(
              "submit",
              "The coordinator has more submits waiting than it takes. Repeat it in a second."));
    }
  }

  @PreDestroy
  void stop() {
    writer.close();
  }
}
