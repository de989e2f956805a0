package dev.slipway.coordinator.queue.pause;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.lock.DecisionLockRepository;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pauses scopes and resumes them. A pause whose time is over counts no more from that moment, by
 * the database's clock; its row goes with the next pause or resume of whatever scope. Every method
 * joins the caller's transaction when there is one.
 */
@Singleton
public class Pauses {
  private final PauseRepository pauses;
  private final Scopes scopes;
  private final PauseConfig config;
  private final TransactionOperations<Connection> transactions;
  private final DecisionLockRepository decisions;
  private final ApplicationEventPublisher<QueueChanged> changed;

  Pauses(
      PauseRepository pauses,
      Scopes scopes,
      PauseConfig config,
      TransactionOperations<Connection> transactions,
      DecisionLockRepository decisions,
      ApplicationEventPublisher<QueueChanged> changed) {
    this.pauses = pauses;
    this.scopes = scopes;
    this.config = config;
    this.transactions = transactions;
    this.decisions = decisions;
    this.changed = changed;
  }

  /**
   * Pauses a scope. Repeating it replaces everything but its begin. When it is committed, nothing
   * of the scope is leased any more. Blocks on the decision that is being made of what starts, some
   * tens of milliseconds; so a caller's transaction has locked no row yet.
   *
   * @param untilTime when it ends by itself; null: when somebody resumes it
   * @return the pause as it is stored
   * @throws Refusal when the scope does not exist, the time has passed, or there are too many
   *     pauses; those that pause at the same moment may pass that limit by one each
   */
  public Pause pause(
      Scope scope, PauseMode mode, String pausedBy, String reason, @Nullable Instant untilTime) {
    return transactions.executeWrite(
        transaction -> {
          decisions.lock(transaction.getConnection());
          keepTenant(scope);
          var known = scopes.get(scope);
          pauses.deleteOver();
          if (pauses.countOthers(scope.name()) >= config.most()) {
            throw tooMany();
          }
          int stored =
              pauses.put(
                  scope.name(),
                  known.tenant(),
                  known.project(),
                  known.chatNo(),
                  mode.name(),
                  pausedBy,
                  reason,
                  untilTime);
          if (stored == 0) {
            throw Refusal.badField(
                "pause.until_time",
                "%s has passed. Give a time to come, or none.".formatted(untilTime));
          }
          changed.publishEvent(new QueueChanged(scope));
          return Objects.requireNonNull(pauses.lock(scope.name()), "the pause just stored");
        });
  }

  /** So that the scope is not deleted between the look at it and the write. */
  private void keepTenant(Scope scope) {
    switch (scope) {
      case Scope.Cluster _ -> {}
      case Scope.OfTenant(var tenant) -> pauses.keepTenant(tenant);
      case Scope.OfProject(var tenant, _) -> pauses.keepTenant(tenant);
      case Scope.OfChat(var tenant, _) -> pauses.keepTenant(tenant);
    }
  }

  private Refusal tooMany() {
    return new Refusal(
        new Refusal.Kind.Exhausted(
            "slipway.pauses.most",
            "%d scopes are paused already, as many as slipway.pauses.most allows. Resume some, or pause what they have in common."
                .formatted(config.most())));
  }

  /**
   * Ends the pause of exactly this scope.
   *
   * @return the pause that ended; null when there was none
   * @throws Refusal when the scope does not exist
   */
  public @Nullable Pause resume(Scope scope) {
    return transactions.executeWrite(
        _ -> {
          scopes.get(scope);
          // First, as in pause: two that lock rows of several scopes must do it in one order.
          pauses.deleteOver();
          var ended = pauses.lock(scope.name());
          if (ended != null) {
            pauses.delete(scope.name());
            changed.publishEvent(new QueueChanged(scope));
          }
          return ended;
        });
  }

  /**
   * The pauses in force of a scope and below it, oldest first.
   *
   * @throws Refusal when the scope does not exist
   */
  public List<Pause> within(Scope scope) {
    var known = scopes.get(scope);
    return pauses.within(known.tenant(), known.project(), known.chatNo());
  }

  /** The pauses in force that hold all of a scope: its own and those above it, oldest first. */
  public List<Pause> holding(KnownScope scope) {
    return pauses.holding(
        scope.tenant(),
        scope.chatNo() == null ? scope.project() : scope.chatProject(),
        scope.chatNo());
  }
}
