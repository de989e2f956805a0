package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.embedded.TestRows;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Begins with an empty queue and two tenants; ends with every rule kept. */
abstract class Behaviour {
  @Inject Client client;
  @Inject Platform platform;
  @Inject TestRows rows;

  /** The tenant that a test is about, as {@code tenants/{tenant}}. */
  String us;

  /** A bystander. */
  String them;

  @BeforeEach
  void anEmptyQueue() {
    rows.clear();
    platform.begin();
    us = client.tenant();
    them = client.tenant();
  }

  @AfterEach
  void everyRuleIsKept() {
    assertThat(client.violations()).isEmpty();
  }
}
