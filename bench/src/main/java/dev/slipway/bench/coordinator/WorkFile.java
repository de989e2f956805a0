package dev.slipway.bench.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Lease;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What ran when, told by the work itself and not by the coordinator: a JSON line for each begin and
 * end. Several processes may append to one file; a line is one write, so that a kill leaves whole
 * lines. Times are {@link System#nanoTime}, which all processes of a machine share on Linux.
 */
@Singleton
final class WorkFile {
  private final @Nullable FileChannel file;

  WorkFile(BenchConfig config) throws IOException {
    file =
        config.workFile() == null
            ? null
            : FileChannel.open(
                config.workFile(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** The work of an attempt begins. Returns when the line is written. */
  void start(BuildRef build, Lease lease) {
    write("START", build, lease);
  }

  /** The work of an attempt is over. Returns when the line is written. */
  void end(BuildRef build, Lease lease) {
    write("END", build, lease);
  }

  private void write(String event, BuildRef build, Lease lease) {
    if (file == null) {
      return;
    }
    var line =
        """
        {"event":"%s","build":"%s","attempt":%d,"uid":"%s","pid":%d,"t":%d}
        """
            .formatted(
                event,
                build.name(),
                lease.attempt(),
                lease.attemptUid(),
                ProcessHandle.current().pid(),
                System.nanoTime());
    try {
      append(file, ByteBuffer.wrap(line.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("write to the work file", e);
    }
  }

  private static void append(FileChannel file, ByteBuffer line) throws IOException {
    int bytes = line.remaining();
    if (file.write(line) != bytes) {
      throw new IOException("the disk took only a part of a line");
    }
  }

  @PreDestroy
  void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
