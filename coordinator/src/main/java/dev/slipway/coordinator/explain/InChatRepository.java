package dev.slipway.coordinator.explain;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Hold;
import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a build stands in its chat, which no picture tells: it is read when somebody asks. */
@Singleton
class InChatRepository extends BatchRepository {

  /**
   * Builds of a chat that have not ended and go before a place.
   *
   * @param active how many of them are
   * @param waiting how many wait, counted no further than was asked for
   * @param builds those that are active, and the first and the last of those that wait, in their
   *     order
   * @param held the first of those that wait, when it is held
   */
  record Ahead(int active, int waiting, List<BuildRef> builds, @Nullable HeldBuild held) {
    /** Of a build that is a chat of its own. */
    static final Ahead NOTHING = new Ahead(0, 0, List.of(), null);

    int count() {
      return active + waiting;
    }
  }

  /** A build and what holds it. */
  record HeldBuild(BuildRef build, Hold hold) {}

  private record AheadRow(BuildRef build, boolean active, int waiting, @Nullable Hold hold) {}

  /**
   * Builds of the chat that go before a place.
   *
   * @param first of those that wait, so many; {@code last} likewise
   * @param most no more are counted
   */
  Ahead ahead(Connection connection, long chatNo, long place, int first, int last, int most) {
    var rows =
        ask(
                connection,
                """
                SELECT build_id, tenant_id, active, hold, hold_until,
                       (SELECT count(*)
                          FROM (SELECT 1
                                  FROM build_waiting
                                 WHERE chat_no = ?
                                   AND place < ?
                                 ORDER BY chat_no, place
                                 LIMIT ?) counted) AS waiting
                  FROM (SELECT build_id, tenant_id, place, true AS active, CAST(NULL AS text) AS hold,
                               CAST(NULL AS timestamptz) AS hold_until
                          FROM build_active
                         WHERE chat_no = ?
                           AND place < ?
                         UNION
                       (SELECT build_id, tenant_id, place, false, hold, hold_until
                          FROM build_waiting
                         WHERE chat_no = ?
                           AND place < ?
                         ORDER BY chat_no, place
                         LIMIT ?)
                         UNION
                       (SELECT build_id, tenant_id, place, false, hold, hold_until
                          FROM build_waiting
                         WHERE chat_no = ?
                           AND place < ?
                         ORDER BY chat_no DESC, place DESC
                         LIMIT ?)) ahead
                 ORDER BY place
                """)
            .value(chatNo)
            .value(place)
            .value(most)
            .value(chatNo)
            .value(place)
            .value(chatNo)
            .value(place)
            .value(first)
            .value(chatNo)
            .value(place)
            .value(last)
            .query(
                row ->
                    new AheadRow(
                        ref(row), row.getBoolean("active"), row.getInt("waiting"), hold(row)));
    var head = rows.stream().filter(row -> !row.active()).findFirst();
    return new Ahead(
        (int) rows.stream().filter(AheadRow::active).count(),
        rows.isEmpty() ? 0 : rows.getFirst().waiting(),
        rows.stream().map(AheadRow::build).toList(),
        head.map(InChatRepository::held).orElse(null));
  }

  private static @Nullable HeldBuild held(AheadRow row) {
    return row.hold() == null ? null : new HeldBuild(row.build(), row.hold());
  }

  private static @Nullable Hold hold(ResultSet row) throws SQLException {
    var kind = row.getString("hold");
    return kind == null
        ? null
        : new Hold(Hold.Kind.valueOf(kind), Objects.requireNonNull(instant(row, "hold_until")));
  }

  /**
   * A chat.
   *
   * @param blockedBy the failed build that blocks it; null: none does
   */
  record ChatRow(long chatNo, String project, int slots, @Nullable UUID blockedBy) {}

  /** A chat by its number; empty: the build is a chat of its own. */
  List<ChatRow> chat(Connection connection, long chatNo) {
    return ask(
            connection,
            """
            SELECT chat_no, project_id, max_parallel, blocked_by
              FROM chat
             WHERE chat_no = ?
            """)
        .value(chatNo)
        .query(InChatRepository::chat);
  }

  /** A chat by its name; empty: there is none yet. */
  List<ChatRow> chat(Connection connection, String tenant, String chat) {
    return ask(
            connection,
            """
            SELECT chat_no, project_id, max_parallel, blocked_by
              FROM chat
             WHERE tenant_id = ?
               AND chat_id = ?
            """)
        .value(tenant)
        .value(chat)
        .query(InChatRepository::chat);
  }

  private static ChatRow chat(ResultSet row) throws SQLException {
    return new ChatRow(
        row.getLong("chat_no"),
        row.getString("project_id"),
        row.getInt("max_parallel"),
        row.getObject("blocked_by", UUID.class));
  }

  /** The build behind a place whose key is the best of the chat; empty: none is better than it. */
  List<BuildRef> lender(Connection connection, long chatNo, long place, long sortKey) {
    return ask(
            connection,
            """
            SELECT build_id, tenant_id
              FROM build_waiting
             WHERE boost
               AND chat_no = ?
               AND place > ?
               AND sort_key < ?
             ORDER BY chat_no, sort_key
             LIMIT 1
            """)
        .value(chatNo)
        .value(place)
        .value(sortKey)
        .query(InChatRepository::ref);
  }

  private static BuildRef ref(ResultSet row) throws SQLException {
    return new BuildRef(row.getString("tenant_id"), uuid(row, "build_id"));
  }
}
