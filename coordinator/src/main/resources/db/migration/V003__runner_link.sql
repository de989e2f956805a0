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
  ADD COLUMN result_sha256 bytea CONSTRAINT ended_result_sha256_size CHECK (octet_length(result_sha256) = 32);

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
