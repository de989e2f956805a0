package dev.slipway.coordinator.tenant;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Scope.OfProject;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The projects of tenants. Each method is a transaction of its own. */
@Singleton
class Projects {
  private final TransactionOperations<Connection> transactions;
  private final Tenants tenants;
  private final ProjectRepository repository;
  private final RemainsRepository remains;

  Projects(
      TransactionOperations<Connection> transactions,
      Tenants tenants,
      ProjectRepository repository,
      RemainsRepository remains) {
    this.transactions = transactions;
    this.tenants = tenants;
    this.repository = repository;
    this.remains = remains;
  }

  /**
   * @throws Refusal when it exists, or its tenant does not
   */
  ProjectRow create(OfProject name, String displayName) {
    return transactions.executeWrite(
        _ -> {
          tenants.keep(name.tenant());
          var made = repository.insert(name.tenant(), name.project(), displayName);
          if (made == null) {
            throw Refusal.alreadyExists(name.name());
          }
          return made;
        });
  }

  /**
   * @throws Refusal when there is none
   */
  ProjectRow get(OfProject name) {
    return known(name, repository.find(name.tenant(), name.project()));
  }

  /**
   * By id.
   *
   * @param after the last id of the page before; empty for the first
   * @throws Refusal when there is no such tenant
   */
  List<ProjectRow> list(String tenant, String after, int most) {
    return transactions.executeRead(
        _ -> {
          tenants.known(tenant);
          return repository.list(tenant, after, most);
        });
  }

  /**
   * @throws Refusal when there is none
   */
  ProjectRow rename(OfProject name, String displayName) {
    return transactions.executeWrite(
        _ -> known(name, repository.update(name.tenant(), name.project(), displayName)));
  }

  /**
   * Deletes it with its limits and pauses; blocks on its tenant's submits that are on their way.
   *
   * @throws Refusal when there is none, or when it is not empty
   */
  void delete(OfProject name) {
    transactions.executeWrite(
        _ -> {
          var tenant = name.tenant();
          var project = name.project();
          tenants.close(tenant);
          get(name);
          new Remains(name)
              .and("chats", remains.chatsOfProject(tenant, project, Remains.ASKED))
              .and("builds", remains.buildsOfProject(tenant, project, Remains.ASKED))
              .refuse();
          repository.delete(tenant, project);
          return null;
        });
  }

  private static ProjectRow known(OfProject name, @Nullable ProjectRow found) {
    if (found == null) {
      throw Refusal.notFound(name.name());
    }
    return found;
  }
}
