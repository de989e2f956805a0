package dev.slipway.runner.link;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file in which an embedded coordinator says where it listens now. */
final class ReadyFile {
  /** A ready file holds a few hundred bytes. */
  private static final int BYTES_MAX = 64 * 1024;

  private ReadyFile() {}

  /** The gRPC address; empty while there is no such file, or none that can be read. */
  static Optional<String> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
      JsonElement grpc = JsonParser.parseString(text).getAsJsonObject().get("grpc");
      return Optional.ofNullable(grpc).map(JsonElement::getAsString);
    } catch (IOException
        | JsonParseException
        | IllegalStateException
        | UnsupportedOperationException e) {
      return Optional.empty(); // A coordinator that restarts has none; it will be asked for again.
    }
  }
}
