package dev.slipway.cli.fake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fake as a process, started as {@code java -jar … up}: serves until its standard input ends.
 */
public final class FakeUp {
  private FakeUp() {}

  /** A file in the data dir whose presence makes the start fail. */
  public static final String FAILS = "fails";

  /** Arguments as those of a coordinator. */
  public static void main(String[] args) throws IOException {
    List<String> words = List.of(args);
    Path dataDir = Path.of(words.get(words.indexOf("--data-dir") + 1));
    if (!words.getFirst().equals("up") || !words.contains("--exit-with-stdin")) {
      throw new IllegalArgumentException("not started as a demo's coordinator: " + words);
    }
    if (Files.exists(dataDir.resolve(FAILS))) {
      System.err.println("starting\nthe data dir is not writable");
      System.exit(1);
    }
    try (FakeCoordinator coordinator = new FakeCoordinator()) {
      coordinator.writeReadyFile(dataDir, ProcessHandle.current().pid());
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
      Files.delete(dataDir.resolve("coordinator.json"));
    }
    System.exit(0);
  }

  /** Writes a jar that runs this class with the classes of this JVM. */
  public static void writeJar(Path jar) throws IOException {
    var manifest = new java.util.jar.Manifest();
    var attributes = manifest.getMainAttributes();
    attributes.put(java.util.jar.Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(java.util.jar.Attributes.Name.MAIN_CLASS, FakeUp.class.getName());
    attributes.put(
        java.util.jar.Attributes.Name.CLASS_PATH,
        Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    new java.util.jar.JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }
}
