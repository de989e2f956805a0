package dev.slipway.coordinator.submit;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.slipway.coordinator.build.Refusal.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds fields that this version does not know. A newer client that sets one means something by it;
 * to build without it would be to do something else than was asked.
 */
final class UnknownFields {
  private UnknownFields() {}

  /** A violation for each unknown field, at any depth. */
  static List<Violation> in(Message message) {
    var found = new ArrayList<Violation>();
    collect(message, "", found);
    return found;
  }

  private static void collect(Message message, String path, List<Violation> found) {
    for (var number : message.getUnknownFields().asMap().keySet()) {
      found.add(
          new Violation(
              path + "#" + number,
              "field number %d of %s is not known to this version of the coordinator."
                  .formatted(number, message.getDescriptorForType().getName())));
    }
    for (var field : message.getAllFields().entrySet()) {
      if (field.getKey().getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      var name = path + field.getKey().getName();
      if (field.getValue() instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          collect((Message) list.get(i), name + "[" + i + "].", found);
        }
      } else {
        collect((Message) field.getValue(), name + ".", found);
      }
    }
  }
}
