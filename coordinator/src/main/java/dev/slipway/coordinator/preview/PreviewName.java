package dev.slipway.coordinator.preview;

import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which chat's preview. */
record PreviewName(String tenant, String chat) {
  private static final Pattern NAME =
      Pattern.compile("tenants/(" + Ids.PATTERN + ")/previews/(" + Ids.PATTERN + ")");
  private static final Pattern PARENT = Pattern.compile("tenants/(" + Ids.PATTERN + ")");

  /** Reads the field {@code name} of a request. */
  static PreviewName parse(String name) {
    Matcher match = NAME.matcher(name);
    if (!match.matches()) {
      throw Refusal.badField(
          "name",
          "'%s' is not the name of a preview. Give tenants/{tenant}/previews/{chat}."
              .formatted(name));
    }
    return new PreviewName(match.group(1), match.group(2));
  }

  /** Reads the field {@code parent} of a list request: the tenant's id. */
  static String parseParent(String parent) {
    Matcher match = PARENT.matcher(parent);
    if (!match.matches()) {
      throw Refusal.badField(
          "parent", "'%s' is not the name of a tenant. Give tenants/{tenant}.".formatted(parent));
    }
    return match.group(1);
  }

  /** The resource name. */
  String name() {
    return "tenants/" + tenant + "/previews/" + chat;
  }
}
