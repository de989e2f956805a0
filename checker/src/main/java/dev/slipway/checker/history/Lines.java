package dev.slipway.checker.history;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Files of one JSON object a line. */
final class Lines {
  private Lines() {}

  /** Every line of every file that fits the glob, files by name. */
  static <T> List<T> whole(Path folder, String glob, Function<JsonObject, T> read)
      throws IOException {
    return read(folder, glob, read, false);
  }

  /** The same, where the last line of a file may be unreadable. */
  static <T> List<T> perhapsTorn(Path folder, String glob, Function<JsonObject, T> read)
      throws IOException {
    return read(folder, glob, read, true);
  }

  private static <T> List<T> read(
      Path folder, String glob, Function<JsonObject, T> read, boolean mayBeTorn)
      throws IOException {
    var result = new ArrayList<T>();
    for (var file : files(folder, glob)) {
      try (var reader = Files.newBufferedReader(file)) {
        int number = 0;
        var line = reader.readLine();
        while (line != null) {
          number++;
          var next = reader.readLine();
          if (!line.isBlank()) {
            try {
              result.add(read.apply(JsonParser.parseString(line).getAsJsonObject()));
            } catch (RuntimeException e) {
              if (!mayBeTorn || next != null) {
                throw new IllegalArgumentException(
                    file.getFileName() + " line " + number + ": " + e.getMessage(), e);
              }
            }
          }
          line = next;
        }
      }
    }
    return result;
  }

  private static List<Path> files(Path folder, String glob) throws IOException {
    var files = new ArrayList<Path>();
    try (var found = Files.newDirectoryStream(folder, glob)) {
      found.forEach(files::add);
    }
    files.sort(null);
    return files;
  }

  /** A field that has to be there. */
  static JsonElement required(JsonObject object, String field) {
    var value = object.get(field);
    if (value == null || value.isJsonNull()) {
      throw new JsonParseException("no \"" + field + "\"");
    }
    return value;
  }
}
