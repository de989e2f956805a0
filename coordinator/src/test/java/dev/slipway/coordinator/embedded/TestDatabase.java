package dev.slipway.coordinator.embedded;

import io.micronaut.context.DefaultApplicationContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * One real Postgres per JVM, empty at first, gone with the JVM. Tests keep to tenants of their own.
 */
public final class TestDatabase {
  private static final Map<String, Object> PROPERTIES = start();

  private TestDatabase() {}

  /** What a context needs to use it: the data source, and a data dir of this JVM. */
  public static Map<String, Object> properties() {
    return PROPERTIES;
  }

  /** A tenant's id that no other test uses. */
  public static String newTenantId() {
    return "t-" + UUID.randomUUID();
  }

  private static Map<String, Object> start() {
    try {
      Path root = Files.createTempDirectory("slipway-test");
      var database =
          EmbeddedDatabase.start(root.resolve("postgres"), Folders.cache(System.getenv()));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    database.close();
                    delete(root);
                  }));
      Map<String, Object> properties = new HashMap<>(database.dataSource());
      properties.put("slipway.data-dir", root.toString());
      properties.put("slipway.cache-dir", root.resolve("cache").toString());
      // After a minute it asks the server for its port, which starts it, and with it all loops.
      properties.put("micronaut.health.monitor.enabled", "false");
      return Map.copyOf(properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path root) {
    try {
      Trees.delete(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Builds contexts on this database; used by {@link CoordinatorTest}. */
  public static class ContextBuilder extends DefaultApplicationContextBuilder {
    public ContextBuilder() {
      properties(TestDatabase.properties());
      banner(false);
    }
  }
}
