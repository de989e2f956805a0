package dev.slipway.checker.history;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a limit or a pause is about.
 *
 * @param name as in the table: cluster, tenants/{tenant}, …
 * @param tenant null: the whole cluster
 * @param project null: not one project
 * @param chat null: not one chat
 */
public record Scope(
    String name, @Nullable String tenant, @Nullable String project, @Nullable Long chat) {

  /** Whether a build of this tenant, project and chat counts here. */
  public boolean covers(String itsTenant, String itsProject, long itsChat) {
    return (tenant == null || tenant.equals(itsTenant))
        && (project == null || project.equals(itsProject))
        && (chat == null || Objects.equals(chat, itsChat));
  }
}
