package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/slipway} as people run it, on machines that lack one thing or another. */
class LauncherTest {
  @TempDir Path temporary;
  private FakeMachine machine;

  @BeforeEach
  void machine() throws IOException {
    machine = new FakeMachine(temporary);
  }

  @Test
  void jarsAreBuiltOnFirstUseAndNotAgain() throws IOException {
    FakeMachine.Result first = machine.run("list", "two words");
    FakeMachine.Result second = machine.run("list");

    assertThat(first.exit()).isZero();
    assertThat(first.err()).singleElement().asString().startsWith("slipway: building the jars");
    assertThat(first.out())
        .contains("-jar " + machine.home + "/cli/target/slipway-cli-1.2.jar list two words");
    assertThat(second.err()).isEmpty();
    assertThat(machine.builds()).hasSize(1);
  }

  @Test
  void changedSourceIsBuiltAgain() throws IOException {
    machine.run("list");

    Files.writeString(machine.home.resolve("proto/src/main/x"), "y");
    machine.run("list");
    machine.run("list");

    assertThat(machine.builds()).hasSize(2);
  }

  @Test
  void buildThatWasCutIsDoneAgain() throws IOException {
    machine.run("list");
    FakeMachine.write(machine.home.resolve("target/slipway-building"), "");

    machine.run("list");

    assertThat(machine.builds()).hasSize(2);
  }

  @Test
  void commandsThatStartTogetherBuildOnce() throws Exception {
    machine.fakeMaven(
        "3.9.9", "sleep 0.5\necho built >>\"$PWD/target/builds\"\n" + FakeMachine.makeJars());
    List<Process> together =
        List.of(
            machine.start(Map.of(), "list"),
            machine.start(Map.of(), "list"),
            machine.start(Map.of(), "list"));

    for (Process process : together) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(machine.builds()).hasSize(1);
  }

  @Test
  void commandsThatStartTogetherBuildOnceWithoutFlockToo() throws Exception {
    Files.delete(machine.tools.resolve("flock"));
    FakeMachine.write(machine.home.resolve("target/slipway-build.lock.d/pid"), "999999999");
    machine.fakeMaven(
        "3.9.9", "sleep 0.5\necho built >>\"$PWD/target/builds\"\n" + FakeMachine.makeJars());
    List<Process> together =
        List.of(machine.start(Map.of(), "list"), machine.start(Map.of(), "list"));

    for (Process process : together) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(machine.builds()).hasSize(1);
    assertThat(machine.home.resolve("target/slipway-build.lock.d")).doesNotExist();
  }

  @Test
  void failedBuildShowsItsLastLinesAndTheLog() throws IOException {
    machine.fakeMaven("3.9.9", "echo '[ERROR] no network'\nexit 1");

    FakeMachine.Result result = machine.run("list");

    assertThat(result.exit()).isEqualTo(6);
    assertThat(result.err())
        .hasSize(3)
        .contains("[ERROR] no network")
        .last()
        .asString()
        .contains("the whole log is " + machine.home + "/target/slipway-build.log");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void upIsTheCoordinatorItself() throws IOException {
    FakeMachine.Result result = machine.run("up", "--grpc-port", "0");

    assertThat(result.out())
        .contains(
            "-jar "
                + machine.home
                + "/coordinator/target/slipway-coordinator-1.2.jar up --grpc-port 0")
        .contains("runner=" + machine.home + "/runner/target/slipway-runner-1.2.jar");
  }

  @Test
  void coordinatorIsTheCoordinatorItself() throws IOException {
    FakeMachine.Result result = machine.run("coordinator", "--db-url", "jdbc:postgresql:x");

    assertThat(result.out())
        .contains(
            "-jar "
                + machine.home
                + "/coordinator/target/slipway-coordinator-1.2.jar coordinator --db-url"
                + " jdbc:postgresql:x");
  }

  @Test
  void helpOfUpComesFromTheCommandLine() throws IOException {
    assertThat(machine.run("up", "--help").out()).contains("slipway-cli-1.2.jar up --help");
  }

  @Test
  void linkToTheLauncherFindsItsTree() throws IOException {
    Path link =
        Files.createSymbolicLink(
            temporary.resolve("relative"), Path.of("a tree", "bin", "slipway"));
    Path second = Files.createSymbolicLink(temporary.resolve("second"), link);

    FakeMachine.Result result =
        FakeMachine.finish(machine.start(second, temporary, Map.of(), "list"));

    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains(machine.home + "/cli/target/slipway-cli-1.2.jar list");
  }

  @Test
  void missingMavenIsNamedInOneLine() throws IOException {
    Files.delete(machine.tools.resolve("mvn"));

    assertOneLine(machine.run("list"), "needs Maven >= 3.8", "https://maven.apache.org");
  }

  @Test
  void oldMavenIsNamedInOneLine() throws IOException {
    machine.fakeMaven("3.6.3", "exit 1");

    assertOneLine(machine.run("list"), "needs Maven >= 3.8", "3.6");
  }

  @Test
  void oldNodeStopsTheDemoInOneLine() throws IOException {
    machine.fakeNode("v18.19.0");

    assertOneLine(machine.run("demo"), "Node >= 20", "v18.19.0", "https://nodejs.org");
  }

  @Test
  void missingNodeIsAWarningForUpAndNothingForOthers() throws IOException {
    machine.run("list");
    Files.delete(machine.tools.resolve("node"));

    assertThat(machine.run("up").err())
        .singleElement()
        .asString()
        .contains("warning", "Node >= 20", "none on PATH");
    assertThat(machine.run("up").exit()).isZero();
    assertThat(machine.run("list").err()).isEmpty();
  }

  @Test
  void folderNamedAsJdkIsTakenOrRefusedInOneLine() throws IOException {
    assertOneLine(
        machine.run(Map.of("SLIPWAY_JAVA_HOME", "/nowhere"), "list"),
        "SLIPWAY_JAVA_HOME=/nowhere holds no JDK");
    assertOneLine(
        machine.run(Map.of("SLIPWAY_JAVA_HOME", machine.fakeJdk(21).toString()), "list"),
        "holds JDK 21",
        "JDK >= 25");
  }

  @Test
  void missingJdkIsNamedInOneLineWithTheNewestThatIsThere() throws Exception {
    // The usual folders are this machine's own, and may well hold a JDK that would do: look in
    // other ones.
    Path script =
        FakeMachine.write(
            temporary.resolve("find.sh"),
            Files.readString(FakeMachine.BIN.resolve("find-jdk.sh"))
                .replace("/usr/lib/jvm/*", "/nowhere/*"));
    Process shell =
        machine.process(
            List.of("sh", "-c", ". \"$1\"; find_jdk 25", "sh", script.toString()),
            temporary,
            Map.of("JAVA_HOME", machine.fakeJdk(17).toString()));

    FakeMachine.Result result = FakeMachine.finish(shell);

    assertThat(result.exit()).isNotZero();
    assertThat(result.err())
        .singleElement()
        .asString()
        .contains(
            "needs a JDK >= 25 (newest found: 17)", "https://adoptium.net", "SLIPWAY_JAVA_HOME");
  }

  private static void assertOneLine(FakeMachine.Result result, String... parts) {
    assertThat(result.exit()).isEqualTo(6);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).last().asString().startsWith("slipway: ").contains(parts);
    assertThat(result.err()).filteredOn(line -> !line.contains("building the jars")).hasSize(1);
  }
}
