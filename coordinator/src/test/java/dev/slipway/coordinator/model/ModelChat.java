package dev.slipway.coordinator.model;

import java.time.Instant;

/** A chat, or what a build without one is in. */
final class ModelChat {
  final String tenant;
  final String project;

  /** Null: of a build without a chat. */
  final String id;

  /** In the order of first use. */
  final long number;

  long submits;
  int maxParallel = 1;
  boolean blockOnFailure;
  String supersede = "KEEP_ALL";
  boolean debounce;
  Instant debounceSince;
  int blockedBy;

  ModelChat(String tenant, String project, String id, long number) {
    this.tenant = tenant;
    this.project = project;
    this.id = id;
    this.number = number;
  }

  String scope() {
    return id == null ? "" : "tenants/" + tenant + "/chats/" + id;
  }
}
