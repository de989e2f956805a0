package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code bin/slipway} in a source tree of its own, with a fake {@code java}, {@code mvn} and {@code
 * node}: the tree's path holds a space, PATH holds the system's tools and what a test puts there.
 */
class LauncherTest {
  private static final Path BIN = Path.of("..", "bin").toAbsolutePath().normalize();
  private static final List<String> MODULES = List.of("coordinator", "runner", "cli");

  @TempDir Path temporary;
  private Path home;
  private Path tools;
  private Path jdk;

  /**
   * @param err standard error as lines
   */
  private record Result(int exit, String out, List<String> err) {}

  @BeforeEach
  void tree() throws IOException {
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

  @Test
  void jarsAreBuiltOnFirstUseAndNotAgain() throws IOException {
    Result first = run("list", "two words");
    Result second = run("list");

    assertThat(first.exit()).isZero();
    assertThat(first.err()).singleElement().asString().startsWith("slipway: building the jars");
    assertThat(first.out())
        .contains("-jar " + home + "/cli/target/slipway-cli-1.2.jar list two words");
    assertThat(second.err()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void changedSourceIsBuiltAgain() throws IOException {
    run("list");

    Files.writeString(home.resolve("proto/src/main/x"), "y");
    run("list");
    run("list");

    assertThat(builds()).hasSize(2);
  }

  @Test
  void buildThatWasCutIsDoneAgain() throws IOException {
    run("list");
    write(home.resolve("target/slipway-building"), "");

    run("list");

    assertThat(builds()).hasSize(2);
  }

  @Test
  void commandsThatStartTogetherBuildOnce() throws Exception {
    fakeMaven("3.9.9", "sleep 0.5\necho built >>\"$PWD/target/builds\"\n" + makeJars());
    List<Process> together =
        List.of(start(Map.of(), "list"), start(Map.of(), "list"), start(Map.of(), "list"));

    for (Process process : together) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(builds()).hasSize(1);
  }

  @Test
  void commandsThatStartTogetherBuildOnceWithoutFlockToo() throws Exception {
    Files.delete(tools.resolve("flock"));
    write(home.resolve("target/slipway-build.lock.d/pid"), "999999999");
    fakeMaven("3.9.9", "sleep 0.5\necho built >>\"$PWD/target/builds\"\n" + makeJars());
    List<Process> together = List.of(start(Map.of(), "list"), start(Map.of(), "list"));

    for (Process process : together) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(builds()).hasSize(1);
    assertThat(home.resolve("target/slipway-build.lock.d")).doesNotExist();
  }

  @Test
  void failedBuildShowsItsLastLinesAndTheLog() throws IOException {
    fakeMaven("3.9.9", "echo '[ERROR] no network'\nexit 1");

    Result result = run("list");

    assertThat(result.exit()).isEqualTo(6);
    assertThat(result.err())
        .hasSize(3)
        .contains("[ERROR] no network")
        .last()
        .asString()
        .contains("the whole log is " + home + "/target/slipway-build.log");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void upIsTheCoordinatorItself() throws IOException {
    Result result = run("up", "--grpc-port", "0");

    assertThat(result.out())
        .contains(
            "-jar " + home + "/coordinator/target/slipway-coordinator-1.2.jar up --grpc-port 0")
        .contains("runner=" + home + "/runner/target/slipway-runner-1.2.jar");
  }

  @Test
  void helpOfUpComesFromTheCommandLine() throws IOException {
    assertThat(run("up", "--help").out()).contains("slipway-cli-1.2.jar up --help");
  }

  @Test
  void linkToTheLauncherFindsItsTree() throws IOException {
    Path link =
        Files.createSymbolicLink(
            temporary.resolve("relative"), Path.of("a tree", "bin", "slipway"));
    Path second = Files.createSymbolicLink(temporary.resolve("second"), link);

    Result result = finish(start(second, temporary, Map.of(), "list"));

    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains(home + "/cli/target/slipway-cli-1.2.jar list");
  }

  @Test
  void missingMavenIsNamedInOneLine() throws IOException {
    Files.delete(tools.resolve("mvn"));

    assertOneLine(run("list"), "needs Maven >= 3.8", "https://maven.apache.org");
  }

  @Test
  void oldMavenIsNamedInOneLine() throws IOException {
    fakeMaven("3.6.3", "exit 1");

    assertOneLine(run("list"), "needs Maven >= 3.8", "3.6");
  }

  @Test
  void oldNodeStopsTheDemoInOneLine() throws IOException {
    fakeNode("v18.19.0");

    assertOneLine(run("demo"), "Node >= 20", "v18.19.0", "https://nodejs.org");
  }

  @Test
  void missingNodeIsAWarningForUpAndNothingForOthers() throws IOException {
    run("list");
    Files.delete(tools.resolve("node"));

    assertThat(run("up").err())
        .singleElement()
        .asString()
        .contains("warning", "Node >= 20", "none on PATH");
    assertThat(run("up").exit()).isZero();
    assertThat(run("list").err()).isEmpty();
  }

  @Test
  void folderNamedAsJdkIsTakenOrRefusedInOneLine() throws IOException {
    assertOneLine(
        run(Map.of("SLIPWAY_JAVA_HOME", "/nowhere"), "list"),
        "SLIPWAY_JAVA_HOME=/nowhere holds no JDK");
    assertOneLine(
        run(Map.of("SLIPWAY_JAVA_HOME", fakeJdk(21).toString()), "list"),
        "holds JDK 21",
        "JDK >= 25");
  }

  @Test
  void missingJdkIsNamedInOneLineWithTheNewestThatIsThere() throws Exception {
    // The usual folders are this machine's own, and may well hold a JDK that would do: look in
    // other ones.
    Path script =
        write(
            temporary.resolve("find.sh"),
            Files.readString(BIN.resolve("find-jdk.sh")).replace("/usr/lib/jvm/*", "/nowhere/*"));
    Process shell =
        process(
            List.of("sh", "-c", ". \"$1\"; find_jdk 25", "sh", script.toString()),
            temporary,
            Map.of("JAVA_HOME", fakeJdk(17).toString()));

    Result result = finish(shell);

    assertThat(result.exit()).isNotZero();
    assertThat(result.err())
        .singleElement()
        .asString()
        .contains(
            "needs a JDK >= 25 (newest found: 17)", "https://adoptium.net", "SLIPWAY_JAVA_HOME");
  }

  private static void assertOneLine(Result result, String... parts) {
    assertThat(result.exit()).isEqualTo(6);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).last().asString().startsWith("slipway: ").contains(parts);
    assertThat(result.err()).filteredOn(line -> !line.contains("building the jars")).hasSize(1);
  }

  private Result run(String... args) throws IOException {
    return run(Map.of(), args);
  }

  private Result run(Map<String, String> variables, String... args) throws IOException {
    return finish(start(variables, args));
  }

  private Process start(Map<String, String> variables, String... args) throws IOException {
    return start(home.resolve("bin/slipway"), home, variables, args);
  }

  private Process start(Path launcher, Path folder, Map<String, String> variables, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
    command.addAll(List.of(args));
    return process(command, folder, variables);
  }

  private Process process(List<String> command, Path folder, Map<String, String> variables)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", tools.toString(), "HOME", temporary.toString()));
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(variables);
    return builder.start();
  }

  private static Result finish(Process process) throws IOException {
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), out, err.lines().toList());
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(home.resolve("target/builds"));
  }

  private static String makeJars() {
    StringBuilder script = new StringBuilder();
    for (String module : MODULES) {
      script.append(
          "mkdir -p %s/target\n: >%s/target/slipway-%s-1.2.jar\n"
              .formatted(module, module, module));
    }
    return script.toString();
  }

  private void fakeMaven(String version, String build) throws IOException {
    program(
        tools.resolve("mvn"),
        "case \"$*\" in *-v*) echo 'Apache Maven " + version + " (x)'; exit ;; esac\n" + build);
  }

  private void fakeNode(String version) throws IOException {
    program(tools.resolve("node"), "echo " + version);
  }

  private Path fakeJdk(int version) throws IOException {
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
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static Path write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
