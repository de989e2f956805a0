package dev.slipway.cli.link;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a running coordinator writes, atomically, when it is ready; it removes the file when it
 * stops in good order.
 *
 * @param grpc {@code host:port} of the API
 * @param http {@code host:port} of HTTP
 * @param preview {@code host:port} of the previews
 * @param pid its process
 */
public record ReadyFile(String grpc, String http, String preview, long pid) {
  /** The ready file that a coordinator always writes into its data dir. */
  public static Path in(Path dataDir) {
    return dataDir.resolve("coordinator.json");
  }

  /** Reads the file; empty when there is none or it is not one. */
  public static Optional<ReadyFile> read(Path file) throws IOException {
    try {
      @Nullable ReadyFile read = new Gson().fromJson(Files.readString(file), ReadyFile.class);
      return Optional.ofNullable(read).filter(ready -> isText(ready.grpc));
    } catch (NoSuchFileException | JsonParseException none) {
      return Optional.empty();
    }
  }

  // Gson leaves null what the file does not name.
  private static boolean isText(@Nullable String value) {
    return value != null && !value.isEmpty();
  }
}
