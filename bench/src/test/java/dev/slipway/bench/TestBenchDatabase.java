package dev.slipway.bench;

import dev.slipway.bench.database.BenchDatabase;
import dev.slipway.bench.database.WorkFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One database for all tests of this JVM, gone with it. */
public final class TestBenchDatabase implements ParameterResolver {
  private static final class Started {
    static final WorkFolder FOLDER;
    static final BenchDatabase DATABASE;

    static {
      try {
        FOLDER =
            WorkFolder.open(Files.createTempDirectory("slipway-bench").resolve("work"), cacheDir());
        DATABASE = BenchDatabase.start(FOLDER.postgres(), cacheDir(), true);
      } catch (Exception e) {
        throw new ExceptionInInitializerError(e);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(Started::stop));
    }

    private static void stop() {
      try {
        DATABASE.close();
        FOLDER.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Path cacheDir() {
    return Path.of(System.getProperty("user.home"), ".cache", "slipway");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == BenchDatabase.class || type == WorkFolder.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == WorkFolder.class
        ? Started.FOLDER
        : Started.DATABASE;
  }
}
