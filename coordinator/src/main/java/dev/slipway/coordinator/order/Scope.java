package dev.slipway.coordinator.order;

import org.jspecify.annotations.Nullable;

/** Whom a limit or a pause is for. A build is in one of each kind. */
public sealed interface Scope {

  /** Everything. */
  record Cluster() implements Scope {}

  /** One customer. */
  record Tenant(String tenant) implements Scope {}

  /** One website or app of a customer. */
  record Project(String tenant, String project) implements Scope {}

  /**
   * One conversation.
   *
   * @param chatNo its number, unique in the installation
   */
  record Chat(long chatNo) implements Scope {}

  /** The one cluster there is. */
  Scope CLUSTER = new Cluster();

  /** The scope that rows name by these parts; all null: the cluster. */
  static Scope of(@Nullable String tenant, @Nullable String project, @Nullable Long chatNo) {
    if (tenant == null) {
      return CLUSTER;
    }
    if (chatNo != null) {
      return new Chat(chatNo);
    }
    return project == null ? new Tenant(tenant) : new Project(tenant, project);
  }
}
