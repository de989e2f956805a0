package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.v1.BulkCancelBuildsRequest;
import dev.slipway.v1.BulkCancelBuildsResponse;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The end of all builds that a filter matches, or how many there are. */
@Singleton
class BulkCancels {
  /** What one call ends, what one transaction of it ends, and what it names. */
  private static final int BUILDS_MAX = 10_000;

  private static final int BUILDS_A_TRANSACTION = 500;
  private static final int NAMES_MAX = 100;

  private final ListRepository repository;
  private final Ledger ledger;
  private final TransactionOperations<Connection> transactions;

  BulkCancels(
      ListRepository repository, Ledger ledger, TransactionOperations<Connection> transactions) {
    this.repository = repository;
    this.ledger = ledger;
    this.transactions = transactions;
  }

  /**
   * Asks for the end of them when the request says {@code force}, newest first: what stands behind
   * in a chat goes before it can start. In several transactions; a crash leaves the rest as it is,
   * and the same call may be repeated.
   *
   * @throws Refusal with every field that is wrong, or when there is no such tenant
   */
  BulkCancelBuildsResponse cancel(BulkCancelBuildsRequest request) {
    var violations = new Violations();
    var tenant = violations.read(() -> Parents.tenant(request.getParent()));
    var filter = violations.read(() -> filter(request.getFilter()));
    var reason = Changes.reason(request.getReason(), violations);
    violations.refuse();
    if (tenant == null || filter == null) {
      throw new IllegalStateException("a parent or a filter that is missing was not refused");
    }
    return request.getForce() ? force(tenant, filter, reason) : preview(tenant, filter);
  }

  private static BuildFilter filter(String filter) {
    if (filter.isBlank()) {
      throw Refusal.badField(
          "filter", "is empty. Say which builds are to end, as in chat = \"c1\".");
    }
    return BuildFilter.parse(filter);
  }

  private BulkCancelBuildsResponse preview(String tenant, BuildFilter filter) {
    return transactions.executeRead(
        transaction -> {
          var connection = transaction.getConnection();
          known(connection, tenant);
          long count = repository.countCancellable(connection, tenant, filter);
          var first = refs(tenant, repository.cancellable(connection, tenant, filter, NAMES_MAX));
          return answer(Math.toIntExact(count), first, count > BUILDS_MAX);
        });
  }

  private BulkCancelBuildsResponse force(String tenant, BuildFilter filter, String reason) {
    var found =
        transactions.executeRead(
            transaction -> {
              var connection = transaction.getConnection();
              known(connection, tenant);
              return refs(
                  tenant, repository.cancellable(connection, tenant, filter, BUILDS_MAX + 1));
            });
    var wanted = found.subList(0, Math.min(BUILDS_MAX, found.size()));
    var asked = new ArrayList<BuildRef>();
    for (int from = 0; from < wanted.size(); from += BUILDS_A_TRANSACTION) {
      int to = Math.min(from + BUILDS_A_TRANSACTION, wanted.size());
      asked.addAll(ledger.askAll(wanted.subList(from, to), new CancelAsked(reason)));
    }
    return answer(asked.size(), asked, found.size() > BUILDS_MAX);
  }

  private void known(Connection connection, String tenant) {
    if (repository.tenant(connection, tenant) == null) {
      throw Refusal.notFound("tenants/" + tenant);
    }
  }

  private static List<BuildRef> refs(String tenant, List<UUID> ids) {
    return ids.stream().map(id -> new BuildRef(tenant, id)).toList();
  }

  private static BulkCancelBuildsResponse answer(int count, List<BuildRef> builds, boolean more) {
    return BulkCancelBuildsResponse.newBuilder()
        .setCount(count)
        .addAllBuilds(builds.stream().limit(NAMES_MAX).map(BuildRef::name).toList())
        .setMore(more)
        .build();
  }
}
