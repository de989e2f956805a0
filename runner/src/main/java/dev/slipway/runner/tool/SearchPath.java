package dev.slipway.runner.tool;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks along PATH. */
public final class SearchPath {
  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  private SearchPath() {}

  /** The program {@code name} that a command with this PATH would get. */
  public static Optional<Path> find(String name, String path) {
    return folders(path).map(folder -> folder.resolve(name)).filter(SearchPath::runs).findFirst();
  }

  /** {@code path} with {@code folder} in front. */
  public static String with(Path folder, String path) {
    return folder + File.pathSeparator + path;
  }

  private static Stream<Path> folders(String path) {
    return SEPARATOR.splitAsStream(path).filter(folder -> !folder.isEmpty()).map(Path::of);
  }

  private static boolean runs(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
