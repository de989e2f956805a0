package dev.slipway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A machine for {@code bin/slipway}: a source tree whose path holds a space, the system's own
 * tools, and a fake {@code java}, {@code mvn} and {@code node} that a test replaces or takes away.
 */
final class FakeMachine {
  static final Path BIN = Path.of("..", "bin").toAbsolutePath().normalize();
  private static final List<String> MODULES = List.of("coordinator", "runner", "cli");

  final Path home;
  final Path tools;
  private final Path temporary;
  private final Path jdk;

  /**
   * What the launcher left behind.
   *
   * @param err standard error as lines
   */
  record Result(int exit, String out, List<String> err) {}

  FakeMachine(Path temporary) throws IOException {
    this.temporary = temporary;
    home = temporary.resolve("a tree");
    tools = Files.createDirectory(temporary.resolve("tools"));
    write(home.resolve("pom.xml"), "<project>\n  <version>1.2</version>\n</project>");
    for (String module : List.of("proto", "coordinator", "runner", "cli")) {
      write(home.resolve(module).resolve("pom.xml"), "<project/>");
      write(home.resolve(module).resolve("src/main/x"), "x");
    }
    for (String file : List.of("slipway", "find-jdk.sh")) {
      Files.createDirectories(home.resolve("bin"));
      Files.copy(BIN.resolve(file), home.resolve("bin").resolve(file));
    }
    for (String tool :
        List.of(
            "sh",
            "sed",
            "find",
            "head",
            "tail",
            "dirname",
            "readlink",
            "touch",
            "rm",
            "mkdir",
            "cat",
            "sleep",
            "flock",
            "uname")) {
      link(tool);
    }
    jdk = fakeJdk(25);
    fakeNode("v22.1.0");
    fakeMaven("3.9.9", "echo built >>\"$PWD/target/builds\"\n" + makeJars());
  }

  Result run(String... args) throws IOException {
    return run(Map.of(), args);
  }

  Result run(Map<String, String> variables, String... args) throws IOException {
    return finish(start(variables, args));
  }

  Process start(Map<String, String> variables, String... args) throws IOException {
    return start(home.resolve("bin/slipway"), home, variables, args);
  }

  Process start(Path launcher, Path folder, Map<String, String> variables, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
    command.addAll(List.of(args));
    return process(command, folder, variables);
  }

  Process process(List<String> command, Path folder, Map<String, String> variables)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", tools.toString(), "HOME", temporary.toString()));
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(variables);
    return builder.start();
  }

  static Result finish(Process process) throws IOException {
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), out, err.lines().toList());
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  List<String> builds() throws IOException {
    return Files.readAllLines(home.resolve("target/builds"));
  }

  static String makeJars() {
    StringBuilder script = new StringBuilder();
    for (String module : MODULES) {
      script.append(
          "mkdir -p %s/target\n: >%s/target/slipway-%s-1.2.jar\n"
              .formatted(module, module, module));
    }
    return script.toString();
  }

  void fakeMaven(String version, String build) throws IOException {
    program(
        tools.resolve("mvn"),
        "case \"$*\" in *-v*) echo 'Apache Maven " + version + " (x)'; exit ;; esac\n" + build);
  }

  void fakeNode(String version) throws IOException {
    program(tools.resolve("node"), "echo " + version);
  }

  Path fakeJdk(int version) throws IOException {
    Path folder = temporary.resolve("jdk " + version);
    program(folder.resolve("bin/java"), "echo \"$*\"; echo \"runner=$SLIPWAY_RUNNER_JAR\"");
    program(folder.resolve("bin/javac"), "");
    write(folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + ".0.1\"\n");
    return folder;
  }

  private void link(String tool) throws IOException {
    for (String folder : List.of("/usr/bin", "/bin")) {
      Path real = Path.of(folder, tool);
      if (Files.exists(real)) {
        Files.createSymbolicLink(tools.resolve(tool), real);
        return;
      }
    }
  }

  private static void program(Path file, String script) throws IOException {
    Files.deleteIfExists(file);
    write(file, "#!/bin/sh\n" + script + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  static Path write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
