package dev.slipway.coordinator.behaviour;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;

/**
 * A test of this package: the coordinator's beans on {@link TestDatabase}, a cluster that runs 100
 * builds, and explanations of this very moment.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@MicronautTest(
    transactional = false,
    startApplication = false,
    contextBuilder = BehaviourTest.Settings.class)
@interface BehaviourTest {
  /** Builds its contexts. */
  final class Settings extends TestDatabase.ContextBuilder {
    public Settings() {
      properties(
          Map.of(
              "slipway.dispatch.max-builds", 100,
              "slipway.explain.fresh-for", "0s",
              "slipway.explain.age-max", "0s"));
    }
  }
}
