-- A build is in exactly one of three tables: it waits (build_waiting), an attempt of it is active (build_active), or it has
-- ended (build_ended). Moving it is a DELETE … RETURNING into an INSERT in one statement. What was asked for stands once and
-- for all in build_request. One table a phase, because no index then depends on a column that changes at every step, and the
-- rows that dispatch reads stay few and small: docs/adr/0009.
-- Whoever reads uses the views build, attempt and event, which put the phases together again. Only the ledger writes.

-- The old form's; two of the names are needed again.
DROP INDEX event_one_end, build_one_active_per_chat, build_waiting, build_chat_unended, build_active, build_newest;

-- ---------------------------------------------------------------------------------------------- tenants, projects, chats

ALTER TABLE tenant
  ADD COLUMN display_name text        NOT NULL DEFAULT '',
  -- Its part when tenants compete: twice the weight, twice the share.
  ADD COLUMN weight       real        NOT NULL DEFAULT 1 CONSTRAINT tenant_weight_range CHECK (weight BETWEEN CAST(0.01 AS real) AND 100),
  ADD COLUMN update_time  timestamptz NOT NULL DEFAULT now();

-- A website or app; made on first use.
CREATE TABLE project (
  tenant_id    text        NOT NULL CONSTRAINT project_tenant REFERENCES tenant,
  project_id   text        NOT NULL,
  display_name text        NOT NULL DEFAULT '',
  create_time  timestamptz NOT NULL DEFAULT now(),
  update_time  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT project_pk PRIMARY KEY (tenant_id, project_id)
);
INSERT INTO project (tenant_id, project_id) SELECT DISTINCT tenant_id, project_id FROM build;

-- Numbers the ordering keys: of chats, and of builds without a chat, which have no row in chat.
CREATE SEQUENCE chat_no;

ALTER TABLE chat
  ADD COLUMN chat_no            bigint      NOT NULL DEFAULT nextval('chat_no') CONSTRAINT chat_no_once UNIQUE,
  ADD COLUMN project_id         text        NOT NULL DEFAULT 'default',
  ADD COLUMN display_name       text        NOT NULL DEFAULT '',
  -- The largest sort_key that a build of this chat ever had: only a smaller one can lend itself to a head.
  ADD COLUMN worst_key          bigint      NOT NULL DEFAULT 0,
  ADD COLUMN max_parallel       int         NOT NULL DEFAULT 1 CONSTRAINT chat_max_parallel_range CHECK (max_parallel BETWEEN 1 AND 64),
  ADD COLUMN on_failure         text        NOT NULL DEFAULT 'CONTINUE' CONSTRAINT chat_on_failure_known CHECK (on_failure IN ('CONTINUE', 'BLOCK')),
  ADD COLUMN supersede          text        NOT NULL DEFAULT 'KEEP_ALL'
    CONSTRAINT chat_supersede_known CHECK (supersede IN ('KEEP_ALL', 'SKIP_INTERMEDIATE', 'CANCEL_RUNNING', 'SMART')),
  -- Null: no debounce.
  ADD COLUMN debounce_delay     interval CONSTRAINT chat_debounce_positive CHECK (debounce_delay > interval '0'),
  ADD COLUMN debounce_max_delay interval,
  -- The first submit of the debounce that is going on or was the last one.
  ADD COLUMN debounce_since     timestamptz,
  -- The failed build that the chat waits for someone to look after; null: not blocked.
  ADD COLUMN blocked_by         uuid,
  ADD COLUMN update_time        timestamptz NOT NULL DEFAULT now(),
  ADD CONSTRAINT chat_debounce_bounded CHECK ((debounce_delay IS NULL) = (debounce_max_delay IS NULL) AND debounce_max_delay >= debounce_delay);
UPDATE chat
   SET project_id = newest.project_id
  FROM (SELECT DISTINCT ON (tenant_id, chat_id) tenant_id, chat_id, project_id
          FROM build
         ORDER BY tenant_id, chat_id, chat_seq DESC) newest
 WHERE newest.tenant_id = chat.tenant_id
   AND newest.chat_id = chat.chat_id;
ALTER TABLE chat
  ALTER COLUMN project_id DROP DEFAULT,
  ADD CONSTRAINT chat_project FOREIGN KEY (tenant_id, project_id) REFERENCES project;
ALTER TABLE chat SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);  -- every submit and end of a chat changes its row

-- ------------------------------------------------------------------------------------------------------- what was asked

