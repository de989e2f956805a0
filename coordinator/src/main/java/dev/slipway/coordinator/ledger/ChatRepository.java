package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code chat}. */
@Singleton
class ChatRepository extends BatchRepository {

  /**
   * Makes chats on their first use, locks the chats, and counts the arrivals in: so places are
   * given in the order of commits. Blocks on the chats' rows, in the order of their numbers as
   * every writer, new ones last.
   */
  Reading<Chats.Chat> arrive(Connection connection, List<Chats.Arrival> arrivals) {
    return over(
            connection,
            arrivals,
            """
            INSERT INTO chat AS known (tenant_id, chat_id, project_id, last_seq, worst_key)
            SELECT tenant_id, chat_id, arrival.project_id, builds,
                   -- Cut off as sort keys are: rounded up, it would be worse than the key it stands for.
                   CAST(floor(1000 * extract(epoch FROM now())) AS bigint) - head_start
              FROM unnest(?, ?, ?, ?, ?) AS arrival (tenant_id, chat_id, project_id, builds, head_start)
              LEFT JOIN chat
             USING (tenant_id, chat_id)
             ORDER BY chat.chat_no, tenant_id, chat_id
            ON CONFLICT (tenant_id, chat_id) DO UPDATE
               SET last_seq = known.last_seq + excluded.last_seq,
                   worst_key = greatest(known.worst_key, excluded.worst_key)
            RETURNING tenant_id, chat_id, project_id, chat_no, last_seq, worst_key, max_parallel, supersede, blocked_by,
                      CAST(1000 * extract(epoch FROM debounce_delay) AS bigint) AS delay_millis,
                      CAST(1000 * extract(epoch FROM debounce_max_delay) AS bigint) AS max_delay_millis
            """)
        .texts(Chats.Arrival::tenant)
        .texts(Chats.Arrival::chat)
        .texts(Chats.Arrival::project)
        .longs(Chats.Arrival::builds)
        .longs(Chats.Arrival::headStartMillis)
        .reading(ChatRepository::read);
  }

  private static Chats.Chat read(ResultSet row) throws SQLException {
    long delay = row.getLong("delay_millis");
    return new Chats.Chat(
        row.getString("tenant_id"),
        row.getString("chat_id"),
        row.getString("project_id"),
        row.getLong("chat_no"),
        row.getLong("last_seq"),
        row.getLong("worst_key"),
        row.getInt("max_parallel"),
        row.getString("supersede"),
        row.getObject("blocked_by", UUID.class),
        delay == 0 ? null : Duration.ofMillis(delay),
        delay == 0 ? null : Duration.ofMillis(row.getLong("max_delay_millis")));
  }

  /** Makes projects on their first use. */
  Reading<Boolean> projects(Connection connection, List<Chats.ProjectName> projects) {
    return over(
            connection,
            projects,
            """
            INSERT INTO project (tenant_id, project_id)
            SELECT *
              FROM unnest(?, ?)
             ORDER BY 1, 2
            ON CONFLICT DO NOTHING
            RETURNING true
            """)
        .texts(Chats.ProjectName::tenant)
        .texts(Chats.ProjectName::project)
        .reading(_ -> true);
  }

  /**
   * Which of these tenants there are; they cannot be deleted until the transaction ends.
   *
   * @return their ids and the time of the transaction
   */
  Reading<Chats.Tenant> tenants(Connection connection, List<String> tenants) {
    return over(
            connection,
            tenants,
            """
            SELECT tenant_id, now() AS now
              FROM tenant
             WHERE tenant_id = ANY (?)
             ORDER BY tenant_id
               FOR KEY SHARE
            """)
        .texts(tenant -> tenant)
        .reading(
            row ->
                new Chats.Tenant(
                    row.getString("tenant_id"), Objects.requireNonNull(instant(row, "now"))));
  }

  Instant debounce(Connection connection, long chatNo) {
    return over(
            connection,
            List.of(chatNo),
            """
            UPDATE chat
               SET debounce_since = CASE WHEN EXISTS (SELECT 1
                                                        FROM build_waiting waiting
                                                       WHERE waiting.chat_no = chat.chat_no
                                                         AND waiting.hold = 'DEBOUNCE')
                                         THEN debounce_since
                                         ELSE now() END
             WHERE chat_no = ANY (?)
            RETURNING debounce_since
            """)
        .longs(chat -> chat)
        .query(row -> Objects.requireNonNull(instant(row, "debounce_since")))
        .getFirst();
  }

  List<Chats.Unended> unended(Connection connection, long chatNo) {
    return over(
            connection,
            List.of(chatNo),
            """
            SELECT build_id, tenant_id, place, attempt > 0 AS active, CAST(NULL AS timestamptz) AS started
              FROM build_waiting
             WHERE chat_no = ANY (?)
             UNION ALL
            SELECT build_id, tenant_id, place, true, start_time
              FROM build_active
             WHERE chat_no = ANY (?)
             ORDER BY place
            """)
        .longs(chat -> chat)
        .longs(chat -> chat)
        .query(
            row ->
                new Chats.Unended(
                    new BuildRef(row.getString("tenant_id"), uuid(row, "build_id")),
                    row.getBoolean("active"),
                    instant(row, "started")));
  }

  long place(Connection connection, long chatNo, UUID build) {
    return over(
            connection,
            List.of(build),
            """
            SELECT place
              FROM build_request
             WHERE build_id = ANY (?)
               AND chat_no = ANY (?)
            """)
        .uuids(id -> id)
        .longs(_ -> chatNo)
        .query(row -> row.getLong("place"))
        .stream()
        .findFirst()
        .orElse(0L);
  }

  Reading<Chats.ChatProject> projectsOf(Connection connection, List<Chats.ChatName> chats) {
    // LATERAL with LIMIT: a look into the index for each, also by a plan made while it was empty.
    return over(
            connection,
            chats,
            """
            SELECT chat.tenant_id, chat.chat_id, chat.project_id
              FROM unnest(?, ?) AS wanted (tenant_id, chat_id)
             CROSS JOIN LATERAL (SELECT *
                                   FROM chat
                                  WHERE chat.tenant_id = wanted.tenant_id
                                    AND chat.chat_id = wanted.chat_id
                                  LIMIT 1) chat
            """)
        .texts(Chats.ChatName::tenant)
        .texts(Chats.ChatName::chat)
        .reading(
            row ->
                new Chats.ChatProject(
                    new Chats.ChatName(row.getString("tenant_id"), row.getString("chat_id")),
                    row.getString("project_id")));
  }

  /** Locks chats, by number, as every writer does; before anything else of them. Blocks on it. */
  Reading<Boolean> lock(Connection connection, List<Long> chats) {
    return over(
            connection,
            chats,
            """
            SELECT 1
              FROM chat
             WHERE chat_no = ANY (?)
             ORDER BY chat_no
               FOR NO KEY UPDATE
            """)
        .longs(chat -> chat)
        .reading(_ -> true);
  }

  /** The failed build that blocks a chat has been looked after. */
  int unblock(Connection connection, long chatNo, @Nullable UUID blockedBy) {
    return over(
            connection,
            List.of(chatNo),
            """
            UPDATE chat
               SET blocked_by = NULL,
                   update_time = now()
              FROM unnest(?, ?) AS blocked (chat_no, build_id)
             WHERE chat.chat_no = blocked.chat_no
               AND chat.blocked_by = coalesce(blocked.build_id, chat.blocked_by)
            """)
        .longs(chat -> chat)
        .uuids(_ -> blockedBy)
        .update();
  }
}
