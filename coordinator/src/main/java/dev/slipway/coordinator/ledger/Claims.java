package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.Warned;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.ledger.BuildsChanged.Change;
import dev.slipway.coordinator.ledger.ClaimRepository.Holder;
import dev.slipway.coordinator.ledger.Ledger.Written;
import dev.slipway.coordinator.ledger.Reporting.Report;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Gives attempts to the runners that say Hello, and to each of their streams in turn. */
@Singleton
public class Claims {
  private final TransactionOperations<Connection> transactions;
  private final ClaimRepository claims;
  private final Reporting reporting;
  private final ApplicationEventPublisher<BuildsChanged> changed;

  Claims(
      TransactionOperations<Connection> transactions,
      ClaimRepository claims,
      Reporting reporting,
      ApplicationEventPublisher<BuildsChanged> changed) {
    this.transactions = transactions;
    this.claims = claims;
    this.reporting = reporting;
    this.changed = changed;
  }

  /**
   * Claims an attempt for a process of a pod, the first time; then gives it to the newest stream of
   * that process. When this has returned, nothing that an older stream says is written any more.
   * Safe to repeat. Writes; blocks while the build is being written.
   *
   * @param bootId of the process; empty: it does not come back, and never takes over from itself
   * @param warnings written with the first claim, behind it
   */
  public Claim claim(
      BuildRef build, UUID attemptUid, String podUid, String bootId, List<Warned> warnings) {
    return transactions.executeWrite(
        transaction -> {
          var connection = transaction.getConnection();
          var holder = claims.lock(connection, build.id(), attemptUid).orElse(null);
          if (holder == null) {
            return new Claim.Over(claims.result(connection, build.id(), attemptUid).orElse(null));
          }
          return holder.connGen() == 0
              ? first(connection, build, attemptUid, podUid, bootId, warnings)
              : next(connection, build, holder, podUid, bootId);
        });
  }

  private Claim first(
      Connection connection,
      BuildRef build,
      UUID attemptUid,
      String podUid,
      String bootId,
      List<Warned> warnings) {
    var events = new ArrayList<BuildEvent>(List.of(new Claimed()));
    events.addAll(warnings);
    var changes = new ArrayList<Change>();
    var outcome =
        reporting
            .write(
                connection,
                List.of(new Report(build, Sender.outside(attemptUid), events, () -> {})),
                changes)
            .getFirst();
    if (outcome.refused() != null) {
      return new Claim.OtherProcess();
    }
    if (outcome.written() != Written.RECORDED) {
      return new Claim.Stopping();
    }
    claims.hold(connection, build.id(), podUid, bootId, 1);
    changed.publishEvent(new BuildsChanged(changes));
    return new Claim.Granted(1, 0);
  }

  private Claim next(
      Connection connection, BuildRef build, Holder holder, String podUid, String bootId) {
    if (!podUid.equals(holder.podUid())) {
      return new Claim.OtherPod();
    }
    if (bootId.isEmpty() || !bootId.equals(holder.bootId())) {
      return new Claim.OtherProcess();
    }
    int connGen = holder.connGen() + 1;
    claims.hold(connection, build.id(), podUid, bootId, connGen);
    return new Claim.Granted(connGen, holder.runnerSeq());
  }
}
