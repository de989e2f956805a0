package dev.slipway.coordinator;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The one place that asks the machine what time it is; everybody else is given this. */
@Factory
final class SystemClock {
  @Singleton
  @Requires(missingBeans = InstantSource.class)
  InstantSource clock() {
    return InstantSource.system();
  }
}
