package dev.slipway.e2e.badinput;

import static dev.slipway.e2e.Requests.shell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Slipway;
import dev.slipway.e2e.TarGz;
import dev.slipway.v1.Build;
import dev.slipway.v1.Failure.Fault;
import dev.slipway.v1.Failure.Reason;
import dev.slipway.v1.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Archives that only unpacking can find out: the build FAILS with INVALID_SOURCE, naming the entry
 * or the limit, and nothing is written outside the work folder.
 */
class ArchiveTest {

  private static final int MIB = 1024 * 1024;

  @AutoClose private static Slipway slipway;

  private static Path outside;

  private static final Map<String, Build> BUILDS = new LinkedHashMap<>();

  @BeforeAll
  static void submitAll() {
    slipway = Slipway.up("--max-builds", "2");
    outside = slipway.sandbox().folder("outside");
    var evil = outside + "/evil";
    submit("truncated", truncated());
    submit("entries", manyEntries());
    submit("ratio", new TarGz().file("zeros", new byte[MIB], 300).bytes());
    submit("size", new TarGz().file("large", aLittleRandom(), 600).bytes());
    submit("deep", new TarGz().file("d/".repeat(65) + "file", "x").bytes());
    submit("parent", new TarGz().file("../../../../outside/evil", "x").bytes());
    submit("hidden parent", new TarGz().file("a/../../../../../outside/evil", "x").bytes());
    submit("absolute", new TarGz().file(evil, "x").bytes());
    submit("link", new TarGz().link("exit", outside.toString()).file("exit/evil", "x").bytes());
    submit("hard link", new TarGz().file("a", "x").hardLink("b", "/etc/passwd").bytes());
    submit("device", new TarGz().device("null").bytes());
    submit("case", new TarGz().file("src/App.js", "1").file("src/app.js", "2").bytes());
  }

  @ParameterizedTest
  @CsvSource({
    "truncated, ''",
    "entries, '20,000'",
    "ratio, 200",
    "size, '536,870,912'",
    "deep, 64",
    "parent, ../../../../outside/evil",
    "hidden parent, a/../../../../../outside/evil",
    "absolute, outside/evil",
    "link, exit",
    "hard link, b",
    "device, null",
    "case, src/app.js"
  })
  void theBuildFailsAndNamesTheEntryOrTheLimit(String archive, String named) {
    var build = slipway.submits().failed(BUILDS.get(archive));

    var failure = build.getFailure();
    assertThat(failure.getReason()).as("%s", failure).isEqualTo(Reason.REASON_INVALID_SOURCE);
    assertThat(failure.getFault()).isEqualTo(Fault.FAULT_USER);
    assertThat(failure.getStep()).isEqualTo("extract");
    assertThat(failure.getMessage()).contains(named);
  }

  @Test
  void nothingIsWrittenOutsideTheWorkFolder() throws IOException {
    BUILDS.values().forEach(slipway.submits()::ended);

    try (var files = Files.list(outside)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void theBuildAfterABadOneIsFine() {
    var archive = slipway.uploads().tarGz(new TarGz().file("name", "Slipway").bytes());

    var build =
        slipway
            .submits()
            .submit(shell("grep Slipway name").setSource(Source.newBuilder().setArchive(archive)));

    slipway.submits().succeeded(build);
  }

  private static void submit(String what, byte[] bytes) {
    var archive = slipway.uploads().tarGz(bytes);
    var build = shell("true").setSource(Source.newBuilder().setArchive(archive));
    BUILDS.put(what, slipway.submits().submit(build));
  }

  private static byte[] truncated() {
    var random = new byte[64 * 1024];
    new Random(1).nextBytes(random);
    var whole = new TarGz().file("random", random).bytes();
    return Arrays.copyOf(whole, whole.length / 2);
  }

  private static byte[] manyEntries() {
    var archive = new TarGz();
    for (var i = 0; i <= 20_000; i++) {
      archive.file("f" + i, "");
    }
    return archive.bytes();
  }

  /** Packs about fifty to one: too large before it is too good to be true. */
  private static byte[] aLittleRandom() {
    var block = new byte[MIB];
    new Random(2).nextBytes(block);
    Arrays.fill(block, MIB / 64, MIB, (byte) 0);
    return block;
  }
}
