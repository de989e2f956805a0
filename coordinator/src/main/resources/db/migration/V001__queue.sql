-- The queue and what it leads to. The invariants stand here as named constraints, so that a bug in the code is refused
-- by the database instead of being stored. Only the ledger writes build, attempt, step and event.

CREATE TABLE tenant (
  tenant_id   text        NOT NULL CONSTRAINT tenant_pk PRIMARY KEY,
  create_time timestamptz NOT NULL DEFAULT now()
);

-- A conversation: the ordering key. Its row is the lock under which chat_seq is given.
CREATE TABLE chat (
  tenant_id   text        NOT NULL CONSTRAINT chat_tenant REFERENCES tenant,
  chat_id     text        NOT NULL,
  -- The chat_seq of the newest build; the next submit takes one more.
  last_seq    bigint      NOT NULL DEFAULT 0 CONSTRAINT chat_last_seq_not_negative CHECK (last_seq >= 0),
  create_time timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT chat_pk PRIMARY KEY (tenant_id, chat_id)
);

CREATE TABLE build (
  -- UUIDv7: in the order of submits within a millisecond's reach, so the key's index grows at one end.
  build_id        uuid        NOT NULL CONSTRAINT build_pk PRIMARY KEY,
  tenant_id       text        NOT NULL CONSTRAINT build_tenant REFERENCES tenant,
  project_id      text        NOT NULL,
  -- Null: the build is a chat of its own.
  chat_id         text,
  chat_seq        bigint,
  message_id      text        NOT NULL,
  template        text        NOT NULL,
  -- The client's key for this wish, and the hash of the wish: same key with another hash is refused.
  request_id      text,
  request_hash    bytea,
  -- Source, parameters, steps, image, timeout, as accepted; never changed.
  spec            jsonb       NOT NULL,
  state           text        NOT NULL,
  -- Attempts begun; the newest one's number.
  attempt         int         NOT NULL DEFAULT 0,
  -- Attempts that were lost and count towards the limit.
  losses          int         NOT NULL DEFAULT 0,
  -- The attempt that holds the chat and the slot.
  attempt_uid     uuid,
  progress        int         NOT NULL DEFAULT 0,
  current_step    text        NOT NULL DEFAULT '',
  -- While STOPPING: what it becomes when its processes are gone. A failure, or null for a cancel.
  stop_failure    jsonb,
  cancel_reason   text,
  failure         jsonb,
  results         jsonb,
  resolved_commit text,
  -- The newest event's sequence. Raised under this row's lock, in the event's own transaction: that is why it has no gaps.
  last_sequence   bigint      NOT NULL,
  create_time     timestamptz NOT NULL DEFAULT now(),
  start_time      timestamptz,
  end_time        timestamptz,
  update_time     timestamptz NOT NULL DEFAULT now(),

  CONSTRAINT build_chat FOREIGN KEY (tenant_id, chat_id) REFERENCES chat,
  CONSTRAINT build_chat_has_seq CHECK ((chat_id IS NULL) = (chat_seq IS NULL)),
  CONSTRAINT build_chat_seq_positive CHECK (chat_seq > 0),
  CONSTRAINT build_chat_seq_once UNIQUE (tenant_id, chat_id, chat_seq),
  CONSTRAINT build_request_once UNIQUE (tenant_id, request_id),
  CONSTRAINT build_request_has_hash CHECK ((request_id IS NULL) = (request_hash IS NULL)),
  CONSTRAINT build_state_known CHECK (state IN ('QUEUED', 'STARTING', 'RUNNING', 'STOPPING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  CONSTRAINT build_active_has_attempt CHECK ((state IN ('STARTING', 'RUNNING', 'STOPPING')) = (attempt_uid IS NOT NULL)),
  CONSTRAINT build_active_was_leased CHECK (state NOT IN ('STARTING', 'RUNNING', 'STOPPING', 'SUCCEEDED') OR attempt > 0),
  CONSTRAINT build_ended_has_time CHECK ((state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (end_time IS NOT NULL)),
  CONSTRAINT build_failed_has_failure CHECK ((state = 'FAILED') = (failure IS NOT NULL)),
  CONSTRAINT build_succeeded_has_results CHECK ((state = 'SUCCEEDED') = (results IS NOT NULL)),
  CONSTRAINT build_cancelled_has_reason CHECK (state <> 'CANCELLED' OR cancel_reason IS NOT NULL),
  CONSTRAINT build_stopping_has_cause CHECK (state <> 'STOPPING' OR (stop_failure IS NULL) <> (cancel_reason IS NULL)),
  CONSTRAINT build_stop_failure_while_stopping CHECK (stop_failure IS NULL OR state = 'STOPPING'),
  CONSTRAINT build_losses_within_attempts CHECK (losses BETWEEN 0 AND attempt),
  CONSTRAINT build_progress_percent CHECK (progress BETWEEN 0 AND 100),
  CONSTRAINT build_sequence_positive CHECK (last_sequence > 0)
) WITH (fillfactor = 70);  -- room for updates in place: a build's row changes about ten times

-- One build of a chat is active at a time, whatever the code believes.
CREATE UNIQUE INDEX build_one_active_per_chat ON build (tenant_id, chat_id) WHERE state IN ('STARTING', 'RUNNING', 'STOPPING');
-- Dispatch: who waits, oldest first.
CREATE INDEX build_waiting ON build (create_time, build_id) WHERE state = 'QUEUED';
-- Dispatch: is there an earlier one of the chat that has not ended? Rescue: which ones are active?
CREATE INDEX build_chat_unended ON build (tenant_id, chat_id, chat_seq) WHERE end_time IS NULL;
CREATE INDEX build_active ON build (build_id) WHERE state IN ('STARTING', 'RUNNING', 'STOPPING');
-- Lists: newest first.
CREATE INDEX build_newest ON build (tenant_id, build_id DESC);

CREATE TABLE attempt (
  build_id       uuid        NOT NULL CONSTRAINT attempt_build REFERENCES build,
  attempt        int         NOT NULL CONSTRAINT attempt_positive CHECK (attempt > 0),
  -- The fence: every write of an attempt names it.
  attempt_uid    uuid        NOT NULL CONSTRAINT attempt_uid_once UNIQUE,
  -- sha256 of the token that the runner shows; the token itself is never stored.
  token_hash     bytea       NOT NULL CONSTRAINT attempt_token_once UNIQUE,
  -- Which run of which coordinator leased it.
  coordinator_id uuid        NOT NULL,
  lease_time     timestamptz NOT NULL DEFAULT now(),
  start_time     timestamptz,
  end_time       timestamptz,
  outcome        text CONSTRAINT attempt_outcome_known CHECK (outcome IN ('SUCCEEDED', 'FAILED', 'CANCELLED', 'LOST')),
  -- Why it did not succeed; kept for every attempt.
  failure        jsonb,
  -- Where this attempt's output begins in the build's log, and how much of it is stored.
  log_base       bigint      NOT NULL CONSTRAINT attempt_log_base_not_negative CHECK (log_base >= 0),
  log_size       bigint      NOT NULL DEFAULT 0 CONSTRAINT attempt_log_size_not_negative CHECK (log_size >= 0),
  log_dropped    bigint      NOT NULL DEFAULT 0 CONSTRAINT attempt_log_dropped_not_negative CHECK (log_dropped >= 0),
  CONSTRAINT attempt_pk PRIMARY KEY (build_id, attempt),
  CONSTRAINT attempt_ended_has_outcome CHECK ((end_time IS NULL) = (outcome IS NULL)),
  CONSTRAINT attempt_success_has_no_failure CHECK (outcome <> 'SUCCEEDED' OR failure IS NULL)
) WITH (fillfactor = 70);

-- A step of an attempt, and which part of the build's log is its output.
CREATE TABLE step (
  build_id  uuid   NOT NULL,
  attempt   int    NOT NULL,
  step_id   text   NOT NULL,
  log_start bigint NOT NULL,
  log_end   bigint,
  exit_code int,
  CONSTRAINT step_pk PRIMARY KEY (build_id, attempt, step_id),
  CONSTRAINT step_attempt FOREIGN KEY (build_id, attempt) REFERENCES attempt,
  CONSTRAINT step_ended_has_exit CHECK ((log_end IS NULL) = (exit_code IS NULL)),
  CONSTRAINT step_log_forward CHECK (log_end >= log_start)
);

-- What happened to a build, 1, 2, 3 … without a gap.
CREATE TABLE event (
  build_id     uuid        NOT NULL CONSTRAINT event_build REFERENCES build,
  sequence     bigint      NOT NULL CONSTRAINT event_sequence_positive CHECK (sequence > 0),
  attempt      int         NOT NULL,
  -- The state before and after it; equal when it did not change.
  state_before text,
  state        text        NOT NULL,
  progress     int         NOT NULL,
  event_time   timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- What happened, as the domain's own record.
  body         jsonb       NOT NULL,
  CONSTRAINT event_pk PRIMARY KEY (build_id, sequence),
  CONSTRAINT event_first_has_no_before CHECK ((sequence = 1) = (state_before IS NULL)),
  CONSTRAINT event_nothing_after_the_end CHECK (state_before IS NULL OR state_before NOT IN ('SUCCEEDED', 'FAILED', 'CANCELLED'))
);
-- A build ends once.
CREATE UNIQUE INDEX event_one_end ON event (build_id) WHERE state IN ('SUCCEEDED', 'FAILED', 'CANCELLED');

-- Output, byte for byte. Chunks of a build touch each other: offset + length is the next one's offset.
CREATE TABLE log_chunk (
  build_id   uuid   NOT NULL CONSTRAINT log_chunk_build REFERENCES build,
  log_offset bigint NOT NULL CONSTRAINT log_chunk_offset_not_negative CHECK (log_offset >= 0),
  data       bytea  NOT NULL CONSTRAINT log_chunk_size CHECK (octet_length(data) BETWEEN 1 AND 65536),
  CONSTRAINT log_chunk_pk PRIMARY KEY (build_id, log_offset)
);

-- Archives that tenants uploaded. The bytes are in the blob store; a row means they are whole and checked.
CREATE TABLE source (
  tenant_id   text        NOT NULL CONSTRAINT source_tenant REFERENCES tenant,
  sha256      text        NOT NULL CONSTRAINT source_sha256_form CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  format      text        NOT NULL CONSTRAINT source_format_known CHECK (format IN ('ZIP', 'TAR_GZ', 'TAR_ZST', 'TAR')),
  size_bytes  bigint      NOT NULL CONSTRAINT source_size_positive CHECK (size_bytes > 0),
  create_time timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT source_pk PRIMARY KEY (tenant_id, sha256)
);

-- What builds made; written in the transaction of their success.
CREATE TABLE artifact (
  build_id    uuid    NOT NULL CONSTRAINT artifact_build REFERENCES build,
  name        text    NOT NULL,
  sha256      text    NOT NULL CONSTRAINT artifact_sha256_form CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes  bigint  NOT NULL CONSTRAINT artifact_size_not_negative CHECK (size_bytes >= 0),
  media_type  text    NOT NULL,
  -- A website that can be served.
  site        boolean NOT NULL,
  CONSTRAINT artifact_pk PRIMARY KEY (build_id, name)
);
CREATE UNIQUE INDEX artifact_one_site ON artifact (build_id) WHERE site;

-- Which build a chat's stable address shows; moved in the transaction of the success, or by a roll-back.
CREATE TABLE preview (
  tenant_id   text        NOT NULL,
  chat_id     text        NOT NULL,
  -- The host label: chats are hashed, so that any id fits 63 characters and no two tenants meet.
  host_label  text        NOT NULL CONSTRAINT preview_host_label_once UNIQUE
                          CONSTRAINT preview_host_label_form CHECK (host_label ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  build_id    uuid        NOT NULL CONSTRAINT preview_build REFERENCES build,
  update_time timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT preview_pk PRIMARY KEY (tenant_id, chat_id),
  CONSTRAINT preview_chat FOREIGN KEY (tenant_id, chat_id) REFERENCES chat
);
