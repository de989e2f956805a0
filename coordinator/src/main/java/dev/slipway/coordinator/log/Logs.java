package dev.slipway.coordinator.log;

import dev.slipway.coordinator.build.BuildRef;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Stores and gives out what builds print. Whoever reads meets a refusal when stored bytes do not
 * have their checksum.
 */
@Singleton
public class Logs {
  /** The most that one read gives, bytes: it has to fit a message of 4 MiB with room to spare. */
  public static final int READ_MAX = 1 << 20;

  private final Appending appending;
  private final LogRepository repository;

  Logs(Appending appending, LogRepository repository) {
    this.appending = appending;
    this.repository = repository;
  }

  /**
   * Appends output of an attempt and blocks until it is committed, together with what others append
   * at the same time. A part that is stored already is skipped, so that a repeat is harmless.
   *
   * @param connGen number of the runner's stream; 0: whichever
   * @param offset of the first byte, in the attempt's own output
   * @param data 1 byte to 64 KiB; not to be changed any more
   */
  public Appended append(BuildRef build, UUID attemptUid, int connGen, long offset, byte[] data) {
    try {
      return submit(build, attemptUid, connGen, offset, data).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * As {@link #append}, without waiting for the commit. Of one build the outcomes come in the order
   * of the calls, and small pieces that wait together become one chunk. Blocks while too many bytes
   * wait ({@code slipway.log.waiting-bytes-max}).
   */
  public CompletableFuture<Appended> submit(
      BuildRef build, UUID attemptUid, int connGen, long offset, byte[] data) {
    if (data.length < 1 || data.length > Growth.CHUNK_BYTES) {
      throw new IllegalArgumentException(data.length + " bytes of output at once; 1 to 65536");
    }
    return appending.submit(new Append(build, attemptUid, connGen, offset, data));
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
    return extent(build, attemptUid).map(Extent::size);
  }

  /** What is stored of an attempt that is not over, with its checksum; empty when it is over. */
  public Optional<Extent> extent(BuildRef build, UUID attemptUid) {
    return Optional.ofNullable(repository.extent(build.id(), attemptUid, 0));
  }

  /**
   * When the build's log was dropped because it was too old; empty while it is kept. Then {@link
   * #whole} and {@link #step} say what there was, and {@link #read} finds nothing.
   */
  public Optional<Instant> dropTime(BuildRef build) {
    // The first 48 bits of a UUIDv7 are its milliseconds since 1970.
    var submit = Instant.ofEpochMilli(build.id().getMostSignificantBits() >>> 16);
    return Optional.ofNullable(repository.dropTime(LocalDate.ofInstant(submit, ZoneOffset.UTC)));
  }

  /**
   * The chunks from the one that holds {@code start} to the one before {@code end}, in order, at
   * most {@code most}.
   */
  public List<LogChunk> chunks(BuildRef build, long start, long end, int most) {
    return repository.chunks(build.id(), start, end, most);
  }

  /** Where the first chunk begins that was stored at this time or later; empty for none. */
  public Optional<Long> firstSince(BuildRef build, Instant time) {
    return Optional.ofNullable(repository.firstSince(build.id(), time));
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
        int until = (int) Math.min(chunk.rawSize(), to - chunk.logOffset());
        bytes.write(chunk.bytes(), from, Math.max(0, until - from));
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
      var raw = chunk.bytes();
      for (int i = (int) (at - chunk.logOffset()) - 1; i >= 0; i--) {
        long offset = chunk.logOffset() + i;
        if (offset < range.start()) {
          return range.start();
        }
        // The line break that ends the last line begins no line.
        if (raw[i] == '\n' && offset != range.end() - 1 && ++breaks == lines) {
          return offset + 1;
        }
      }
      at = chunk.logOffset();
    }
    return Math.max(range.start(), Math.max(at, range.end() - READ_MAX));
  }
}
