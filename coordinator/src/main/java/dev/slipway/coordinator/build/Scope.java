package dev.slipway.coordinator.build;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Of what a limit or a pause speaks: everything, a tenant, one of its projects, one of its chats.
 */
public sealed interface Scope {
  /** The whole installation. */
  Scope CLUSTER = new Cluster();

  /** Its name, as requests and tables spell it: what {@link #parse} reads. */
  String name();

  /**
   * Whether what belongs to {@code other} belongs to this scope, which is so for itself too. By
   * name: a project's chats have names that do not tell their project, so a project contains none.
   */
  boolean contains(Scope other);

  /** All builds of all tenants. */
  record Cluster() implements Scope {
    @Override
    public String name() {
      return "cluster";
    }

    @Override
    public boolean contains(Scope other) {
      return true;
    }
  }

  /** All builds of a tenant. */
  record OfTenant(String tenant) implements Scope {
    @Override
    public String name() {
      return "tenants/" + tenant;
    }

    @Override
    public boolean contains(Scope other) {
      return switch (other) {
        case Cluster _ -> false;
        case OfTenant that -> that.tenant.equals(tenant);
        case OfProject that -> that.tenant.equals(tenant);
        case OfChat that -> that.tenant.equals(tenant);
      };
    }
  }

  /** All builds of a website or app. */
  record OfProject(String tenant, String project) implements Scope {
    @Override
    public String name() {
      return "tenants/" + tenant + "/projects/" + project;
    }

    @Override
    public boolean contains(Scope other) {
      return equals(other);
    }
  }

  /** All builds of a conversation. */
  record OfChat(String tenant, String chat) implements Scope {
    @Override
    public String name() {
      return "tenants/" + tenant + "/chats/" + chat;
    }

    @Override
    public boolean contains(Scope other) {
      return equals(other);
    }
  }

  /** Reads a scope's name; empty when it does not have the form of one. */
  static Optional<Scope> parse(String name) {
    if (name.equals("cluster")) {
      return Optional.of(CLUSTER);
    }
    var match = Form.NAME.matcher(name);
    if (!match.matches()) {
      return Optional.empty();
    }
    var tenant = match.group(1);
    var id = match.group(3);
    if (id == null) {
      return Optional.of(new OfTenant(tenant));
    }
    return Optional.of(
        "projects".equals(match.group(2)) ? new OfProject(tenant, id) : new OfChat(tenant, id));
  }

  /**
   * Reads a scope's name in a request's field.
   *
   * @throws Refusal when it does not have the form of one
   */
  static Scope ofRequest(String field, String name) {
    return parse(name)
        .orElseThrow(
            () ->
                Refusal.badField(
                    field,
                    ("\"%s\" is not a scope. Give cluster, tenants/{tenant},"
                         + " tenants/{tenant}/projects/{project} or tenants/{tenant}/chats/{chat}.")
                        .formatted(name)));
  }

  /** What a name looks like; not part of a scope. */
  final class Form {
    private static final Pattern NAME =
        Pattern.compile(
            "tenants/(" + Ids.PATTERN + ")(?:/(projects|chats)/(" + Ids.PATTERN + "))?");

    private Form() {}
  }
}
