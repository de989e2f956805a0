package dev.slipway.coordinator.quota;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.build.Scope.Cluster;
import dev.slipway.coordinator.build.Scope.OfChat;
import dev.slipway.coordinator.build.Scope.OfProject;
import dev.slipway.coordinator.build.Scope.OfTenant;
import dev.slipway.coordinator.lock.DecisionLockRepository;
import io.micronaut.context.annotation.Value;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The limits of scopes, and what they use. Each method is a transaction of its own, or joins one.
 */
@Singleton
public class Quotas {
  private final TransactionOperations<Connection> transactions;
  private final QuotaRepository repository;
  private final UsageRepository uses;
  private final DecisionLockRepository decisions;
  private final InstantSource clock;
  private final long queuedMax;

  /**
   * @param queuedMax what a tenant without a limit of its own may have waiting: admission's own
   *     setting, shown here beside what is used
   */
  Quotas(
      TransactionOperations<Connection> transactions,
      QuotaRepository repository,
      UsageRepository uses,
      DecisionLockRepository decisions,
      InstantSource clock,
      @Value("${slipway.admit.queued-max:10000}") long queuedMax) {
    this.transactions = transactions;
    this.repository = repository;
    this.uses = uses;
    this.decisions = decisions;
    this.clock = clock;
    this.queuedMax = queuedMax;
  }

  /** Every scope that has a limit, by name. */
  public List<Quota> limits() {
    return limited(repository.all());
  }

  /**
   * The limits of a scope; none when nobody set any.
   *
   * @throws Refusal when there is no such tenant, project or chat
   */
  public Quota get(Scope scope) {
    return transactions.executeRead(
        _ -> {
          var chatNo = known(scope);
          var row = repository.find(scope.name());
          return row == null ? new Quota(scope, chatNo, Limits.NONE, null) : row.quota();
        });
  }

  /**
   * The scopes of a tenant, or all for the cluster, that have a limit, by name.
   *
   * @throws Refusal when there is no such tenant, or for a project or chat
   */
  List<Quota> list(Scope scope) {
    return switch (scope) {
      case Cluster _ -> limits();
      case OfTenant tenant ->
          transactions.executeRead(
              _ -> {
                known(tenant);
                return limited(repository.ofTenant(tenant.tenant()));
              });
      case OfProject _, OfChat _ ->
          throw Refusal.badField(
              "scope", "\"%s\": give cluster or tenants/{tenant}.".formatted(scope.name()));
    };
  }

  /**
   * Changes the limits that stand now. A limit below what is used stops nothing; but when this
   * returns, no build is leased any more that goes over it. Blocks on another change of the limits
   * and on the decision that is being made of what starts, some tens of milliseconds.
   *
   * @throws Refusal when there is no such tenant, project or chat
   */
  Quota update(Scope scope, UnaryOperator<Limits> change) {
    return transactions.executeWrite(
        transaction -> {
          decisions.lock(transaction.getConnection());
          var tenant = tenant(scope);
          if (tenant != null) {
            repository.keepTenant(tenant);
          }
          var chatNo = known(scope);
          repository.insertIfMissing(scope.name(), tenant, project(scope), chatNo);
          var limits = change.apply(repository.lock(scope.name()).quota().limits());
          repository.update(
              scope.name(),
              limits.of(Resource.RUNNING),
              limits.of(Resource.CPU_MILLIS),
              limits.of(Resource.MEMORY_MIB),
              limits.of(Resource.QUEUED),
              limits.of(Resource.BUILDS_PER_HOUR),
              limits.of(Resource.STORAGE_BYTES));
          return get(scope);
        });
  }

  /**
   * What a scope uses now, summed from all of its builds: for people, not for each submit.
   *
   * @throws Refusal when there is no such tenant, project or chat
   */
  Usage usage(Scope scope) {
    return transactions.executeRead(
        _ -> {
          var quota = get(scope);
          var sum =
              uses.sum(
                  tenant(scope),
                  project(scope),
                  quota.chatNo(),
                  SubmitIds.ofTheLastHour(clock.instant()));
          var used = new EnumMap<Resource, Long>(Resource.class);
          used.put(Resource.RUNNING, sum.running());
          used.put(Resource.CPU_MILLIS, sum.cpuMillis());
          used.put(Resource.MEMORY_MIB, sum.memoryMib());
          used.put(Resource.QUEUED, sum.queued());
          used.put(Resource.BUILDS_PER_HOUR, sum.buildsPerHour());
          if (scope instanceof OfTenant tenant) {
            used.put(Resource.STORAGE_BYTES, uses.storage(tenant.tenant()));
          }
          return new Usage(scope, used, inForce(scope, quota.limits()), sum.asOfTime());
        });
  }

  private Limits inForce(Scope scope, Limits set) {
    return scope instanceof OfTenant && set.of(Resource.QUEUED) == null
        ? set.with(Resource.QUEUED, queuedMax)
        : set;
  }

  /** The chat's number, when it is one. */
  private @Nullable Long known(Scope scope) {
    var tenant = tenant(scope);
    if (tenant != null && repository.tenant(tenant) == null) {
      throw Refusal.notFound("tenants/" + tenant);
    }
    return switch (scope) {
      case Cluster _, OfTenant _ -> null;
      case OfProject(var of, var project) -> {
        found(scope, repository.project(of, project));
        yield null;
      }
      case OfChat(var of, var chat) -> found(scope, repository.chatNo(of, chat));
    };
  }

  private static <T> T found(Scope scope, @Nullable T row) {
    if (row == null) {
      throw Refusal.notFound(scope.name());
    }
    return row;
  }

  private static List<Quota> limited(List<QuotaRow> rows) {
    return rows.stream().map(QuotaRow::quota).filter(quota -> quota.limits().any()).toList();
  }

  private static @Nullable String tenant(Scope scope) {
    return switch (scope) {
      case Cluster _ -> null;
      case OfTenant of -> of.tenant();
      case OfProject of -> of.tenant();
      case OfChat of -> of.tenant();
    };
  }

  private static @Nullable String project(Scope scope) {
    return scope instanceof OfProject of ? of.project() : null;
  }
}
