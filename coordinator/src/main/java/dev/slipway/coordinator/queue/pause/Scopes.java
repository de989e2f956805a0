package dev.slipway.coordinator.queue.pause;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Scope;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Looks scopes up. */
@Singleton
public class Scopes {
  private final ScopeRepository scopes;

  Scopes(ScopeRepository scopes) {
    this.scopes = scopes;
  }

  /**
   * A scope as rows name it. One read, no lock.
   *
   * @throws Refusal when its tenant, project or chat does not exist
   */
  public KnownScope get(Scope scope) {
    return switch (scope) {
      case Scope.Cluster _ -> new KnownScope(scope, null, null, null, null);
      case Scope.OfTenant(var tenant) -> {
        found(scopes.tenant(tenant), scope);
        yield new KnownScope(scope, tenant, null, null, null);
      }
      case Scope.OfProject(var tenant, var project) -> {
        found(scopes.project(tenant, project), scope);
        yield new KnownScope(scope, tenant, project, null, null);
      }
      case Scope.OfChat(var tenant, var name) -> {
        var chat = found(scopes.chat(tenant, name), scope);
        yield new KnownScope(scope, tenant, null, chat.chatNo(), chat.projectId());
      }
    };
  }

  private static <T> T found(@Nullable T row, Scope scope) {
    if (row == null) {
      throw Refusal.notFound(scope.name());
    }
    return row;
  }
}
