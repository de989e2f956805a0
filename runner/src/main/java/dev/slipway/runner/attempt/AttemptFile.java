package dev.slipway.runner.attempt;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
 * @param podUid optional: what tells pods of one Job apart; else the same as {@code attemptUid}
 * @param readyFile optional: where an embedded coordinator says where it listens now
 * @param startup optional ({@code startupSeconds}): how long to look for a coordinator at first
 */
record AttemptFile(
    Path folder,
    String coordinator,
    String build,
    int attempt,
    String attemptUid,
    String token,
    Path cache,
    String podUid,
    @Nullable Path readyFile,
    Duration startup) {

  private static final Duration STARTUP = Duration.ofSeconds(30);

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
          Path.of(text(json, "cacheDir")).toAbsolutePath(),
          has(json, "podUid") ? text(json, "podUid") : text(json, "attemptUid"),
          has(json, "readyFile") ? Path.of(text(json, "readyFile")).toAbsolutePath() : null,
          has(json, "startupSeconds")
              ? Duration.ofSeconds(Long.parseLong(text(json, "startupSeconds")))
              : STARTUP);
    } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
      throw new IOException(file + " is not an attempt file: " + e.getMessage(), e);
    }
  }

  private static boolean has(JsonObject json, String key) {
    return json.has(key) && !json.get(key).isJsonNull();
  }

  private static String text(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null || !value.isJsonPrimitive()) {
      throw new IllegalArgumentException("`" + key + "` is missing");
    }
    return value.getAsString();
  }
}
