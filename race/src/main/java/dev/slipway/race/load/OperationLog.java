package dev.slipway.race.load;

import io.grpc.Status.Code;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes down every call of every client, for the history checker. */
public final class OperationLog implements AutoCloseable {
  private final BufferedWriter file;
  private long n;

  public OperationLog(Path history) throws IOException {
    this.file = Files.newBufferedWriter(history.resolve("ops-1.jsonl"));
  }

  /** How a call ended for its caller: done, certainly not done, or nobody knows. */
  enum Outcome {
    OK,
    FAIL,
    UNKNOWN
  }

  /**
   * A call that has returned.
   *
   * @param invoked by {@link System#nanoTime}
   * @param build the build's name; null when none is known
   * @param code of a refusal; null when it was none
   */
  record Call(
      String kind,
      long invoked,
      Outcome outcome,
      String tenant,
      @Nullable String requestId,
      @Nullable String build,
      @Nullable Code code) {}

  /** Appends it; it returned just now. */
  synchronized void append(Call call) {
    try {
      file.write(
          """
          {"n":%d,"op":"%s","invoke":%d,"return":%d,"outcome":"%s","tenant":"%s","requestId":%s,"build":%s,"code":%s}
          """
              .formatted(
                  ++n,
                  call.kind(),
                  call.invoked(),
                  System.nanoTime(),
                  call.outcome(),
                  call.tenant(),
                  quoted(call.requestId()),
                  quoted(call.build()),
                  quoted(call.code())));
    } catch (IOException e) {
      throw new UncheckedIOException("write to the list of calls", e);
    }
  }

  private static String quoted(@Nullable Object text) {
    return text == null ? "null" : "\"" + text + "\"";
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
