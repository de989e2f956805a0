package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What changes of {@code build_request} and {@code build_ended} after they were written. */
@Singleton
class AmendRepository extends BatchRepository {
  private final LedgerJson json;

  AmendRepository(LedgerJson json) {
    this.json = json;
  }

  /** Locks what was asked for; its priority, or null when the tenant has no such build. */
  @Nullable Priority lock(Connection connection, BuildRef ref) {
    return over(
            connection,
            List.of(ref),
            """
            SELECT request.priority
              FROM build_request request
              JOIN unnest(?, ?) AS wanted (build_id, tenant_id)
                ON request.build_id = wanted.build_id
               AND request.tenant_id = wanted.tenant_id
               FOR NO KEY UPDATE OF request
            """)
        .uuids(BuildRef::id)
        .texts(BuildRef::tenant)
        .query(row -> Priority.of(row.getInt("priority")))
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** Null leaves a column as it is. */
  void amend(Connection connection, BuildRef ref, Amendment amendment) {
    over(
            connection,
            List.of(amendment),
            """
            UPDATE build_request request
               SET priority = coalesce(change.priority, request.priority),
                   labels = coalesce(CAST(change.labels AS jsonb), request.labels),
                   display_name = coalesce(change.display_name, request.display_name)
              FROM unnest(?, ?, ?, ?) AS change (build_id, priority, labels, display_name)
             WHERE request.build_id = change.build_id
            """)
        .uuids(_ -> ref.id())
        .nullableLongs(
            change -> change.priority() instanceof Priority to ? (long) to.number() : null)
        .texts(change -> json.textOrNull(change.labels()))
        .texts(Amendment::displayName)
        .update();
  }

  /** Takes the mark of a dead letter away; how many had one. */
  int discard(Connection connection, BuildRef ref) {
    return over(
            connection,
            List.of(ref),
            """
            UPDATE build_ended ended
               SET dead_letter_time = NULL
              FROM unnest(?, ?) AS wanted (build_id, tenant_id)
             WHERE ended.build_id = wanted.build_id
               AND ended.tenant_id = wanted.tenant_id
               AND ended.dead_letter_time IS NOT NULL
            """)
        .uuids(BuildRef::id)
        .texts(BuildRef::tenant)
        .update();
  }

  /** Notes which build the requeue of a dead letter made, once. */
  int requeued(Connection connection, BuildRef ref, UUID as) {
    return over(
            connection,
            List.of(ref),
            """
            UPDATE build_ended ended
               SET dead_letter_time = NULL,
                   requeued_as = wanted.requeued_as
              FROM unnest(?, ?, ?) AS wanted (build_id, tenant_id, requeued_as)
             WHERE ended.build_id = wanted.build_id
               AND ended.tenant_id = wanted.tenant_id
               AND ended.requeued_as IS NULL
            """)
        .uuids(BuildRef::id)
        .texts(BuildRef::tenant)
        .uuids(_ -> as)
        .update();
  }
}
