package dev.slipway.coordinator.admit;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.NewBuild;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns wishes into queued builds. */
@Singleton
public class Admission {
  /** unique_violation, https://www.postgresql.org/docs/current/errcodes-appendix.html */
  private static final String UNIQUE_VIOLATION = "23505";

  private final TransactionOperations<Connection> transactions;
  private final AdmitRepository repository;
  private final Ledger ledger;
  private final AdmitConfig config;

  Admission(
      TransactionOperations<Connection> transactions,
      AdmitRepository repository,
      Ledger ledger,
      AdmitConfig config) {
    this.transactions = transactions;
    this.repository = repository;
    this.ledger = ledger;
    this.config = config;
  }

  /**
   * Queues the wish durably, or finds the build that it made before. Blocks on the chat's row lock.
   *
   * @throws Refusal for an unknown tenant, a request_id that stands for another wish, a full queue
   */
  public BuildRef admit(Wish wish) {
    try {
      return transactions.executeWrite(_ -> earlier(wish).orElseGet(() -> queue(wish)));
    } catch (DataAccessException e) {
      if (!isTaken(e)) {
        throw e;
      }
      // The same request came twice at once, and the other one was first: answer as it was.
      return transactions.executeRead(_ -> earlier(wish)).orElseThrow(() -> e);
    }
  }

  /** Checks what {@link #admit} would, and stores nothing. */
  public void check(Wish wish) {
    transactions.executeRead(
        _ -> {
          if (earlier(wish).isEmpty()) {
            room(wish.tenant());
          }
          return null;
        });
  }

  private Optional<BuildRef> earlier(Wish wish) {
    var requestId = wish.requestId();
    if (requestId == null) {
      return Optional.empty();
    }
    var earlier = repository.earlier(wish.tenant(), requestId);
    if (earlier == null) {
      return Optional.empty();
    }
    var ref = new BuildRef(wish.tenant(), earlier.buildId());
    if (!Arrays.equals(earlier.requestHash(), wish.hash())) {
      throw new Refusal(
          new Refusal.Kind.RequestIdTaken(
              requestId,
              "request_id \"%s\" was used for another request, which made %s. Use a new one."
                  .formatted(requestId, ref)));
    }
    return Optional.of(ref);
  }

  private BuildRef queue(Wish wish) {
    room(wish.tenant());
    var ref = new BuildRef(wish.tenant(), UuidCreator.getTimeOrderedEpoch());
    var chat = wish.chat();
    ledger.open(
        new NewBuild(
            ref,
            wish.project(),
            chat,
            place(wish.tenant(), chat),
            wish.messageId(),
            wish.spec(),
            wish.requestId(),
            wish.requestId() == null ? null : wish.hash()));
    return ref;
  }

  private @Nullable Long place(String tenant, @Nullable String chat) {
    return chat == null ? null : repository.nextPlace(tenant, chat);
  }

  private void room(String tenant) {
    if (repository.tenants(tenant) == 0) {
      throw Refusal.notFound("tenants/" + tenant);
    }
    if (repository.waiting(tenant, config.queuedMax()) >= config.queuedMax()) {
      throw new Refusal(
          new Refusal.Kind.Exhausted(
              "tenants/" + tenant,
              "tenants/%s has %d builds waiting, its limit. Cancel some or try again later."
                  .formatted(tenant, config.queuedMax())));
    }
  }

  private static boolean isTaken(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }
}
