package dev.slipway.coordinator.repeat;

import com.google.protobuf.Message;
import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What tells a call from others.
 *
 * @param tenant whose request_id it is; empty: of a call about no tenant
 * @param hash hex sha256 of the method and of all else that was said
 */
record RepeatKey(String tenant, String requestId, String hash) {
  private static final int REQUEST_ID_MAX = 128;
  private static final String FIELD = "request_id";
  private static final String TENANTS = "tenants/";

  /**
   * The key of a call; null when it says no request_id.
   *
   * @throws Refusal for a request_id that cannot be kept
   */
  static @Nullable RepeatKey of(String method, Message request) {
    var field = request.getDescriptorForType().findFieldByName(FIELD);
    if (field == null || !(request.getField(field) instanceof String id) || id.isEmpty()) {
      return null;
    }
    if (id.length() > REQUEST_ID_MAX) {
      throw Refusal.badField(
          FIELD, "has %d characters; at most %d.".formatted(id.length(), REQUEST_ID_MAX));
    }
    if (id.indexOf('\0') >= 0) {
      throw Refusal.badField(FIELD, "must not hold the character NUL.");
    }
    return new RepeatKey(
        tenant(request), id, RequestHash.of(method, request.toBuilder().clearField(field).build()));
  }

  /** The tenant of the first name that the request says. */
  private static String tenant(Message request) {
    for (var value : request.getAllFields().values()) {
      var found =
          switch (value) {
            case String text when text.startsWith(TENANTS) ->
                text.substring(TENANTS.length()).split("/", 2)[0];
            case Message inner -> tenant(inner);
            default -> "";
          };
      if (Ids.valid(found)) {
        return found;
      }
    }
    return "";
  }
}
