package dev.slipway.coordinator.build;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Which build: its tenant and its id. The tenant is part of every look-up, so that a build of
 * another tenant is as unknown as one that never was.
 *
 * @param tenant the tenant's id
 * @param id a UUIDv7, unique in the whole installation
 */
public record BuildRef(String tenant, UUID id) {
  private static final Pattern NAME =
      Pattern.compile(
          "tenants/("
              + Ids.PATTERN
              + ")/builds/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");

  /** The resource name, {@code tenants/{tenant}/builds/{build}}. */
  public String name() {
    return "tenants/" + tenant + "/builds/" + id;
  }

  /** Reads a resource name; empty when it does not have the form of one. */
  public static Optional<BuildRef> parse(String name) {
    var match = NAME.matcher(name);
    return match.matches()
        ? Optional.of(new BuildRef(match.group(1), UUID.fromString(match.group(2))))
        : Optional.empty();
  }

  /**
   * Reads the resource name in a request's field {@code name}.
   *
   * @throws Refusal when it does not have the form of one
   */
  public static BuildRef ofRequest(String name) {
    return parse(name)
        .orElseThrow(
            () ->
                Refusal.badField(
                    "name",
                    "\"%s\" is not of the form tenants/{tenant}/builds/{build}.".formatted(name)));
  }

  @Override
  public String toString() {
    return name();
  }
}
