package dev.slipway.coordinator.embedded;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test with the coordinator's beans on {@link TestDatabase}. No transaction is open around a
 * test, and no server listens but that of the previews.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@MicronautTest(
    transactional = false,
    startApplication = false,
    contextBuilder = TestDatabase.ContextBuilder.class)
public @interface CoordinatorTest {}