ALTER TABLE build RENAME TO build_request;
ALTER TABLE build_request
  ADD COLUMN chat_no      bigint,
  -- The place in the chat: chat_seq * 256 + how many builds held that place before it. 256 * seq for most; the retry of a
  -- build that blocks its chat takes the place of what it retries: 256 * seq + 1, and so on.
  ADD COLUMN place        bigint,
  -- Who asked, in the client's words.
  ADD COLUMN created_by   text     NOT NULL DEFAULT '',
  ADD COLUMN display_name text     NOT NULL DEFAULT '',
  ADD COLUMN labels       jsonb    NOT NULL DEFAULT '{}',
  -- LOW 0, NORMAL 1, HIGH 2, CRITICAL 3.
  ADD COLUMN priority     smallint NOT NULL DEFAULT 1 CONSTRAINT build_priority_known CHECK (priority BETWEEN 0 AND 3),
  -- What an attempt of it holds.
  ADD COLUMN cpu_millis   int      NOT NULL DEFAULT 1000 CONSTRAINT build_cpu_positive CHECK (cpu_millis > 0),
  ADD COLUMN memory_mib   int      NOT NULL DEFAULT 1024 CONSTRAINT build_memory_positive CHECK (memory_mib > 0),
  -- The build that it repeats.
  ADD COLUMN retry_of     uuid,
  ADD COLUMN first_state  text     NOT NULL DEFAULT 'QUEUED' CONSTRAINT build_first_state_known CHECK (first_state IN ('HELD', 'QUEUED'));
UPDATE build_request
   SET chat_no = coalesce((SELECT chat.chat_no
                             FROM chat
                            WHERE chat.tenant_id = build_request.tenant_id
                              AND chat.chat_id = build_request.chat_id), nextval('chat_no')),
       place = coalesce(chat_seq, 1) * 256;
ALTER TABLE build_request
  ALTER COLUMN chat_no SET NOT NULL,
  ALTER COLUMN place SET NOT NULL,
  ADD CONSTRAINT build_place_positive CHECK (place > 0),
  -- A place is given once, whatever phase the build is in.
  ADD CONSTRAINT build_place_once UNIQUE (chat_no, place);

-- ------------------------------------------------------------------------------------------------------------- the phases

