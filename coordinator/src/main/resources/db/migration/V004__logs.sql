-- Logs in partitions of a day, so that what is old goes in one piece; each chunk compressed when that makes it smaller, with its
-- checksum and the time at which it was stored. Why by the day of the build's submit and not of the writing: docs/adr/0014.

ALTER TABLE log_chunk RENAME TO log_chunk_before;
ALTER TABLE log_chunk_before RENAME CONSTRAINT log_chunk_pk TO log_chunk_before_pk;

-- Output, byte for byte. Chunks of a build touch each other: offset + raw size is the next one's offset.
-- No reference to build_request: a chunk is only written with the attempt's row in attempt_output, which has one; and to drop a
-- table with a reference locks the table that it refers to, which here is every build.
CREATE TABLE log_chunk (
  build_id   uuid        NOT NULL,
  log_offset bigint      NOT NULL CONSTRAINT log_chunk_offset_not_negative CHECK (log_offset >= 0),
  -- When it was stored, by the database's clock: for a search by time.
  write_time timestamptz NOT NULL DEFAULT now(),
  -- How many bytes it stands for.
  raw_size   int         NOT NULL CONSTRAINT log_chunk_size CHECK (raw_size BETWEEN 1 AND 65536),
  -- CRC32C (RFC 3720) of those bytes. Null: stored before checksums were.
  crc        int,
  -- What data is: the bytes themselves, or a zstd frame of them.
  codec      text        NOT NULL CONSTRAINT log_chunk_codec_known CHECK (codec IN ('NONE', 'ZSTD')),
  -- Compressed already, where that helps: Postgres need not try again.
  data       bytea       STORAGE EXTERNAL NOT NULL,
  CONSTRAINT log_chunk_pk PRIMARY KEY (build_id, log_offset),
  CONSTRAINT log_chunk_stored_size CHECK (octet_length(data) <= raw_size AND (codec <> 'NONE' OR octet_length(data) = raw_size))
) PARTITION BY RANGE (build_id);
-- Whatever no day takes. The coordinator makes the days of what it finds here, and moves it there.
CREATE TABLE log_chunk_other PARTITION OF log_chunk DEFAULT;
-- Whether anything of an old day is young: rows are added in the order of time.
CREATE INDEX log_chunk_write ON log_chunk USING brin (write_time) WITH (pages_per_range = 16, autosummarize = on);

-- The days whose logs were dropped, so that a reader is told and a log that is missing for another reason is seen.
CREATE TABLE log_dropped (
  day       date        NOT NULL CONSTRAINT log_dropped_pk PRIMARY KEY,
  drop_time timestamptz NOT NULL DEFAULT now()
);

-- The day (UTC) on which a build of this id was submitted: its first 48 bits are milliseconds since 1970 (UUIDv7, RFC 9562).
CREATE FUNCTION day_of_id(id uuid) RETURNS date LANGUAGE sql IMMUTABLE
RETURN CAST(to_timestamp(CAST(CAST('x' || left(replace(CAST(id AS text), '-', ''), 12) AS bit(48)) AS bigint) / 1000.0)
            AT TIME ZONE 'UTC' AS date);

-- Makes the partition of a day when it is missing, and moves there what stands in log_chunk_other of it: how many chunks.
CREATE FUNCTION make_day_of_logs(day date) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  partition text := 'log_chunk_' || to_char(day, 'YYYY_MM_DD');
  first uuid := first_id(CAST(day AS timestamp) AT TIME ZONE 'UTC');
  beyond uuid := first_id(CAST(day + 1 AS timestamp) AT TIME ZONE 'UTC');
  moved bigint := 0;
BEGIN
  IF to_regclass(partition) IS NOT NULL THEN
    RETURN 0;
  END IF;
  -- One at a time, and not beside a drop; the lock is these functions' own.
  PERFORM pg_advisory_xact_lock(4002, 2);
  IF to_regclass(partition) IS NOT NULL THEN
    RETURN 0;
  END IF;
  EXECUTE format('CREATE TABLE %I (LIKE log_chunk INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', partition);
  -- In the order in which a writer takes them. Nothing may come between the move and the attach.
  LOCK TABLE ONLY log_chunk IN SHARE UPDATE EXCLUSIVE MODE;
  LOCK TABLE log_chunk_other IN ACCESS EXCLUSIVE MODE;
  IF EXISTS (SELECT 1 FROM log_chunk_other WHERE build_id >= first AND build_id < beyond) THEN
    EXECUTE format('WITH moved AS (DELETE FROM log_chunk_other WHERE build_id >= $1 AND build_id < $2 RETURNING *)
                    INSERT INTO %I SELECT * FROM moved', partition) USING first, beyond;
    GET DIAGNOSTICS moved = ROW_COUNT;
  END IF;
  EXECUTE format('ALTER TABLE log_chunk ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, first, beyond);
  RETURN moved;
END $$;

-- Drops the logs of a day: true when it did. Not while a build of that day has not ended, nor while anything of it was written
-- since.
CREATE FUNCTION drop_day_of_logs(day date, since timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  partition text := 'log_chunk_' || to_char(day, 'YYYY_MM_DD');
  first uuid := first_id(CAST(day AS timestamp) AT TIME ZONE 'UTC');
  beyond uuid := first_id(CAST(day + 1 AS timestamp) AT TIME ZONE 'UTC');
  young boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(4002, 2);
  IF to_regclass(partition) IS NULL THEN
    RETURN false;
  END IF;
  -- One statement, so that a build on its way from one table to the other is seen.
  IF EXISTS (SELECT 1 FROM build_waiting WHERE build_id >= first AND build_id < beyond
              UNION ALL
             SELECT 1 FROM build_active WHERE build_id >= first AND build_id < beyond) THEN
    RETURN false;
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE write_time >= $1)', partition) INTO young USING since;
  IF young THEN
    RETURN false;
  END IF;
  EXECUTE format('DROP TABLE %I', partition);
  INSERT INTO log_dropped (day) VALUES (drop_day_of_logs.day) ON CONFLICT DO NOTHING;
  RETURN true;
END $$;

SELECT make_day_of_logs(day)
  FROM (SELECT DISTINCT day_of_id(build_id) AS day FROM log_chunk_before) days;
SELECT make_day_of_logs(CAST(now() AT TIME ZONE 'UTC' AS date) + n)
  FROM generate_series(0, 2) AS n;

INSERT INTO log_chunk (build_id, log_offset, write_time, raw_size, codec, data)
SELECT chunk.build_id, chunk.log_offset, request.create_time, octet_length(chunk.data), 'NONE', chunk.data
  FROM log_chunk_before chunk
  JOIN build_request request USING (build_id);
DROP TABLE log_chunk_before;

ALTER TABLE attempt_output
  -- CRC32C of all log_size bytes. Null: some of them were stored before checksums were.
  ADD COLUMN log_crc    int DEFAULT 0,
  -- When the last of them was stored. Null: before this was written down.
  ADD COLUMN write_time timestamptz;
UPDATE attempt_output SET log_crc = NULL WHERE log_size > 0;

-- How much of its output the log does not have.
ALTER TABLE step ADD COLUMN log_dropped bigint NOT NULL DEFAULT 0 CONSTRAINT step_log_dropped_not_negative CHECK (log_dropped >= 0);
