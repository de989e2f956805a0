package dev.slipway.coordinator.tenant;

import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.build.Scope.OfChat;
import dev.slipway.coordinator.build.Scope.OfProject;
import dev.slipway.coordinator.build.Scope.OfTenant;
import java.util.Optional;

/** Reads the fields of requests that all three kinds of resources have; refuses by field. */
final class Fields {
  private static final int DISPLAY_NAME_MAX = 200;

  private Fields() {}

  static OfTenant tenant(String field, String name) {
    return named(field, name, OfTenant.class, "tenants/{tenant}");
  }

  static OfProject project(String field, String name) {
    return named(field, name, OfProject.class, "tenants/{tenant}/projects/{project}");
  }

  static OfChat chat(String field, String name) {
    return named(field, name, OfChat.class, "tenants/{tenant}/chats/{chat}");
  }

  private static <S extends Scope> S named(String field, String name, Class<S> type, String form) {
    Optional<Scope> scope = Scope.parse(name);
    return scope
        .filter(type::isInstance)
        .map(type::cast)
        .orElseThrow(
            () -> Refusal.badField(field, "\"%s\" is not of the form %s.".formatted(name, form)));
  }

  static String id(String field, String id) {
    if (!Ids.valid(id)) {
      throw Refusal.badField(
          field,
          "\"%s\" is not an id. Give a letter or digit, then up to 127 of A-Za-z0-9._~:@+=-."
              .formatted(id));
    }
    return id;
  }

  static String displayName(String field, String text) {
    if (text.codePointCount(0, text.length()) > DISPLAY_NAME_MAX) {
      throw Refusal.badField(
          field,
          "has %d characters; at most %d."
              .formatted(text.codePointCount(0, text.length()), DISPLAY_NAME_MAX));
    }
    if (text.indexOf('\0') >= 0) {
      throw Refusal.badField(field, "has a NUL character, which cannot be stored. Leave it out.");
    }
    return text;
  }

  /** 0, which a request without it has too, is the default. */
  static float weight(String field, float weight) {
    if (weight == 0) {
      return 1;
    }
    if (!(weight >= 0.01f && weight <= 100)) {
      throw Refusal.badField(field, "is %s; 0.01 to 100, default 1.".formatted(weight));
    }
    return weight;
  }
}
