package dev.slipway.coordinator.log;

import dev.slipway.coordinator.log.Append.Attempt;
import dev.slipway.coordinator.log.Append.Stream;
import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes to {@code log_chunk} and {@code attempt_output}, for many attempts at once. */
@Singleton
class AppendRepository extends BatchRepository {

  /**
   * How far an attempt's output is.
   *
   * @param base where it begins in the build's log
   * @param crc of its bytes, null when not known
   */
  record Output(
      UUID buildId, UUID attemptUid, int attempt, long base, long size, @Nullable Integer crc) {}

  /**
   * Holds the attempts that are not over, in the order of their builds, and gives those streams of
   * their runners that are the newest: their ends and newer streams wait for us, and we see which
   * are over. Blocks while one is being written.
   */
  Reading<Stream> hold(Connection connection, List<Stream> streams) {
    return over(
            connection,
            streams,
            """
            SELECT active.build_id, active.attempt_uid, asked.conn_gen
              FROM unnest(?, ?, ?) AS asked (build_id, attempt_uid, conn_gen)
              JOIN build_active active
                ON active.build_id = asked.build_id
               AND active.attempt_uid = asked.attempt_uid
               AND (asked.conn_gen = 0 OR active.conn_gen = asked.conn_gen)
             ORDER BY active.build_id
               FOR SHARE OF active
            """)
        .uuids(stream -> stream.attempt().buildId())
        .uuids(stream -> stream.attempt().uid())
        .ints(Stream::connGen)
        .reading(
            row ->
                new Stream(
                    new Attempt(uuid(row, "build_id"), uuid(row, "attempt_uid")),
                    row.getInt("conn_gen")));
  }

  /** Gives attempts that print for the first time their place behind what earlier ones printed. */
  Reading<UUID> begin(Connection connection, List<Attempt> attempts) {
    return over(
            connection,
            attempts,
            """
            INSERT INTO attempt_output (build_id, attempt, log_base)
            SELECT active.build_id, active.attempt,
                   coalesce((SELECT max(earlier.log_base + earlier.log_size)
                               FROM attempt_output earlier
                              WHERE earlier.build_id = active.build_id
                                AND earlier.attempt < active.attempt), 0)
              FROM unnest(?, ?) AS asked (build_id, attempt_uid)
              JOIN build_active active
                ON active.build_id = asked.build_id
               AND active.attempt_uid = asked.attempt_uid
             ORDER BY active.build_id
            ON CONFLICT (build_id, attempt) DO NOTHING
            RETURNING build_id
            """)
        .uuids(Attempt::buildId)
        .uuids(Attempt::uid)
        .reading(row -> uuid(row, "build_id"));
  }

  /** How far the outputs are, held so that nobody else adds to them. */
  Reading<Output> outputs(Connection connection, List<Attempt> attempts) {
    return over(
            connection,
            attempts,
            """
            SELECT output.build_id, active.attempt_uid, output.attempt, output.log_base, output.log_size, output.log_crc
              FROM unnest(?, ?) AS asked (build_id, attempt_uid)
              JOIN build_active active
                ON active.build_id = asked.build_id
               AND active.attempt_uid = asked.attempt_uid
              JOIN attempt_output output
                ON output.build_id = active.build_id
               AND output.attempt = active.attempt
             ORDER BY output.build_id
               FOR NO KEY UPDATE OF output
            """)
        .uuids(Attempt::buildId)
        .uuids(Attempt::uid)
        .reading(
            row ->
                new Output(
                    uuid(row, "build_id"),
                    uuid(row, "attempt_uid"),
                    row.getInt("attempt"),
                    row.getLong("log_base"),
                    row.getLong("log_size"),
                    row.getObject("log_crc", Integer.class)));
  }

  /** Writes down how far they are now. */
  Reading<Boolean> grow(Connection connection, List<Growth> growths) {
    return over(
            connection,
            growths,
            """
            UPDATE attempt_output output
               SET log_size = grown.log_size,
                   log_crc = CAST(grown.log_crc AS int),
                   write_time = now()
              FROM unnest(?, ?, ?, ?) AS grown (build_id, attempt, log_size, log_crc)
             WHERE output.build_id = grown.build_id
               AND output.attempt = grown.attempt
            RETURNING true
            """)
        .uuids(growth -> growth.before().buildId())
        .ints(growth -> growth.before().attempt())
        .longs(Growth::size)
        .nullableLongs(Growth::crc)
        .reading(_ -> true);
  }

  /** Stores chunks. */
  Reading<Boolean> store(Connection connection, List<NewChunk> chunks) {
    return over(
            connection,
            chunks,
            """
            INSERT INTO log_chunk (build_id, log_offset, raw_size, crc, codec, data)
            SELECT *
              FROM unnest(?, ?, ?, ?, ?, ?)
            RETURNING true
            """)
        .uuids(NewChunk::buildId)
        .longs(NewChunk::offset)
        .ints(NewChunk::rawSize)
        .ints(NewChunk::crc)
        .texts(chunk -> chunk.codec().name())
        .bytes(NewChunk::data)
        .reading(_ -> true);
  }
}
