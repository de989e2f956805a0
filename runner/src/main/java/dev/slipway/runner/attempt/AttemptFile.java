package dev.slipway.runner.attempt;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the launcher wrote down for this runner.
 *
 * @param folder where the file lies: the attempt's own folder
 * @param coordinator {@code host:port}
 * @param build the build's name
 * @param attempt the attempt's number, 1 or more
 * @param attemptUid what processes of this attempt can be known by
 * @param token for every call; never given to a step
 * @param cache shared between attempts
 */
record AttemptFile(
    Path folder,
    String coordinator,
    String build,
    int attempt,
    String attemptUid,
    String token,
    Path cache) {

  /**
   * Reads {@code path} and removes it, so that no step can read the token there.
   *
   * @throws IOException with a message that names the file and what is wrong with it
   */
  static AttemptFile read(Path path) throws IOException {
    Path file = path.toAbsolutePath().normalize();
    Path folder = file.getParent();
    if (folder == null) {
      throw new IOException(file + " is not a file");
    }
    try {
      JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      Files.delete(file);
      return new AttemptFile(
          folder,
          text(json, "coordinator"),
          text(json, "build"),
          Integer.parseInt(text(json, "attempt")),
          text(json, "attemptUid"),
          text(json, "token"),
          Path.of(text(json, "cacheDir")).toAbsolutePath());
    } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
      throw new IOException(file + " is not an attempt file: " + e.getMessage(), e);
    }
  }

  private static String text(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null || !value.isJsonPrimitive()) {
      throw new IllegalArgumentException("`" + key + "` is missing");
    }
    return value.getAsString();
  }
}
