package dev.slipway.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that is under test. */
public final class Checkout {

  private Checkout() {}

  /** The folder that holds {@code bin}, {@code samples} and the modules; absolute. */
  public static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("proto/buf.yaml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("no checkout of Slipway at or above the working directory");
      }
    }
    return folder;
  }

  /** A file or folder of the checkout, named from its root. */
  public static Path file(String path) {
    return root().resolve(path);
  }

  /** A folder below {@code e2e/target}, made if it is not there; {@code mvn clean} removes it. */
  public static Path target(String name) {
    return Folders.made(file("e2e/target").resolve(name));
  }
}
