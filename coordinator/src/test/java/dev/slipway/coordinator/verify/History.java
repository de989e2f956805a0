package dev.slipway.coordinator.verify;

/** A small history in which every rule has something to look at and nothing is broken. */
final class History {
  private History() {}

  /**
   * Builds are known by their last two digits. Chat 1 runs one at a time: 11 succeeded and is
   * shown, 12 is a dead letter after three lost attempts, 13 runs, 14 waits. Chat 2 has two slots:
   * 21 runs, 22 is held, and 23 behind it lends it its key. Chat 3 of another tenant is blocked by
   * 31, and 32 waits. Without a chat: 41 is a dead letter that was requeued as 42, and 43 was
   * cancelled.
   */
  static final String ROWS =
      """
      CREATE FUNCTION b(n int) RETURNS uuid LANGUAGE sql IMMUTABLE
      RETURN CAST('00000000-0000-7000-8000-0000000000' || n AS uuid);
      CREATE FUNCTION ago(minutes int) RETURNS timestamptz LANGUAGE sql STABLE
      RETURN now() - make_interval(mins => minutes);

      INSERT INTO tenant (tenant_id) VALUES ('a'), ('b');
      INSERT INTO project (tenant_id, project_id) VALUES ('a', 'site'), ('b', 'site');
      INSERT INTO chat (tenant_id, chat_id, chat_no, project_id, last_seq, max_parallel, on_failure, create_time, update_time) VALUES
        ('a', 'one', 1, 'site', 4, 1, 'CONTINUE', ago(90), ago(90)),
        ('a', 'two', 2, 'site', 3, 2, 'CONTINUE', ago(90), ago(80)),
        ('b', 'three', 3, 'site', 2, 1, 'BLOCK', ago(90), ago(80)),
        ('b', 'empty', 4, 'site', 0, 1, 'CONTINUE', ago(90), ago(90));
      UPDATE chat SET blocked_by = b(31) WHERE chat_no = 3;

      INSERT INTO build_request (build_id, tenant_id, project_id, chat_id, chat_seq, chat_no, place, message_id, template, spec,
                                 request_id, request_hash, retry_of, first_state, create_time) VALUES
        (b(11), 'a', 'site', 'one', 1, 1, 256, '', 'website', '{}', 'r', 'h', NULL, 'QUEUED', ago(80)),
        (b(12), 'a', 'site', 'one', 2, 1, 512, '', 'website', '{}', NULL, NULL, NULL, 'QUEUED', ago(80)),
        (b(13), 'a', 'site', 'one', 3, 1, 768, '', 'website', '{}', NULL, NULL, NULL, 'QUEUED', ago(80)),
        (b(14), 'a', 'site', 'one', 4, 1, 1024, '', 'website', '{}', NULL, NULL, NULL, 'QUEUED', ago(80)),
        (b(21), 'a', 'site', 'two', 1, 2, 256, '', 'website', '{}', NULL, NULL, NULL, 'QUEUED', ago(80)),
        (b(22), 'a', 'site', 'two', 2, 2, 512, '', 'website', '{}', NULL, NULL, NULL, 'HELD', ago(80)),
        (b(23), 'a', 'site', 'two', 3, 2, 768, '', 'website', '{}', NULL, NULL, NULL, 'QUEUED', ago(80)),
        (b(31), 'b', 'site', 'three', 1, 3, 256, '', 'website', '{}', 'r', 'h', NULL, 'QUEUED', ago(80)),
        (b(32), 'b', 'site', 'three', 2, 3, 512, '', 'website', '{}', NULL, NULL, NULL, 'QUEUED', ago(80)),
        (b(41), 'b', 'site', NULL, NULL, 5, 256, '', 'website', '{}', NULL, NULL, NULL, 'QUEUED', ago(80)),
        (b(42), 'b', 'site', NULL, NULL, 6, 256, '', 'website', '{}', NULL, NULL, b(41), 'QUEUED', ago(10)),
        (b(43), 'b', 'site', NULL, NULL, 7, 256, '', 'website', '{}', NULL, NULL, NULL, 'QUEUED', ago(80));

      INSERT INTO build_waiting (chat_no, place, build_id, tenant_id, project_id, priority, sort_key, boost, cpu_millis, memory_mib,
                                 hold, hold_until, enqueue_time) VALUES
        (1, 1024, b(14), 'a', 'site', 1, 1000, false, 1000, 1024, NULL, NULL, ago(80)),
        (2, 512, b(22), 'a', 'site', 1, 1000, false, 1000, 1024, 'SCHEDULE', ago(-60), ago(80)),
        (2, 768, b(23), 'a', 'site', 2, 700, true, 1000, 1024, NULL, NULL, ago(80)),
        (3, 512, b(32), 'b', 'site', 1, 1000, false, 1000, 1024, NULL, NULL, ago(80)),
        (6, 256, b(42), 'b', 'site', 1, 1000, false, 1000, 1024, NULL, NULL, ago(10));
      INSERT INTO build_head (chat_no, place, tenant_id, project_id, sort_key, cpu_millis, memory_mib, max_parallel, ready) VALUES
        (2, 512, 'a', 'site', 700, 1000, 1024, 2, false),
        (3, 512, 'b', 'site', 1000, 1000, 1024, 1, false),
        (6, 256, 'b', 'site', 1000, 1000, 1024, 1, true);

      INSERT INTO coordinator (coordinator_id, machine, pid, birth_time, grpc_address) VALUES (b(90), 'm', 7, ago(90), 'localhost:1');
      INSERT INTO build_active (build_id, chat_no, place, tenant_id, project_id, slot, max_parallel, state, attempt, losses,
                                attempt_uid, token_hash, coordinator_id, priority, sort_key, cpu_millis, memory_mib, enqueue_time,
                                lease_time, start_time, first_start_time, lease_sequence, start_sequence, last_sequence) VALUES
        (b(13), 1, 768, 'a', 'site', 0, 1, 'RUNNING', 1, 0, b(93), sha256('3'), b(90), 1, 1000, 1000, 1024, ago(80),
         ago(30), ago(29), ago(29), 2, 3, 4),
        (b(21), 2, 256, 'a', 'site', 1, 2, 'STARTING', 1, 0, b(94), sha256('4'), b(90), 1, 1000, 1000, 1024, ago(80),
         ago(20), NULL, NULL, 2, NULL, 2);

      INSERT INTO build_ended (build_id, tenant_id, project_id, state, attempt, losses, enqueue_time, end_time, attempt_uid, token_hash,
                               coordinator_id, lease_time, start_time, first_start_time, lease_sequence, start_sequence, last_sequence,
                               end_from, end_body, progress, failure, results, cancel_reason, dead_letter_time, requeued_as) VALUES
        (b(11), 'a', 'site', 'SUCCEEDED', 1, 0, ago(80), ago(50), b(91), sha256('1'), b(90), ago(60), ago(59), ago(59), 2, 3, 5,
         'RUNNING', NULL, 100, NULL, '{}', NULL, NULL, NULL),
        (b(12), 'a', 'site', 'FAILED', 3, 3, ago(80), ago(40), b(92), sha256('2'), b(90), ago(43), ago(42), ago(42), 7, 8, 9,
         'RUNNING', '{"kind": "ATTEMPT_GONE"}', 0, '{"reason": "RUNNER_LOST"}', NULL, NULL, ago(40), NULL),
        (b(31), 'b', 'site', 'FAILED', 1, 0, ago(80), ago(50), b(95), sha256('5'), b(90), ago(60), ago(59), ago(59), 2, 3, 4,
         'RUNNING', NULL, 0, '{"reason": "STEP_FAILED"}', NULL, NULL, NULL, NULL),
        (b(41), 'b', 'site', 'FAILED', 1, 1, ago(80), ago(50), b(96), sha256('6'), b(90), ago(60), NULL, NULL, 2, NULL, 3,
         'STARTING', '{"kind": "ATTEMPT_GONE"}', 0, '{"reason": "RUNNER_LOST"}', NULL, NULL, NULL, b(42)),
        (b(43), 'b', 'site', 'CANCELLED', 0, 0, ago(80), ago(50), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2,
         'QUEUED', '{"kind": "CANCEL_ASKED"}', 0, NULL, NULL, 'no', NULL, NULL);
      INSERT INTO attempt_lost (build_id, attempt, attempt_uid, token_hash, coordinator_id, lease_time, end_time, failure) VALUES
        (b(12), 1, b(97), sha256('7'), b(90), ago(49), ago(47), '{"reason": "RUNNER_LOST"}'),
        (b(12), 2, b(98), sha256('8'), b(90), ago(46), ago(44), '{"reason": "RUNNER_LOST"}');
      INSERT INTO event_other (build_id, sequence, attempt, state_before, state, progress, body) VALUES
        (b(11), 4, 1, 'RUNNING', 'RUNNING', 50, '{}'),
        (b(12), 2, 1, 'QUEUED', 'STARTING', 0, '{}'),
        (b(12), 3, 1, 'STARTING', 'HELD', 0, '{}'),
        (b(12), 4, 1, 'HELD', 'QUEUED', 0, '{}'),
        (b(12), 5, 2, 'QUEUED', 'STARTING', 0, '{}'),
        (b(12), 6, 2, 'STARTING', 'QUEUED', 0, '{}'),
        (b(13), 4, 1, 'RUNNING', 'RUNNING', 10, '{}');

      INSERT INTO quota (scope, tenant_id, running, update_time) VALUES
        ('cluster', NULL, 10, ago(70)),
        ('tenants/a', 'a', 2, ago(70)),
        ('tenants/b', 'b', 1, ago(70));
      INSERT INTO artifact (build_id, name, sha256, size_bytes, media_type, site) VALUES (b(11), 'site.zip', repeat('0', 64), 1, 'x/y', true);
      INSERT INTO preview (tenant_id, chat_id, host_label, build_id) VALUES ('a', 'one', 'one', b(11));
      INSERT INTO attempt_output (build_id, attempt, log_base, log_size) VALUES (b(11), 1, 0, 5), (b(12), 1, 0, 2), (b(12), 3, 2, 1);
      INSERT INTO log_chunk (build_id, log_offset, raw_size, codec, data) VALUES
        (b(11), 0, 3, 'NONE', 'abc'), (b(11), 3, 2, 'NONE', 'de'), (b(12), 0, 2, 'NONE', 'ab'), (b(12), 2, 1, 'NONE', 'c');
      """;
}
