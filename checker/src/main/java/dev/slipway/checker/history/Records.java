package dev.slipway.checker.history;

import static dev.slipway.checker.history.Lines.required;

import com.google.gson.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lines of clients, workloads and killers → records. */
final class Records {
  private Records() {}

  static Operation operation(JsonObject line) {
    var build = text(line, "build");
    var tenant = text(line, "tenant");
    return new Operation(
        required(line, "n").getAsLong(),
        required(line, "op").getAsString(),
        required(line, "invoke").getAsLong(),
        required(line, "return").getAsLong(),
        Operation.Outcome.valueOf(required(line, "outcome").getAsString()),
        tenant == null ? "" : tenant,
        text(line, "requestId"),
        build == null ? null : build(build),
        text(line, "code"));
  }

  static Work work(JsonObject line) {
    var event = required(line, "event").getAsString();
    if (!event.equals("START") && !event.equals("END")) {
      throw new IllegalArgumentException("event is " + event + ", neither START nor END");
    }
    return new Work(
        event.equals("START"),
        build(required(line, "build").getAsString()),
        required(line, "attempt").getAsInt(),
        UUID.fromString(required(line, "uid").getAsString()),
        required(line, "pid").getAsLong(),
        required(line, "t").getAsLong());
  }

  /** A build's id, alone or at the end of its name. */
  private static UUID build(String name) {
    return UUID.fromString(name.substring(name.lastIndexOf('/') + 1));
  }

  static Kill kill(JsonObject line) {
    return new Kill(required(line, "pid").getAsLong(), required(line, "t").getAsLong());
  }

  static @Nullable String text(JsonObject line, String field) {
    var value = line.get(field);
    return value == null || value.isJsonNull() ? null : value.getAsString();
  }
}
