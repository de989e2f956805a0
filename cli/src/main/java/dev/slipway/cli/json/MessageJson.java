package dev.slipway.cli.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import java.util.ArrayList;
import java.util.List;

/** Messages to JSON lines and back. */
public final class MessageJson {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().setStrictness(Strictness.STRICT).create();
  private static final int PROBLEMS_SHOWN_MAX = 10;

  private MessageJson() {}

  /**
   * The message on one line, without a line end. Fields at their default are left out, as proto
   * JSON does.
   */
  public static String line(MessageOrBuilder message) {
    try {
      JsonElement tree = JsonParser.parseString(JsonFormat.printer().print(message));
      return GSON.toJson(
          new Shape(EnumNames::brief, new ArrayList<>())
              .visit(tree, message.getDescriptorForType(), ""));
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(
          impossible); // Only an Any of an unknown type cannot be printed.
    }
  }

  /**
   * Reads a message that a person wrote, with enum values in their short or full form.
   *
   * @param text a JSON object
   * @param where what people know the text as, for example a file's name
   * @param into takes the fields
   * @throws Problem with {@link ExitCode#USAGE}, naming every field that does not exist or the
   *     place that is not JSON
   */
  public static void read(String text, String where, Message.Builder into) {
    JsonObject tree = parse(text, where);
    List<String> unknownFields = new ArrayList<>();
    JsonElement expanded =
        new Shape(EnumNames::full, unknownFields).visit(tree, into.getDescriptorForType(), "");
    if (!unknownFields.isEmpty()) {
      List<String> lines = new ArrayList<>();
      lines.add(where + ": not a " + into.getDescriptorForType().getName());
      unknownFields.stream().limit(PROBLEMS_SHOWN_MAX).map(line -> "  " + line).forEach(lines::add);
      throw new Problem(null, ExitCode.USAGE, lines);
    }
    try {
      JsonFormat.parser().merge(GSON.toJson(expanded), into);
    } catch (InvalidProtocolBufferException invalid) {
      throw new Problem(invalid, ExitCode.USAGE, List.of(where + ": " + invalid.getMessage()));
    }
  }

  private static JsonObject parse(String text, String where) {
    try {
      JsonElement tree = GSON.fromJson(text, JsonElement.class);
      if (tree instanceof JsonObject object) {
        return object;
      }
      throw new Problem(ExitCode.USAGE, where + ": not a JSON object");
    } catch (JsonParseException invalid) {
      Throwable cause = invalid.getCause() == null ? invalid : invalid.getCause();
      String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      throw new Problem(invalid, ExitCode.USAGE, List.of(where + ": not JSON: " + reason));
    }
  }
}
