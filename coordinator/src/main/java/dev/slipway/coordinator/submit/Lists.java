package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.PageSize;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.v1.ListBuildsRequest;
import dev.slipway.v1.ListBuildsResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.transaction.TransactionDefinition.Isolation;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.support.DefaultTransactionDefinition;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pages of builds. A call looks at no more than {@code slipway.list.looked} of them: a page may be
 * shorter than asked, even empty, and still have a next one. Metric: {@code slipway.list.short},
 * pages that were cut short so.
 */
@Singleton
class Lists {
  private static final int BUILDS_A_PAGE = 50;

  /** How far back the first look at ends goes; each further one four times as far. */
  private static final Duration FIRST_SPAN = Duration.ofHours(1);

  private final ListRepository repository;
  private final ManyBuilds many;
  private final ListConfig config;
  private final TransactionOperations<Connection> transactions;
  private final Counter cutShort;

  Lists(
      ListRepository repository,
      ManyBuilds many,
      ListConfig config,
      TransactionOperations<Connection> transactions,
      MeterRegistry metrics) {
    this.repository = repository;
    this.many = many;
    this.config = config;
    this.transactions = transactions;
    this.cutShort = metrics.counter("slipway.list.short");
  }

  /** Keys that match, and the last that was looked at; null: there is no more to look at. */
  private record Found(List<ListKey> keys, @Nullable ListKey last) {}

  /**
   * A page.
   *
   * @throws Refusal with every field that is wrong, or when there is no such tenant
   */
  ListBuildsResponse list(ListBuildsRequest request) {
    var violations = new Violations();
    var tenant = violations.read(() -> Parents.tenant(request.getParent()));
    var size = violations.read(() -> PageSize.of(request.getPageSize(), BUILDS_A_PAGE));
    var filter = violations.read(() -> BuildFilter.parse(request.getFilter()));
    var order = violations.read(() -> ListOrder.parse(request.getOrderBy()));
    var token = new ListToken(request);
    var key = violations.read(() -> token.key(request.getPageToken()));
    violations.refuse();
    Objects.requireNonNull(size);
    return transactions.execute(
        snapshot(),
        transaction -> {
          var connection = transaction.getConnection();
          var query =
              query(
                  connection,
                  Objects.requireNonNull(tenant),
                  Objects.requireNonNull(filter),
                  Objects.requireNonNull(order));
          boolean first = Objects.requireNonNull(key).equals(ListToken.START);
          return page(connection, first ? query : query.behind(key), size, token);
        });
  }

  private ListQuery query(
      Connection connection, String tenant, BuildFilter filter, ListOrder order) {
    var known = repository.tenant(connection, tenant);
    if (known == null) {
      throw Refusal.notFound("tenants/" + tenant);
    }
    return ListQuery.whole(tenant, filter, order, known.createTime(), known.now());
  }

  private ListBuildsResponse page(
      Connection connection, ListQuery query, int size, ListToken token) {
    // One more than a page tells whether there is another.
    var found =
        query.order().byEnd()
            ? byEnd(connection, query, size + 1)
            : look(connection, query, size + 1);
    var page = found.keys().subList(0, Math.min(size, found.keys().size()));
    var response =
        ListBuildsResponse.newBuilder()
            .addAllBuilds(many.byId(page.stream().map(ListKey::build).toList()));
    if (found.keys().size() > size) {
      response.setNextPageToken(token.text(page.getLast()));
    } else if (found.last() != null) {
      cutShort.increment();
      response.setNextPageToken(token.text(found.last()));
    }
    return response.build();
  }

  /** At most {@code most} keys. */
  private Found look(Connection connection, ListQuery query, int most) {
    var keys = repository.keys(connection, query, config.looked(), most);
    return new Found(
        keys,
        keys.size() < most ? repository.lastLookedAt(connection, query, config.looked()) : null);
  }

  /**
   * Nothing but blocks of time finds ends, so it looks at an hour of them, then four, then sixteen:
   * the newest ends are what is asked for most.
   */
  private Found byEnd(Connection connection, ListQuery whole, int most) {
    var keys = new ArrayList<ListKey>();
    var query = whole;
    for (var span = FIRST_SPAN; ; span = span.multipliedBy(4)) {
      var part = query.first(span);
      var found = look(connection, part, most - keys.size());
      keys.addAll(found.keys());
      if (keys.size() == most || found.last() != null || part.equals(query)) {
        return new Found(keys, found.last());
      }
      query = query.behind(part.last());
    }
  }

  /** One for all reads: what matched is told as it matched. */
  private static DefaultTransactionDefinition snapshot() {
    var definition = new DefaultTransactionDefinition();
    definition.setReadOnly(true);
    definition.setIsolationLevel(Isolation.REPEATABLE_READ);
    return definition;
  }
}
