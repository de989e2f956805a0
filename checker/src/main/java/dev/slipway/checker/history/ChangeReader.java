package dev.slipway.checker.history;

import static dev.slipway.checker.history.Lines.required;
import static dev.slipway.checker.history.Records.text;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lines of the audit table → changes. Keeps one copy of each word that comes again and again. */
final class ChangeReader {
  /** Of LOW, NORMAL, HIGH and CRITICAL, in milliseconds: docs/operate/queue.md. */
  private static final List<Long> HEAD_STARTS = List.of(-300_000L, 0L, 300_000L, 3_600_000L);

  private final Map<String, String> words = new HashMap<>();
  private final Map<String, UUID> ids = new HashMap<>();

  Change change(JsonObject line) {
    var table = required(line, "table").getAsString();
    return new Change(
        required(line, "no").getAsLong(),
        required(line, "xid").getAsLong(),
        Snapshot.parse(required(line, "snapshot").getAsString()),
        time(required(line, "at").getAsString()),
        row(table, line, "old"),
        row(table, line, "new"));
  }

  private @Nullable Row row(String table, JsonObject line, String side) {
    var row = line.get(side);
    return row == null || row.isJsonNull() ? null : row(table, row.getAsJsonObject());
  }

  private Row row(String table, JsonObject row) {
    return switch (table) {
      case "build_request" ->
          new Row.Requested(
              id(row, "build_id"),
              word(row, "tenant_id"),
              word(row, "project_id"),
              number(row, "chat_no"),
              number(row, "place"),
              text(row, "request_id"));
      case "build_waiting" ->
          new Row.Waiting(
              id(row, "build_id"),
              word(row, "tenant_id"),
              word(row, "project_id"),
              number(row, "chat_no"),
              number(row, "place"),
              number(row, "sort_key"),
              time(word(row, "enqueue_time")),
              HEAD_STARTS.get((int) number(row, "priority")),
              need(row),
              (int) number(row, "attempt"),
              (int) number(row, "losses"),
              number(row, "last_sequence"),
              text(row, "hold"),
              perhapsTime(row, "expire_time"));
      case "build_active" ->
          new Row.Active(
              id(row, "build_id"),
              word(row, "tenant_id"),
              word(row, "project_id"),
              number(row, "chat_no"),
              number(row, "place"),
              (int) number(row, "slot"),
              (int) number(row, "max_parallel"),
              word(row, "state"),
              (int) number(row, "attempt"),
              (int) number(row, "losses"),
              id(row, "attempt_uid"),
              need(row),
              number(row, "last_sequence"));
      case "build_ended" ->
          new Row.Ended(
              id(row, "build_id"),
              word(row, "state"),
              (int) number(row, "attempt"),
              perhapsId(row, "attempt_uid"),
              number(row, "last_sequence"));
      case "build_head" ->
          new Row.Head(
              number(row, "chat_no"),
              number(row, "place"),
              word(row, "tenant_id"),
              word(row, "project_id"),
              number(row, "sort_key"),
              need(row),
              (int) number(row, "max_parallel"),
              required(row, "ready").getAsBoolean(),
              time(required(row, "ready_time").getAsString()));
      case "quota" ->
          new Row.Quota(
              scope(row),
              perhapsNumber(row, "running"),
              perhapsNumber(row, "cpu_millis"),
              perhapsNumber(row, "memory_mib"));
      case "pause" -> new Row.Pause(scope(row), perhapsTime(row, "until_time"));
      case "tenant" ->
          new Row.Tenant(word(row, "tenant_id"), required(row, "weight").getAsDouble());
      case "chat" -> new Row.Chat(number(row, "chat_no"), (int) number(row, "max_parallel"));
      default -> throw new IllegalArgumentException("no rule speaks of the table " + table);
    };
  }

  private Scope scope(JsonObject row) {
    return new Scope(
        word(row, "scope"),
        text(row, "tenant_id"),
        text(row, "project_id"),
        perhapsNumber(row, "chat_no"));
  }

  private static Need need(JsonObject row) {
    return Need.ofOne(number(row, "cpu_millis"), number(row, "memory_mib"));
  }

  private static long number(JsonObject row, String column) {
    return required(row, column).getAsLong();
  }

  private static @Nullable Long perhapsNumber(JsonObject row, String column) {
    var value = row.get(column);
    return value == null || value.isJsonNull() ? null : value.getAsLong();
  }

  private String word(JsonObject row, String column) {
    var value = required(row, column).getAsString();
    return words.computeIfAbsent(value, word -> word);
  }

  private UUID id(JsonObject row, String column) {
    return ids.computeIfAbsent(required(row, column).getAsString(), UUID::fromString);
  }

  private @Nullable UUID perhapsId(JsonObject row, String column) {
    var value = text(row, column);
    return value == null ? null : ids.computeIfAbsent(value, UUID::fromString);
  }

  private static Instant time(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  private static @Nullable Instant perhapsTime(JsonObject row, String column) {
    var value = text(row, column);
    // Postgres' own word for "never".
    return value == null || value.equals("infinity") ? null : time(value);
  }
}
