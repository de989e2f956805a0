package dev.slipway.coordinator.tenant;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Scope.OfChat;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.tenant.ChatSettings.Debounce;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The chats of tenants. Each method is a transaction of its own. */
@Singleton
class Chats {
  private final TransactionOperations<Connection> transactions;
  private final Tenants tenants;
  private final ChatRepository repository;
  private final ProjectRepository projects;
  private final RemainsRepository remains;
  private final Ledger ledger;

  Chats(
      TransactionOperations<Connection> transactions,
      Tenants tenants,
      ChatRepository repository,
      ProjectRepository projects,
      RemainsRepository remains,
      Ledger ledger) {
    this.transactions = transactions;
    this.tenants = tenants;
    this.repository = repository;
    this.projects = projects;
    this.remains = remains;
    this.ledger = ledger;
  }

  /**
   * Makes it, and its project when that is missing.
   *
   * @throws Refusal when it exists, or its tenant does not
   */
  ChatRow create(OfChat name, String project, ChatSettings settings) {
    return transactions.executeWrite(
        _ -> {
          tenants.keep(name.tenant());
          projects.insert(name.tenant(), project, "");
          var made =
              repository.insert(
                  name.tenant(),
                  name.chat(),
                  project,
                  settings.displayName(),
                  settings.maxParallel(),
                  settings.supersede().name(),
                  settings.onFailure().name(),
                  millis(settings.debounce(), Debounce::delay),
                  millis(settings.debounce(), Debounce::maxDelay));
          if (made == null) {
            // The project that was made for it goes with the transaction.
            throw Refusal.alreadyExists(name.name());
          }
          return get(name);
        });
  }

  /**
   * @throws Refusal when there is none
   */
  ChatRow get(OfChat name) {
    var found = repository.find(name.tenant(), name.chat());
    if (found == null) {
      throw Refusal.notFound(name.name());
    }
    return found;
  }

  /**
   * By id.
   *
   * @param after the last id of the page before; empty for the first
   * @param project only of this one; null for all
   * @throws Refusal when there is no such tenant
   */
  List<ChatRow> list(String tenant, String after, @Nullable String project, int most) {
    return transactions.executeRead(
        _ -> {
          tenants.known(tenant);
          return repository.list(tenant, after, project, most);
        });
  }

  /**
   * Changes its policies for what is submitted or starts from now on. A slot that becomes free by
   * it is there for the next build at once; a lower {@code maxParallel} stops nothing; {@code
   * CONTINUE} lets a blocked chat go on. Blocks on the chat's row lock.
   *
   * @throws Refusal when there is none
   */
  ChatRow update(OfChat name, UnaryOperator<ChatSettings> change) {
    return transactions.executeWrite(
        status -> {
          long chatNo = lock(name);
          var before = get(name);
          var settings = change.apply(before.settings());
          repository.update(
              chatNo,
              settings.displayName(),
              settings.maxParallel(),
              settings.supersede().name(),
              settings.onFailure().name(),
              millis(settings.debounce(), Debounce::delay),
              millis(settings.debounce(), Debounce::maxDelay));
          var after = get(name);
          if (after.maxParallel() != before.maxParallel()
              || (after.blockedBy() == null && before.blockedBy() != null)) {
            ledger.refreshHead(status.getConnection(), chatNo);
          }
          return after;
        });
  }

  /**
   * Deletes it with its limits and pauses; blocks on its tenant's submits that are on their way.
   *
   * @throws Refusal when there is none, or when it has builds
   */
  void delete(OfChat name) {
    transactions.executeWrite(
        _ -> {
          tenants.close(name.tenant());
          long chatNo = get(name).chatNo();
          new Remains(name).and("builds", remains.buildsOfChat(chatNo, Remains.ASKED)).refuse();
          repository.delete(chatNo);
          return null;
        });
  }

  private long lock(OfChat name) {
    var chatNo = repository.lock(name.tenant(), name.chat());
    if (chatNo == null) {
      throw Refusal.notFound(name.name());
    }
    return chatNo;
  }

  private static @Nullable Long millis(
      @Nullable Debounce debounce, Function<Debounce, Duration> which) {
    return debounce == null ? null : which.apply(debounce).toMillis();
  }
}
