package dev.slipway.coordinator.tenant;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.TestQueries;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Tenants, projects, chats and builds in each phase, as rows: what the rooms of limits look at. */
@Singleton
public class TestPhases {
  private final TestRows rows;
  private final TestQueries queries;

  TestPhases(TestRows rows, TestQueries queries) {
    this.rows = rows;
    this.queries = queries;
  }

  /** A tenant of this test's own. */
  public String tenant() {
    return rows.tenant();
  }

  /** A project; as often as one likes. */
  public void project(String tenant, String project) {
    rows.execute(
        "INSERT INTO project (tenant_id, project_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        tenant,
        project);
  }

  /** A chat of the project, which is made when missing. */
  public TestChat chat(String tenant, String project, String chat) {
    project(tenant, project);
    rows.execute(
        "INSERT INTO chat (tenant_id, chat_id, project_id) VALUES (?, ?, ?)",
        tenant,
        chat,
        project);
    long chatNo =
        queries.one(
            Long.class,
            "SELECT chat_no FROM chat WHERE tenant_id = ? AND chat_id = ?",
            tenant,
            chat);
    return new TestChat(tenant, project, chat, chatNo);
  }

  /** A build that was asked for so long ago, in no phase. */
  public UUID request(TestChat chat, long seq, Duration ago) {
    // The id is of its time too, as that of a real submit.
    var now = queries.one(OffsetDateTime.class, "SELECT now()").toInstant();
    UUID build = UuidCreator.getTimeOrderedEpoch(now.minus(ago));
    rows.execute(
        """
        INSERT INTO build_request (build_id, tenant_id, project_id, chat_id, chat_seq, chat_no, place,
          message_id, template, spec, create_time)
        VALUES (?, ?, ?, ?, ?, ?, ?, '', 'website', '{}', now() - ? * interval '1 millisecond')
        """,
        build,
        chat.tenant(),
        chat.project(),
        chat.chat(),
        seq,
        chat.chatNo(),
        seq * 256,
        ago.toMillis());
    return build;
  }

  /** A build that waits at that place. */
  public UUID waiting(TestChat chat, long seq) {
    var build = request(chat, seq, Duration.ZERO);
    rows.execute(
        """
        INSERT INTO build_waiting (chat_no, place, build_id, tenant_id, project_id, priority, sort_key,
          boost, cpu_millis, memory_mib)
        VALUES (?, ?, ?, ?, ?, 1, ?, false, 1000, 1024)
        """,
        chat.chatNo(),
        seq * 256,
        build,
        chat.tenant(),
        chat.project(),
        seq);
    return build;
  }

  /** A build that runs at that place, in that slot of the chat. */
  public UUID active(TestChat chat, long seq, int slot) {
    var build = request(chat, seq, Duration.ZERO);
    rows.execute(
        """
        INSERT INTO build_active (build_id, chat_no, place, tenant_id, project_id, slot, max_parallel,
          state, attempt, losses, attempt_uid, token_hash, coordinator_id, priority, sort_key, cpu_millis,
          memory_mib, enqueue_time, lease_sequence, last_sequence)
        VALUES (?, ?, ?, ?, ?, ?, 64, 'STARTING', 1, 0, gen_random_uuid(), sha256('t'), gen_random_uuid(),
          1, 0, 1500, 2048, now(), 2, 2)
        """,
        build,
        chat.chatNo(),
        seq * 256,
        chat.tenant(),
        chat.project(),
        slot);
    return build;
  }

  /** A build that failed just now; it is nowhere else. */
  public UUID failed(TestChat chat, long seq) {
    var build = request(chat, seq, Duration.ZERO);
    rows.execute(
        """
        INSERT INTO build_ended (build_id, tenant_id, project_id, state, attempt, losses, enqueue_time,
          last_sequence, end_from, progress, failure)
        VALUES (?, ?, ?, 'FAILED', 1, 0, now(), 2, 'RUNNING', 0, '{}')
        """,
        build,
        chat.tenant(),
        chat.project());
    return build;
  }

  /** Bytes that the tenant uploaded. */
  public void source(String tenant, long bytes) {
    rows.execute(
        """
        INSERT INTO source (tenant_id, sha256, format, size_bytes)
        VALUES (?, encode(sha256(uuid_send(gen_random_uuid())), 'hex'), 'TAR', ?)
        """,
        tenant,
        bytes);
  }

  /** Bytes that a build made. */
  public void artifact(UUID build, long bytes) {
    rows.execute(
        """
        INSERT INTO artifact (build_id, name, sha256, size_bytes, media_type, site)
        VALUES (?, 'a', encode(sha256('a'), 'hex'), ?, 'application/zip', false)
        """,
        build,
        bytes);
  }
}
