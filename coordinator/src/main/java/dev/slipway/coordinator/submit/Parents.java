package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.Refusal;

/** Reads the field {@code parent} of requests. Pure. */
final class Parents {
  private Parents() {}

  /**
   * The tenant's id in {@code tenants/{tenant}}.
   *
   * @throws Refusal when it does not have that form
   */
  static String tenant(String parent) {
    var id = parent.startsWith("tenants/") ? parent.substring("tenants/".length()) : "";
    if (!Ids.valid(id)) {
      throw Refusal.badField("parent", "\"" + parent + "\" is not of the form tenants/{tenant}.");
    }
    return id;
  }
}