-- A build that waits; the key is the order in its chat. Changed only by a new priority, the end of a hold, or a debounce.
CREATE TABLE build_waiting (
  chat_no      bigint      NOT NULL,
  place        bigint      NOT NULL,
  build_id     uuid        NOT NULL,
  tenant_id    text COLLATE "C" NOT NULL,
  project_id   text COLLATE "C" NOT NULL,
  priority     smallint    NOT NULL,
  -- Milliseconds since 1970 of its submit, less the head start of its priority: smaller goes first. Constant, so waiting
  -- ages without a write.
  sort_key     bigint      NOT NULL,
  -- May lend its key to the head of its chat: it is better than some key before it. docs/adr/0009.
  boost        boolean     NOT NULL,
  cpu_millis   int         NOT NULL,
  memory_mib   int         NOT NULL,
  -- Attempts begun so far, and those that were lost and count.
  attempt      int         NOT NULL DEFAULT 0,
  losses       int         NOT NULL DEFAULT 0,
  last_sequence bigint     NOT NULL DEFAULT 1,
  -- HELD until then, and why; null: QUEUED.
  hold         text CONSTRAINT waiting_hold_known CHECK (hold IN ('DEBOUNCE', 'SCHEDULE', 'BACKOFF')),
  hold_until   timestamptz,
  -- When a build that has not started is given up; null: never.
  expire_time  timestamptz,
  enqueue_time timestamptz NOT NULL DEFAULT now(),
  -- Of its first attempt, and the commit that it found: kept for the next one.
  first_start_time timestamptz,
  resolved_commit  text,
  update_time  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT waiting_pk PRIMARY KEY (chat_no, place),
  CONSTRAINT waiting_hold_has_end CHECK ((hold IS NULL) = (hold_until IS NULL)),
  CONSTRAINT waiting_losses_within_attempts CHECK (losses BETWEEN 0 AND attempt)
) WITH (fillfactor = 95, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX waiting_boost ON build_waiting (chat_no, sort_key) WHERE boost;
CREATE INDEX waiting_tenant ON build_waiting (tenant_id);
CREATE INDEX waiting_held ON build_waiting (hold_until) WHERE hold_until IS NOT NULL;
CREATE INDEX waiting_expiring ON build_waiting (expire_time) WHERE expire_time IS NOT NULL;

-- The first waiting build of a chat that has a free slot: all that dispatch looks at. A chat with 100,000 builds behind a
-- running one is not here at all.
CREATE TABLE build_head (
  chat_no      bigint      NOT NULL CONSTRAINT head_one_per_chat PRIMARY KEY,
  place        bigint      NOT NULL,
  tenant_id    text COLLATE "C" NOT NULL,
  project_id   text COLLATE "C" NOT NULL,
  -- The best key among the builds that wait in the chat, its own or an inherited one.
  sort_key     bigint      NOT NULL,
  cpu_millis   int         NOT NULL,
  memory_mib   int         NOT NULL,
  max_parallel int         NOT NULL,
  -- False while it is held or its chat is blocked.
  ready        boolean     NOT NULL,
  -- Since when it could have started; what is passed over for long after that reserves capacity.
  ready_time   timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);
CREATE INDEX head_ready ON build_head (tenant_id, sort_key, chat_no) WHERE ready;

-- A build that an attempt of it holds: chat, slot and quota.
CREATE TABLE build_active (
  build_id        uuid        NOT NULL CONSTRAINT active_pk PRIMARY KEY,
  chat_no         bigint      NOT NULL,
  place           bigint      NOT NULL,
  tenant_id       text COLLATE "C" NOT NULL,
  project_id      text COLLATE "C" NOT NULL,
  -- Which of the chat's parallel places it has.
  slot            int         NOT NULL,
  max_parallel    int         NOT NULL,
  state           text        NOT NULL CONSTRAINT active_state_known CHECK (state IN ('STARTING', 'RUNNING', 'STOPPING')),
  attempt         int         NOT NULL CONSTRAINT active_attempt_positive CHECK (attempt > 0),
  losses          int         NOT NULL,
  -- The fence: every write of an attempt names it.
  attempt_uid     uuid        NOT NULL,
  -- sha256 of the token that the runner shows; the token itself is never stored.
  token_hash      bytea       NOT NULL CONSTRAINT active_token_size CHECK (octet_length(token_hash) = 32),
  -- Which run of which coordinator leased it.
  coordinator_id  uuid        NOT NULL,
  priority        smallint    NOT NULL,
  sort_key        bigint      NOT NULL,
  cpu_millis      int         NOT NULL,
  memory_mib      int         NOT NULL,
  enqueue_time    timestamptz NOT NULL,
  lease_time      timestamptz NOT NULL DEFAULT now(),
  start_time      timestamptz,
  -- When the build's first attempt started.
  first_start_time timestamptz,
  -- The events of this attempt that stand here and nowhere else: their sequences.
  lease_sequence  bigint      NOT NULL,
  start_sequence  bigint,
  last_sequence   bigint      NOT NULL,
  progress        int         NOT NULL DEFAULT 0 CONSTRAINT active_progress_percent CHECK (progress BETWEEN 0 AND 100),
  current_step    text        NOT NULL DEFAULT '',
  resolved_commit text,
  -- While STOPPING: what becomes of it when its processes are gone.
  stop            text CONSTRAINT active_stop_known CHECK (stop IN ('CANCEL', 'FAIL', 'REQUEUE')),
  stop_failure    jsonb,
  cancel_reason   text,
  superseded_by   uuid,
  expire_time     timestamptz,
  update_time     timestamptz NOT NULL DEFAULT now(),
  -- Up to max_parallel builds of a chat are active, whatever the code believes.
  CONSTRAINT active_one_per_slot UNIQUE (chat_no, slot),
  CONSTRAINT active_slot_range CHECK (slot >= 0 AND slot < max_parallel),
  CONSTRAINT active_running_has_start CHECK (state <> 'RUNNING' OR start_time IS NOT NULL),
  CONSTRAINT active_start_has_sequence CHECK ((start_time IS NULL) = (start_sequence IS NULL)),
  CONSTRAINT active_sequence_order CHECK (1 < lease_sequence AND lease_sequence < coalesce(start_sequence, lease_sequence + 1)
                                          AND coalesce(start_sequence, lease_sequence) <= last_sequence),
  CONSTRAINT active_stopping_has_stop CHECK ((state = 'STOPPING') = (stop IS NOT NULL)),
  CONSTRAINT active_stop_has_cause CHECK ((stop = 'FAIL') = (stop_failure IS NOT NULL) AND (stop = 'CANCEL') = (cancel_reason IS NOT NULL)),
  CONSTRAINT active_losses_within_attempts CHECK (losses BETWEEN 0 AND attempt)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);

-- A build that has ended; written once. Only the dead-letter mark changes. A partition a month of submits, so that what is old
-- goes in one piece: ids begin with the time of the submit.
CREATE TABLE build_ended (
  build_id         uuid        NOT NULL CONSTRAINT ended_pk PRIMARY KEY,
  tenant_id        text COLLATE "C" NOT NULL,
  project_id       text COLLATE "C" NOT NULL,
  state            text        NOT NULL CONSTRAINT ended_state_known CHECK (state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')),
  attempt          int         NOT NULL,
  losses           int         NOT NULL,
  enqueue_time     timestamptz NOT NULL,
  end_time         timestamptz NOT NULL DEFAULT now(),
  -- Of its last attempt; null when it never had one, or lost it before it was given up.
  attempt_uid      uuid,
  token_hash       bytea,
  coordinator_id   uuid,
  lease_time       timestamptz,
  start_time       timestamptz,
  first_start_time timestamptz,
  lease_sequence   bigint,
  start_sequence   bigint,
  -- Of its last event, the end.
  last_sequence    bigint      NOT NULL,
  -- The state before the end, and the event that ended it where results or failure do not tell.
  end_from         text        NOT NULL,
  end_body         jsonb,
  progress         int         NOT NULL,
  failure          jsonb,
  results          jsonb,
  cancel_reason    text,
  superseded_by    uuid,
  resolved_commit  text,
  -- Failed for the platform's faults more often than allowed: somebody should look. Null: no, or somebody did.
  dead_letter_time timestamptz,
  -- The build that a requeue of the dead letter made.
  requeued_as      uuid,
  CONSTRAINT ended_failed_has_failure CHECK (state <> 'FAILED' OR failure IS NOT NULL),
  CONSTRAINT ended_success_has_no_failure CHECK (state <> 'SUCCEEDED' OR failure IS NULL),
  CONSTRAINT ended_succeeded_has_results CHECK ((state = 'SUCCEEDED') = (results IS NOT NULL)),
  CONSTRAINT ended_cancelled_has_reason CHECK (state <> 'CANCELLED' OR cancel_reason IS NOT NULL),
  CONSTRAINT ended_success_was_started CHECK (state <> 'SUCCEEDED' OR start_time IS NOT NULL),
  CONSTRAINT ended_start_was_leased CHECK (start_sequence IS NULL OR lease_sequence IS NOT NULL),
  CONSTRAINT ended_start_after_lease CHECK (lease_sequence < start_sequence),
  CONSTRAINT ended_end_is_last CHECK (coalesce(start_sequence, lease_sequence, 1) < last_sequence),
  CONSTRAINT ended_dead_letter_failed CHECK (dead_letter_time IS NULL OR state = 'FAILED'),
  CONSTRAINT ended_requeue_was_dead CHECK (requeued_as IS NULL OR dead_letter_time IS NULL)
) PARTITION BY RANGE (build_id);
-- Whatever no month takes.
CREATE TABLE build_ended_other PARTITION OF build_ended DEFAULT;
-- Rows are added in the order of time, so a few bytes a page find an hour of them.
CREATE INDEX ended_recent ON build_ended USING brin (end_time) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX ended_dead_letters ON build_ended (tenant_id, dead_letter_time) WHERE dead_letter_time IS NOT NULL;

-- The smallest id that a build of this moment can have: its first 48 bits are milliseconds since 1970 (UUIDv7, RFC 9562).
CREATE FUNCTION first_id(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN CAST(lpad(to_hex(CAST(1000 * extract(epoch FROM moment) AS bigint)), 12, '0') || repeat('0', 20) AS uuid);

-- Makes the partition of a month when it is missing: true unless builds of that month stand in build_ended_other, where they stay.
CREATE FUNCTION make_month_of_history(month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  partition text := 'build_ended_' || to_char(month, 'YYYY_MM');
  first timestamptz := date_trunc('month', CAST(month AS timestamp)) AT TIME ZONE 'UTC';
  beyond timestamptz := (date_trunc('month', CAST(month AS timestamp)) + interval '1 month') AT TIME ZONE 'UTC';
BEGIN
  IF to_regclass(partition) IS NOT NULL THEN
    RETURN true;
  END IF;
  -- One at a time; the lock is this function's own.
  PERFORM pg_advisory_xact_lock(4002, 1);
  EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF build_ended FOR VALUES FROM (%L) TO (%L)',
                 partition, first_id(first), first_id(beyond));
  RETURN true;
EXCEPTION WHEN check_violation THEN
  RETURN false;
END $$;


-- Attempts that ended and did not end their build; every one keeps its cause.
CREATE TABLE attempt_lost (
  build_id       uuid        NOT NULL CONSTRAINT attempt_lost_build REFERENCES build_request,
  attempt        int         NOT NULL,
  attempt_uid    uuid        NOT NULL,
  token_hash     bytea       NOT NULL,
  coordinator_id uuid        NOT NULL,
  lease_time     timestamptz NOT NULL,
  start_time     timestamptz,
  end_time       timestamptz NOT NULL DEFAULT now(),
  failure        jsonb       NOT NULL,
  CONSTRAINT attempt_lost_pk PRIMARY KEY (build_id, attempt)
);

-- Where the output of an attempt stands in its build's log. A row appears with the first byte.
CREATE TABLE attempt_output (
  build_id    uuid   NOT NULL CONSTRAINT attempt_output_build REFERENCES build_request,
  attempt     int    NOT NULL CONSTRAINT attempt_output_positive CHECK (attempt > 0),
  log_base    bigint NOT NULL CONSTRAINT attempt_output_base_not_negative CHECK (log_base >= 0),
  log_size    bigint NOT NULL DEFAULT 0 CONSTRAINT attempt_output_size_not_negative CHECK (log_size >= 0),
  log_dropped bigint NOT NULL DEFAULT 0 CONSTRAINT attempt_output_dropped_not_negative CHECK (log_dropped >= 0),
  CONSTRAINT attempt_output_pk PRIMARY KEY (build_id, attempt)
) WITH (fillfactor = 70);

-- -------------------------------------------------------------------------------------------- what there is moves into them

INSERT INTO build_waiting (chat_no, place, build_id, tenant_id, project_id, priority, sort_key, boost, cpu_millis, memory_mib,
                           attempt, losses, last_sequence, enqueue_time, first_start_time, resolved_commit, update_time)
SELECT chat_no, place, build_id, tenant_id, project_id, priority, CAST(1000 * extract(epoch FROM create_time) AS bigint), false,
       cpu_millis, memory_mib, attempt, losses, last_sequence, create_time, start_time, resolved_commit, update_time
  FROM build_request
 WHERE state = 'QUEUED';

INSERT INTO build_active (build_id, chat_no, place, tenant_id, project_id, slot, max_parallel, state, attempt, losses, attempt_uid,
                          token_hash, coordinator_id, priority, sort_key, cpu_millis, memory_mib, enqueue_time, lease_time, start_time,
                          first_start_time, lease_sequence, start_sequence, last_sequence, progress, current_step, resolved_commit,
                          stop, stop_failure, cancel_reason, update_time)
SELECT b.build_id, b.chat_no, b.place, b.tenant_id, b.project_id, 0, 1, b.state, b.attempt, b.losses, b.attempt_uid,
       a.token_hash, a.coordinator_id, b.priority, CAST(1000 * extract(epoch FROM b.create_time) AS bigint), b.cpu_millis, b.memory_mib,
       b.create_time, a.lease_time, a.start_time, b.start_time, l.sequence,
       CASE WHEN a.start_time IS NOT NULL THEN s.sequence END, b.last_sequence, b.progress, b.current_step, b.resolved_commit,
       CASE WHEN b.state = 'STOPPING' THEN CASE WHEN b.stop_failure IS NULL THEN 'CANCEL' ELSE 'FAIL' END END,
       b.stop_failure, CASE WHEN b.state = 'STOPPING' THEN b.cancel_reason END, b.update_time
  FROM build_request b
  JOIN attempt a USING (build_id, attempt)
  JOIN event l ON l.build_id = b.build_id AND l.attempt = b.attempt AND l.body ->> 'kind' = 'LEASED'
  LEFT JOIN event s ON s.build_id = b.build_id AND s.attempt = b.attempt AND s.body ->> 'kind' = 'CLAIMED'
 WHERE b.state IN ('STARTING', 'RUNNING', 'STOPPING');

SELECT make_month_of_history(CAST(month AS date))
  FROM generate_series((SELECT date_trunc('month', coalesce(min(create_time), now()) AT TIME ZONE 'UTC') FROM build_request),
                       now() AT TIME ZONE 'UTC' + interval '1 month', interval '1 month') AS month;

INSERT INTO build_ended (build_id, tenant_id, project_id, state, attempt, losses, enqueue_time, end_time, attempt_uid, token_hash,
                         coordinator_id, lease_time, start_time, first_start_time, lease_sequence, start_sequence, last_sequence,
                         end_from, end_body, progress, failure, results, cancel_reason, resolved_commit)
SELECT b.build_id, b.tenant_id, b.project_id, b.state, b.attempt, b.losses, b.create_time, b.end_time, a.attempt_uid, a.token_hash,
       a.coordinator_id, a.lease_time, a.start_time, b.start_time, l.sequence, s.sequence, b.last_sequence,
       e.state_before, e.body, b.progress, b.failure, b.results, b.cancel_reason, b.resolved_commit
  FROM build_request b
  JOIN event e ON e.build_id = b.build_id AND e.sequence = b.last_sequence
  -- A build that was cancelled between two attempts ended without one.
  LEFT JOIN attempt a ON a.build_id = b.build_id AND a.attempt = b.attempt AND e.state_before <> 'QUEUED'
  LEFT JOIN event l ON l.build_id = b.build_id AND l.attempt = a.attempt AND l.body ->> 'kind' = 'LEASED'
  LEFT JOIN event s ON s.build_id = b.build_id AND s.attempt = a.attempt AND s.body ->> 'kind' = 'CLAIMED'
 WHERE b.end_time IS NOT NULL;

INSERT INTO attempt_lost (build_id, attempt, attempt_uid, token_hash, coordinator_id, lease_time, start_time, end_time, failure)
SELECT a.build_id, a.attempt, a.attempt_uid, a.token_hash, a.coordinator_id, a.lease_time, a.start_time, a.end_time, a.failure
  FROM attempt a
 WHERE a.outcome = 'LOST'
   AND NOT EXISTS (SELECT 1 FROM build_ended e WHERE e.attempt_uid = a.attempt_uid);

INSERT INTO attempt_output (build_id, attempt, log_base, log_size, log_dropped)
SELECT build_id, attempt, log_base, log_size, log_dropped FROM attempt;

INSERT INTO build_head (chat_no, place, tenant_id, project_id, sort_key, cpu_millis, memory_mib, max_parallel, ready)
SELECT DISTINCT ON (chat_no) chat_no, place, tenant_id, project_id, sort_key, cpu_millis, memory_mib, 1, true
  FROM build_waiting w
 WHERE NOT EXISTS (SELECT 1 FROM build_active a WHERE a.chat_no = w.chat_no)
 ORDER BY chat_no, place;

-- Events that stand as columns now.
DELETE FROM event e
 USING build_request b
 WHERE b.build_id = e.build_id
   AND (e.sequence = 1
     OR b.end_time IS NOT NULL AND e.sequence = b.last_sequence
     OR EXISTS (SELECT 1 FROM build_active a WHERE a.build_id = e.build_id AND e.sequence IN (a.lease_sequence, a.start_sequence))
     OR EXISTS (SELECT 1 FROM build_ended a WHERE a.build_id = e.build_id AND e.sequence IN (a.lease_sequence, a.start_sequence)));

ALTER TABLE step DROP CONSTRAINT step_attempt,
  ADD CONSTRAINT step_build FOREIGN KEY (build_id) REFERENCES build_request;
DROP TABLE attempt;
ALTER TABLE event RENAME TO event_other;
ALTER TABLE event_other
  DROP CONSTRAINT event_first_has_no_before,
  DROP CONSTRAINT event_sequence_positive,
  DROP CONSTRAINT event_nothing_after_the_end,
  ALTER COLUMN state_before SET NOT NULL,
  -- The first event and the end are columns of other tables.
  ADD CONSTRAINT event_other_is_between CHECK (sequence > 1 AND state NOT IN ('SUCCEEDED', 'FAILED', 'CANCELLED'));
ALTER TABLE build_request
  DROP CONSTRAINT build_chat,
  DROP CONSTRAINT build_chat_seq_once,
  DROP CONSTRAINT build_state_known,
  DROP CONSTRAINT build_active_has_attempt,
  DROP CONSTRAINT build_active_was_leased,
  DROP CONSTRAINT build_ended_has_time,
  DROP CONSTRAINT build_failed_has_failure,
  DROP CONSTRAINT build_succeeded_has_results,
  DROP CONSTRAINT build_cancelled_has_reason,
  DROP CONSTRAINT build_stopping_has_cause,
  DROP CONSTRAINT build_stop_failure_while_stopping,
  DROP CONSTRAINT build_losses_within_attempts,
  DROP CONSTRAINT build_progress_percent,
  DROP CONSTRAINT build_sequence_positive,
  DROP COLUMN state, DROP COLUMN attempt, DROP COLUMN losses, DROP COLUMN attempt_uid, DROP COLUMN progress, DROP COLUMN current_step,
  DROP COLUMN stop_failure, DROP COLUMN cancel_reason, DROP COLUMN failure, DROP COLUMN results, DROP COLUMN resolved_commit,
  DROP COLUMN last_sequence, DROP COLUMN start_time, DROP COLUMN end_time, DROP COLUMN update_time;
ALTER TABLE build_request SET (fillfactor = 100);
-- Lists: newest first. Ids are in the order of submits.
CREATE INDEX build_newest ON build_request (tenant_id, build_id DESC);

-- ---------------------------------------------------------------------------------------------------------------- the views

-- A build as it is now, whatever phase it is in.
CREATE VIEW build AS
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
       coalesce(e.end_time, a.update_time, w.update_time) AS update_time
  FROM build_request r
  LEFT JOIN build_ended e ON e.build_id = r.build_id
  LEFT JOIN build_active a ON a.build_id = r.build_id
  LEFT JOIN build_waiting w ON w.chat_no = r.chat_no AND w.place = r.place;

-- Every attempt of every build.
CREATE VIEW attempt AS
SELECT build_id, attempt, attempt_uid, token_hash, coordinator_id, lease_time, start_time, CAST(NULL AS timestamptz) AS end_time,
       CAST(NULL AS text) AS outcome, CAST(NULL AS jsonb) AS failure
  FROM build_active
 UNION ALL
SELECT build_id, attempt, attempt_uid, token_hash, coordinator_id, lease_time, start_time, end_time, 'LOST', failure
  FROM attempt_lost
 UNION ALL
SELECT build_id, attempt, attempt_uid, token_hash, coordinator_id, lease_time, start_time, end_time,
       CASE WHEN state = 'FAILED' AND end_body ->> 'kind' = 'ATTEMPT_GONE' AND end_from <> 'STOPPING' THEN 'LOST' ELSE state END, failure
  FROM build_ended
 WHERE attempt_uid IS NOT NULL;

-- Everything that happened to a build, 1, 2, 3 … without a gap. The four events that each build has are columns of rows that
-- are written anyway: a third of what a build costs Postgres was its event rows.
CREATE VIEW event AS
SELECT build_id, sequence, attempt, state_before, state, progress, event_time, body
  FROM event_other
 UNION ALL
SELECT build_id, 1, 0, NULL, first_state, 0, create_time, CAST('{"kind": "SUBMITTED"}' AS jsonb)
  FROM build_request
 UNION ALL
SELECT build_id, lease_sequence, attempt, 'QUEUED', 'STARTING', 0, lease_time,
       jsonb_build_object('kind', 'LEASED', 'attemptUid', attempt_uid)
  FROM build_active
 UNION ALL
SELECT build_id, start_sequence, attempt, 'STARTING', 'RUNNING', 0, start_time, CAST('{"kind": "CLAIMED"}' AS jsonb)
  FROM build_active
 WHERE start_sequence IS NOT NULL
 UNION ALL
SELECT build_id, lease_sequence, attempt, 'QUEUED', 'STARTING', 0, lease_time,
       jsonb_build_object('kind', 'LEASED', 'attemptUid', attempt_uid)
  FROM build_ended
 WHERE lease_sequence IS NOT NULL
 UNION ALL
SELECT build_id, start_sequence, attempt, 'STARTING', 'RUNNING', 0, start_time, CAST('{"kind": "CLAIMED"}' AS jsonb)
  FROM build_ended
 WHERE start_sequence IS NOT NULL
 UNION ALL
SELECT build_id, last_sequence, attempt, end_from, state, progress, end_time,
       coalesce(end_body,
                CASE state
                  WHEN 'SUCCEEDED' THEN jsonb_build_object('kind', 'STEPS_SUCCEEDED', 'results', results)
                  ELSE jsonb_build_object('kind', 'STEPS_FAILED', 'failure', failure)
                END)
  FROM build_ended;

-- --------------------------------------------------------------------------------------------------------- limits and pauses

-- What a scope may use at most; null: no limit.
CREATE TABLE quota (
  -- cluster, tenants/{tenant}, tenants/{tenant}/projects/{project} or tenants/{tenant}/chats/{chat}.
  scope           text        NOT NULL CONSTRAINT quota_pk PRIMARY KEY,
  tenant_id       text CONSTRAINT quota_tenant REFERENCES tenant ON DELETE CASCADE,
  project_id      text,
  chat_no         bigint CONSTRAINT quota_chat REFERENCES chat (chat_no) ON DELETE CASCADE,
  running         int    CONSTRAINT quota_running_not_negative CHECK (running >= 0),
  cpu_millis      bigint CONSTRAINT quota_cpu_not_negative CHECK (cpu_millis >= 0),
  memory_mib      bigint CONSTRAINT quota_memory_not_negative CHECK (memory_mib >= 0),
  queued          int    CONSTRAINT quota_queued_not_negative CHECK (queued >= 0),
  builds_per_hour int    CONSTRAINT quota_builds_per_hour_not_negative CHECK (builds_per_hour >= 0),
  storage_bytes   bigint CONSTRAINT quota_storage_not_negative CHECK (storage_bytes >= 0),
  update_time     timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT quota_project FOREIGN KEY (tenant_id, project_id) REFERENCES project ON DELETE CASCADE,
  CONSTRAINT quota_scope_is_one CHECK ((scope = 'cluster') = (tenant_id IS NULL) AND (project_id IS NULL OR chat_no IS NULL))
);

-- What does not start for now.
CREATE TABLE pause (
  -- As in quota.
  scope      text        NOT NULL CONSTRAINT pause_pk PRIMARY KEY,
  tenant_id  text CONSTRAINT pause_tenant REFERENCES tenant ON DELETE CASCADE,
  project_id text,
  chat_no    bigint CONSTRAINT pause_chat REFERENCES chat (chat_no) ON DELETE CASCADE,
  -- HOLD: what runs goes on. DRAIN: what runs is stopped and goes back to its place in the queue.
  mode       text        NOT NULL CONSTRAINT pause_mode_known CHECK (mode IN ('HOLD', 'DRAIN')),
  paused_by  text        NOT NULL,
  reason     text        NOT NULL,
  pause_time timestamptz NOT NULL DEFAULT now(),
  -- It ends by itself then; null: somebody has to resume.
  until_time timestamptz,
  CONSTRAINT pause_project FOREIGN KEY (tenant_id, project_id) REFERENCES project ON DELETE CASCADE,
  CONSTRAINT pause_scope_is_one CHECK ((scope = 'cluster') = (tenant_id IS NULL) AND (project_id IS NULL OR chat_no IS NULL))
);

-- ----------------------------------------------------------------------------------------------------------- repeated calls

-- What calls that said a request_id were answered, for a day, so that a repeat gets the same. Submits and retries are not among them:
-- their request_id stands in build_request.
CREATE TABLE answered_call (
  -- Whose request_id it is; empty: of a call about no tenant. No reference: the answer outlives a tenant that was deleted.
  tenant_id    text        NOT NULL,
  request_id   text        NOT NULL,
  -- Hex sha256 of the method and of all else that was said.
  request_hash text        NOT NULL,
  -- The message; empty only inside the transaction that makes it.
  answer       bytea       NOT NULL DEFAULT '',
  answer_time  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT answered_call_pk PRIMARY KEY (tenant_id, request_id)
);
CREATE INDEX answered_call_time ON answered_call (answer_time);

-- ------------------------------------------------------------------------------------------------------------- coordinators

-- Which history of the database this is: changed after a restore, so that attempts of a lost future are strangers.
CREATE TABLE installation (
  only_one    boolean NOT NULL DEFAULT true CONSTRAINT installation_pk PRIMARY KEY CONSTRAINT installation_only_one CHECK (only_one),
  incarnation uuid    NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO installation DEFAULT VALUES;

-- The runs of coordinators that may hold leases. Any number of them, no leader.
CREATE TABLE coordinator (
  coordinator_id uuid        NOT NULL CONSTRAINT coordinator_pk PRIMARY KEY,
  -- The machine as it was booted, the process id and its birth, so that another process of that id is not taken for it.
  machine        text        NOT NULL,
  pid            bigint      NOT NULL,
  birth_time     timestamptz NOT NULL,
  grpc_address   text        NOT NULL,
  start_time     timestamptz NOT NULL DEFAULT now(),
  beat_time      timestamptz NOT NULL DEFAULT now()
);
