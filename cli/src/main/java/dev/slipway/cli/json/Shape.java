package dev.slipway.cli.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Walks a JSON tree beside the descriptor of the message that it stands for. */
final class Shape {
  private final BiFunction<EnumDescriptor, String, String> enumName;
  private final List<String> unknownFields;

  /**
   * @param enumName gives each enum value its new name
   * @param unknownFields takes a line for each field that the message does not have, with its path
   */
  Shape(BiFunction<EnumDescriptor, String, String> enumName, List<String> unknownFields) {
    this.enumName = enumName;
    this.unknownFields = unknownFields;
  }

  /**
   * A copy of {@code value} with its enum values renamed; {@code path} is empty for the message
   * itself.
   */
  JsonElement visit(JsonElement value, Descriptor type, String path) {
    // Timestamps and durations are text, and have no fields to look into.
    if (!value.isJsonObject()) {
      return value;
    }
    JsonObject result = new JsonObject();
    for (Map.Entry<String, JsonElement> entry : value.getAsJsonObject().entrySet()) {
      FieldDescriptor field = field(type, entry.getKey());
      String at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      if (field == null) {
        unknownFields.add(at + ": no such field; known here: " + known(type));
      } else {
        result.add(entry.getKey(), visitField(entry.getValue(), field, at));
      }
    }
    return result;
  }

  private JsonElement visitField(JsonElement value, FieldDescriptor field, String path) {
    if (field.isMapField() && value.isJsonObject()) {
      FieldDescriptor values = field.getMessageType().findFieldByName("value");
      JsonObject result = new JsonObject();
      value
          .getAsJsonObject()
          .entrySet()
          .forEach(
              entry ->
                  result.add(
                      entry.getKey(),
                      visitOne(entry.getValue(), values, path + "." + entry.getKey())));
      return result;
    }
    if (field.isRepeated() && value.isJsonArray()) {
      com.google.gson.JsonArray result = new com.google.gson.JsonArray();
      for (JsonElement element : value.getAsJsonArray()) {
        result.add(visitOne(element, field, path + "[" + result.size() + "]"));
      }
      return result;
    }
    return visitOne(value, field, path);
  }

  private JsonElement visitOne(JsonElement value, FieldDescriptor field, String path) {
    if (field.getJavaType() == JavaType.ENUM
        && value instanceof JsonPrimitive text
        && text.isString()) {
      return new JsonPrimitive(enumName.apply(field.getEnumType(), text.getAsString()));
    }
    return field.getJavaType() == JavaType.MESSAGE
        ? visit(value, field.getMessageType(), path)
        : value;
  }

  private static @Nullable FieldDescriptor field(Descriptor type, String name) {
    return type.getFields().stream()
        .filter(field -> field.getJsonName().equals(name) || field.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static String known(Descriptor type) {
    return type.getFields().stream()
        .map(FieldDescriptor::getJsonName)
        .collect(Collectors.joining(", "));
  }
}
