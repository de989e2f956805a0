package dev.slipway.coordinator.embedded;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.inject.Singleton;

/** Embedded mode has one tenant, {@code tenants/default}, there from the first start on. */
@Singleton
@Requires(property = "slipway.embedded", value = "true")
final class DefaultTenant implements ApplicationEventListener<StartupEvent> {
  private final TenantRepository tenants;

  DefaultTenant(TenantRepository tenants) {
    this.tenants = tenants;
  }

  @Override
  public void onApplicationEvent(StartupEvent started) {
    tenants.insertIfMissing("default");
  }
}
