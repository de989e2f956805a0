package dev.slipway.coordinator.log;

import dev.slipway.coordinator.build.BuildRef;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores and gives out what builds print. */
@Singleton
public class Logs {
  /** The most that one read gives, bytes: it has to fit a message of 4 MiB with room to spare. */
  public static final int READ_MAX = 1 << 20;

  private final TransactionOperations<Connection> transactions;
  private final LogRepository repository;
  private final ApplicationEventPublisher<LogGrown> grown;

  Logs(
      TransactionOperations<Connection> transactions,
      LogRepository repository,
      ApplicationEventPublisher<LogGrown> grown) {
    this.transactions = transactions;
    this.repository = repository;
    this.grown = grown;
  }

  /**
   * Appends output of an attempt and commits it. A part that is stored already is skipped, so that
   * a repeat is harmless.
   *
   * @param connGen number of the runner's stream; 0: whichever
   * @param offset of the first byte, in the attempt's own output
   * @param data 1 byte to 64 KiB
   */
  public Appended append(BuildRef build, UUID attemptUid, int connGen, long offset, byte[] data) {
    return transactions.executeWrite(
        _ -> {
          if (repository.append(build.id(), attemptUid, connGen, offset, data.length, data) == 1) {
            grown.publishEvent(new LogGrown(build));
            return Appended.STORED;
          }
          var size = repository.size(build.id(), attemptUid, connGen);
          if (size == null) {
            return Appended.FENCED;
          }
          if (offset > size) {
            return Appended.GAP;
          }
          int known = (int) Math.min(size - offset, data.length);
          var rest = Arrays.copyOfRange(data, known, data.length);
          if (rest.length > 0) {
            if (repository.append(build.id(), attemptUid, connGen, size, rest.length, rest) == 0) {
              // It ended between the two statements.
              return Appended.FENCED;
            }
            grown.publishEvent(new LogGrown(build));
          }
          return Appended.STORED;
        });
  }

  /** What became of output. */
  public enum Appended {
    /** It is committed, now or earlier. */
    STORED,
    /** Bytes before it are missing. */
    GAP,
    /** The attempt is over. */
    FENCED
  }

  /** Bytes stored of an attempt that is not over; empty when it is. */
  public Optional<Long> size(BuildRef build, UUID attemptUid) {
    return Optional.ofNullable(repository.size(build.id(), attemptUid, 0));
  }

  /** All of a build's log. */
  public LogRange whole(BuildRef build) {
    return repository.whole(build.id());
  }

  /** The output of a step, of the latest attempt that ran it; empty while none did. */
  public Optional<LogRange> step(BuildRef build, String step) {
    return Optional.ofNullable(repository.step(build.id(), step));
  }

  /**
   * Bytes from {@code start} to {@code end}, at most {@link #READ_MAX} and at least one when there
   * are any.
   */
  public byte[] read(BuildRef build, long start, long end) {
    var bytes = new ByteArrayOutputStream();
    long to = Math.min(end, start + READ_MAX);
    // Chunks are often small: 256 of them are one round trip for a typical log.
    for (long at = start; at < to; at = start + bytes.size()) {
      List<LogChunk> chunks = repository.chunks(build.id(), at, to, 256);
      if (chunks.isEmpty() || chunks.getLast().end() <= at) {
        // The log ends before the range does.
        break;
      }
      for (var chunk : chunks) {
        int from = (int) Math.max(0, at - chunk.logOffset());
        int until = (int) Math.min(chunk.data().length, to - chunk.logOffset());
        bytes.write(chunk.data(), from, Math.max(0, until - from));
        at = chunk.end();
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Where the last {@code lines} lines of a range begin. Reads backwards, never more than {@link
   * #READ_MAX} bytes: lines longer than that in all are cut at their beginning.
   */
  public long tail(BuildRef build, LogRange range, int lines) {
    long at = range.end();
    int breaks = 0;
    while (at > range.start() && range.end() - at < READ_MAX) {
      var chunk = repository.lastBefore(build.id(), at);
      if (chunk == null) {
        break;
      }
      for (int i = (int) (at - chunk.logOffset()) - 1; i >= 0; i--) {
        long offset = chunk.logOffset() + i;
        if (offset < range.start()) {
          return range.start();
        }
        // The line break that ends the last line begins no line.
        if (chunk.data()[i] == '\n' && offset != range.end() - 1 && ++breaks == lines) {
          return offset + 1;
        }
      }
      at = chunk.logOffset();
    }
    return Math.max(range.start(), Math.max(at, range.end() - READ_MAX));
  }
}
