import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Checks or mends the layout of every Java file of the modules with google-java-format.
 *
 * <p>Run by Maven at the end of the root's build, with the JDK of the toolchain and the formatter
 * on the class path: Maven's own JVM may be too old to read our sources. {@code check} lists the
 * files that are not in shape and exits with 1; {@code apply} writes them.
 */
final class Format {

  public static void main(String[] arguments) throws IOException {
    var root = Path.of(arguments[0]);
    var apply = arguments[1].equals("apply");

    var command = new ArrayList<>(apply ? List.of("-i") : List.of("-n", "--set-exit-if-changed"));
    command.addAll(javaFiles(root));
    var formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    var found = new StringWriter();
    var exitCode =
        formatter.run(
            new PrintWriter(found, true),
            new PrintWriter(System.err, true),
            command.toArray(String[]::new));

    if (exitCode != 0) {
      System.err.println("Not in the shape of google-java-format:");
      found
          .toString()
          .lines()
          .forEach(file -> System.err.println("  " + root.relativize(Path.of(file))));
      System.err.println("Mend them all with: .ci/format");
      System.exit(1);
    }
  }

  private static List<String> javaFiles(Path root) throws IOException {
    var files = new ArrayList<String>();
    try (Stream<Path> modules = Files.list(root)) {
      for (var module :
          modules.filter(path -> Files.exists(path.resolve("pom.xml"))).sorted().toList()) {
        var sources = module.resolve("src");
        if (Files.exists(sources)) {
          try (Stream<Path> tree = Files.walk(sources)) {
            tree.map(Path::toString)
                .filter(file -> file.endsWith(".java"))
                .sorted()
                .forEach(files::add);
          }
        }
      }
    }
    files.add(root.resolve(".ci/Format.java").toString());
    return files;
  }
}
