package dev.slipway.coordinator.tenant;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Scope.OfTenant;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tenants. Each method is a transaction of its own. */
@Singleton
class Tenants {
  private final TransactionOperations<Connection> transactions;
  private final TenantRepository repository;
  private final RemainsRepository remains;

  Tenants(
      TransactionOperations<Connection> transactions,
      TenantRepository repository,
      RemainsRepository remains) {
    this.transactions = transactions;
    this.repository = repository;
    this.remains = remains;
  }

  /**
   * What a client may say about a tenant.
   *
   * @param weight 0.01 to 100
   */
  record Settings(String displayName, float weight) {
    static final Settings DEFAULT = new Settings("", 1);
  }

  /**
   * @throws Refusal when it exists
   */
  TenantRow create(OfTenant name, Settings settings) {
    var made = repository.insert(name.tenant(), settings.displayName(), settings.weight());
    if (made == null) {
      throw Refusal.alreadyExists(name.name());
    }
    return made;
  }

  /**
   * @throws Refusal when there is none
   */
  TenantRow get(OfTenant name) {
    return known(name, repository.find(name.tenant()));
  }

  /**
   * By id.
   *
   * @param after the last id of the page before; empty for the first
   */
  List<TenantRow> list(String after, int most) {
    return repository.list(after, most);
  }

  /**
   * Changes what it says now; blocks on another update of it.
   *
   * @throws Refusal when there is none
   */
  TenantRow update(OfTenant name, UnaryOperator<Settings> change) {
    return transactions.executeWrite(
        _ -> {
          var before = known(name, repository.lock(name.tenant()));
          var after = change.apply(new Settings(before.displayName(), before.weight()));
          repository.update(name.tenant(), after.displayName(), after.weight());
          return get(name);
        });
  }

  /**
   * Deletes it with its limits and pauses; blocks on submits that are on their way.
   *
   * @throws Refusal when there is none, or when it is not empty
   */
  void delete(OfTenant name) {
    transactions.executeWrite(
        _ -> {
          var tenant = name.tenant();
          known(name, repository.close(tenant));
          new Remains(name)
              .and("projects", remains.projects(tenant, Remains.ASKED))
              .and("chats", remains.chats(tenant, Remains.ASKED))
              .and("builds", remains.builds(tenant, Remains.ASKED))
              .and("sources", remains.sources(tenant, Remains.ASKED))
              .refuse();
          repository.delete(tenant);
          return null;
        });
  }

  /**
   * @throws Refusal when there is no such tenant
   */
  void known(String tenant) {
    get(new OfTenant(tenant));
  }

  /** The tenant stays until the caller's transaction ends. */
  void keep(String tenant) {
    known(new OfTenant(tenant), repository.keep(tenant));
  }

  /** Nothing is added to the tenant until the caller's transaction ends. */
  void close(String tenant) {
    known(new OfTenant(tenant), repository.close(tenant));
  }

  private static <T> T known(OfTenant name, @Nullable T found) {
    if (found == null) {
      throw Refusal.notFound(name.name());
    }
    return found;
  }
}
