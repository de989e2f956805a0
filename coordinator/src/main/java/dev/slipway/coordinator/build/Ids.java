package dev.slipway.coordinator.build;

import java.util.regex.Pattern;

/**
 * The form of the ids that clients choose: tenants, projects, chats. No slash, so that an id is one
 * part of a resource name; no control or space, so that it can stand in a log line and a label.
 */
public final class Ids {
  /** A letter or digit, then up to 127 more characters. */
  public static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._~:@+=-]{0,127}";

  /** The project of builds and chats that name none. */
  public static final String PROJECT_DEFAULT = "default";

  private static final Pattern ID = Pattern.compile(PATTERN);

  private Ids() {}

  /** Whether this can be the id of a tenant, project or chat. */
  public static boolean valid(String id) {
    return ID.matcher(id).matches();
  }
}
