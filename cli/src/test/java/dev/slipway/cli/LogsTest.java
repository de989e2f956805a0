package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.Script;
import dev.slipway.v1.LogMatch;
import dev.slipway.v1.SearchLogsRequest;
import dev.slipway.v1.SearchLogsRequest.Mode;
import dev.slipway.v1.TailLogsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogsTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void storedBytesArePrintedAsTheyAreInAnyFormat() {
    coordinator.logs.log =
        ByteString.copyFrom(new byte[] {'a', (byte) 0xff, 0, '\r', 27, '[', '2', 'J'});

    assertThat(cli.run("logs", Script.BUILD).out()).isEqualTo(coordinator.logs.log);
    assertThat(cli.run("logs", Script.BUILD, "-o", "json").out()).isEqualTo(coordinator.logs.log);
  }

  @Test
  void cutLogGoesOnWithTheNextByte() {
    coordinator.logs.log = ByteString.copyFromUtf8("0123456789");
    coordinator.logs.cutAfter = 1;

    Cli.Result result = cli.run("logs", "-f", Script.BUILD);

    assertThat(result.out().toStringUtf8()).isEqualTo("0123456789");
    assertThat(coordinator.logs.tailed)
        .extracting(TailLogsRequest::getOffset)
        .containsExactly(0L, 3L, 6L, 9L);
    assertThat(coordinator.logs.tailed).allMatch(TailLogsRequest::getFollow);
  }

  @Test
  void tailIsFollowedFromItsEnd() {
    coordinator.logs.log = ByteString.copyFromUtf8("0123456789");

    Cli.Result result = cli.run("logs", "-f", "--tail", "1", "--step", "build", Script.BUILD);

    assertThat(result.out().toStringUtf8()).isEqualTo("56789");
    assertThat(coordinator.logs.tailed)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.getOffset()).isEqualTo(10);
              assertThat(request.getStep()).isEqualTo("build");
            });
  }

  @Test
  void terminalSeesOnlyTextAndColours() {
    coordinator.logs.log =
        ByteString.copyFromUtf8("\u001b[31mré\u001b[0m\u001b]0;title\u0007d\u001b[2J\n");

    Cli.Result result = cli.onTerminal().run("logs", Script.BUILD);

    assertThat(result.out().toStringUtf8()).isEqualTo("\u001b[31mré\u001b[0md\n");
  }

  @Test
  void logGoesToAFileThroughACut(@TempDir Path folder) throws IOException {
    coordinator.logs.log = ByteString.copyFrom(new byte[] {0, 1, 2, 3, (byte) 0xff, 5, 6, 7, 8, 9});
    coordinator.logs.cutAfter = 1;
    Path file = folder.resolve("build.log");
    Files.writeString(file, "there before");

    Cli.Result result = cli.run("logs", "--to", file.toString(), Script.BUILD);

    assertThat(result.exit()).isZero();
    assertThat(result.out().isEmpty()).isTrue();
    assertThat(Files.readAllBytes(file)).isEqualTo(coordinator.logs.log.toByteArray());
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void whatCannotBeWrittenIsSaidBeforeAnythingIsAsked(@TempDir Path folder) {
    Cli.Result result =
        cli.run("logs", "--to", folder.resolve("none/build.log").toString(), Script.BUILD);

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("cannot be written");
    assertThat(coordinator.logs.tailed).isEmpty();
  }

  @Test
  void linesThatHoldATextArePrintedWithTheirNumbers() {
    coordinator.logs.matches =
        List.of(match("1", 7, "an error"), match("1", 0, "no \u001b[2Jerror"));

    Cli.Result result = cli.onTerminal().run("logs", Script.BUILD, "--search", "error", "-i");

    assertThat(result.lines()).containsExactly("7: an error", "?: no error …");
    assertThat(coordinator.logs.searched)
        .first()
        .satisfies(
            request -> {
              assertThat(request.getName()).endsWith(Script.BUILD.replaceFirst(".*/", ""));
              assertThat(request.getParent()).isEmpty();
              assertThat(request.getQuery()).isEqualTo("error");
              assertThat(request.getIgnoreCase()).isTrue();
              assertThat(request.getMode()).isEqualTo(Mode.MODE_SUBSTRING);
            });
  }

  @Test
  void allBuildsAreSearchedUntilThereAreEnoughMatches() {
    coordinator.logs.matches =
        List.of(match("b-3", 1, "a"), match("b-2", 2, "b"), match("b-1", 3, "c"));

    Cli.Result result =
        cli.run(
            "logs",
            "--all",
            "--search",
            "x y",
            "--words",
            "--since",
            "2h",
            "--until",
            "2026-11-26T07:30:00Z",
            "--project",
            "garden",
            "--chat",
            "c",
            "--limit",
            "2");

    assertThat(result.lines()).containsExactly("b-3:1: a", "b-2:2: b");
    assertThat(result.err()).contains("there may be more than these 2");
    assertThat(coordinator.logs.searched)
        .hasSize(2)
        .first()
        .isEqualTo(
            SearchLogsRequest.newBuilder()
                .setParent("tenants/default")
                .setQuery("x y")
                .setMode(Mode.MODE_WORDS)
                .setStartTime(Timestamp.newBuilder().setSeconds(Cli.NOW.getEpochSecond() - 7200))
                .setEndTime(Timestamp.newBuilder().setSeconds(Cli.NOW.getEpochSecond() - 1800))
                .setProject("garden")
                .setChat("c")
                .setPageSize(2)
                .build());
  }

  @Test
  void matchesAreJsonForPrograms() {
    coordinator.logs.matches = List.of(match("b-3", 1, "a"));

    Cli.Result result = cli.run("logs", "--all", "--search", "a", "-o", "json");

    assertThat(result.json().get("line").getAsString()).isEqualTo("a");
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logs | give a BUILD",
        "logs --search x | give a BUILD, or --all",
        "logs b --all --search x | give a BUILD or --all, not both",
        "logs b --words | that is for --search TEXT",
        "logs --all | that is for --search TEXT",
        "logs b --search x --chat c | --project and --chat are for --all",
        "logs b --search x --limit 0 | --limit 0 makes no sense",
        "logs b --search x -f | do not go with --search",
        "logs b --search x --since soon | neither a time",
      })
  void optionsThatDoNotGoTogetherAreRefused(String line, String message) {
    Cli.Result result = cli.run(line.split(" "));

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains(message);
    assertThat(coordinator.logs.searched).isEmpty();
  }

  private static LogMatch match(String build, long number, String line) {
    return LogMatch.newBuilder()
        .setBuild("tenants/default/builds/" + build)
        .setLineNumber(number)
        .setLine(line)
        .setLineCut(number == 0)
        .build();
  }
}
