-- A runner's link breaks and comes back, perhaps to another coordinator: what both have to know then stands here.
-- docs/adr/0016.

ALTER TABLE build_active
  -- The pod that claimed the attempt, and the process in it; null before.
  ADD COLUMN pod_uid    text,
  ADD COLUMN boot_id    text,
  -- Streams of the runner so far: a write of an older one counts for nothing.
  ADD COLUMN conn_gen   int    NOT NULL DEFAULT 0 CONSTRAINT active_conn_gen_not_negative CHECK (conn_gen >= 0),
  -- The runner's last event that is committed, by its own numbers.
  ADD COLUMN runner_seq bigint NOT NULL DEFAULT 0 CONSTRAINT active_runner_seq_not_negative CHECK (runner_seq >= 0),
  ADD CONSTRAINT active_claimed_by_one CHECK ((conn_gen = 0) = (pod_uid IS NULL) AND (conn_gen = 0) = (boot_id IS NULL)),
  ADD CONSTRAINT active_claimed_was_started CHECK (conn_gen = 0 OR start_time IS NOT NULL),
  ADD CONSTRAINT active_runner_seq_is_of_a_runner CHECK (runner_seq = 0 OR conn_gen > 0);

-- sha256 of the result that ended it: the same one said again is taken for a repeat, another one for a fault. Null: no result did.
ALTER TABLE build_ended
  ADD COLUMN result_sha256 bytea CONSTRAINT ended_result_sha256_size CHECK (octet_length(result_sha256) = 32),
  -- What the attempt used that ended it, as its result says. Null: no result did, or nobody measured it.
  ADD COLUMN usage         jsonb;

-- As before, with usage.
CREATE OR REPLACE VIEW build AS
SELECT r.build_id, r.tenant_id, r.project_id, r.chat_id, r.chat_seq, r.chat_no, r.place, r.message_id, r.created_by, r.display_name,
       r.labels, r.template, r.request_id, r.request_hash, r.spec, r.priority, r.cpu_millis, r.memory_mib, r.retry_of, r.create_time,
       coalesce(e.state, a.state, CASE WHEN w.hold IS NULL THEN 'QUEUED' ELSE 'HELD' END) AS state,
       coalesce(e.attempt, a.attempt, w.attempt) AS attempt,
       coalesce(e.losses, a.losses, w.losses) AS losses,
       a.attempt_uid,
       coalesce(e.progress, a.progress, 0) AS progress,
       coalesce(a.current_step, '') AS current_step,
       w.hold, w.hold_until, w.sort_key, w.expire_time,
       a.stop, a.stop_failure,
       coalesce(e.cancel_reason, a.cancel_reason) AS cancel_reason,
       coalesce(e.superseded_by, a.superseded_by) AS superseded_by,
       e.failure, e.results,
       coalesce(e.resolved_commit, a.resolved_commit, w.resolved_commit) AS resolved_commit,
       coalesce(e.last_sequence, a.last_sequence, w.last_sequence) AS last_sequence,
       coalesce(e.first_start_time, a.first_start_time, w.first_start_time) AS start_time,
       e.end_time, e.dead_letter_time, e.requeued_as,
       coalesce(e.end_time, a.update_time, w.update_time) AS update_time,
       e.usage
  FROM build_request r
  LEFT JOIN build_ended e ON e.build_id = r.build_id
  LEFT JOIN build_active a ON a.build_id = r.build_id
  LEFT JOIN build_waiting w ON w.chat_no = r.chat_no AND w.place = r.place;

-- When runners were last heard. Not in the write-ahead log: after a crash it is empty, and so is control_plane, which gives everybody
-- as much time as if they had just been heard.
CREATE UNLOGGED TABLE lease_renewal (
  build_id   uuid        NOT NULL CONSTRAINT lease_renewal_pk PRIMARY KEY,
  renew_time timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);

-- Since when some coordinator or other has been able to hear runners without a gap: one row. A runner is never silent for longer
-- than that.
CREATE UNLOGGED TABLE control_plane (
  only_one      boolean     NOT NULL DEFAULT true CONSTRAINT control_plane_pk PRIMARY KEY CONSTRAINT control_plane_is_one CHECK (only_one),
  healthy_since timestamptz NOT NULL DEFAULT now(),
  beat_time     timestamptz NOT NULL DEFAULT now()
);
