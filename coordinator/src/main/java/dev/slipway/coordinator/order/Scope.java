package dev.slipway.coordinator.order;

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
}
