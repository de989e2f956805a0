package dev.slipway.coordinator.source;

import dev.slipway.coordinator.blob.Sha256;
import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.Refusal;

/**
 * Which archive of which tenant.
 *
 * @param tenant the tenant's id
 * @param sha256 of the whole archive
 */
record SourceName(String tenant, String sha256) {

  /** The resource name, {@code tenants/{tenant}/sources/{sha256}}. */
  String name() {
    return "tenants/" + tenant + "/sources/" + sha256;
  }

  /** Reads the field {@code name} of a request. */
  static SourceName parse(String name) {
    String[] parts = name.split("/", -1);
    if (parts.length != 4
        || !parts[0].equals("tenants")
        || !Ids.valid(parts[1])
        || !parts[2].equals("sources")
        || !Sha256.valid(parts[3])) {
      throw Refusal.badField(
          "name",
          "'%s' is not the name of a source. Give tenants/{tenant}/sources/{sha256}."
              .formatted(name));
    }
    return new SourceName(parts[1], parts[3]);
  }

  /** Reads the fields {@code parent} and {@code sha256} of an upload's header. */
  static SourceName of(String parent, String sha256) {
    String tenant = parent.startsWith("tenants/") ? parent.substring("tenants/".length()) : "";
    if (!Ids.valid(tenant)) {
      throw Refusal.badField(
          "header.parent",
          "'%s' is not the name of a tenant. Give tenants/{tenant}.".formatted(parent));
    }
    if (!Sha256.valid(sha256)) {
      throw Refusal.badField(
          "header.sha256",
          "'%s' is not a sha256. Give 64 lower-case hex digits.".formatted(sha256));
    }
    return new SourceName(tenant, sha256);
  }
}
