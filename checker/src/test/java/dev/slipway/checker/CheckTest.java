package dev.slipway.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.checker.history.History;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in, an exit code out. */
class CheckTest {
  private static final String BUILD = "019a0000-0000-7000-8000-000000000001";
  private static final String UID = "019a0000-0000-4000-8000-000000000002";

  @TempDir Path folder;

  @Test
  void aGoodFolderPasses() throws Exception {
    goodFolder();

    assertThat(Check.run(folder.toString(), "--expect-builds", "1", "--expect-kills", "1"))
        .isZero();
    assertThat(Checks.all().run(History.read(folder)).toString())
        .matches("(?s).*\\nchecked [1-9][0-9]* facts, violations 0");
  }

  @Test
  void aFolderWithLessThanExpectedFails() throws Exception {
    goodFolder();

    assertThat(Check.run(folder.toString(), "--expect-builds", "2")).isEqualTo(1);
    assertThat(Check.run(folder.toString(), "--expect-kills", "2")).isEqualTo(1);
  }

  @Test
  void aLineThatIsTornByAKillIsLeftOut() throws Exception {
    goodFolder();
    append("work-1.jsonl", "{\"event\":\"START\",\"bui");

    assertThat(Check.run(folder.toString())).isZero();
  }

  @Test
  void aLineThatIsWrongIsNotLeftOut() throws Exception {
    goodFolder();
    append("ops-1.jsonl", "{\"n\":7}\n");

    assertThat(Check.run(folder.toString())).isEqualTo(2);
  }

  @Test
  void aWrongCommandLineIsRefused() {
    assertThat(Check.run()).isEqualTo(2);
    assertThat(Check.run("--expect-builds")).isEqualTo(2);
  }

  @Test
  void nothingOfTheCoordinatorIsOnTheClasspath() throws Exception {
    assertThat(Files.readString(Path.of("pom.xml")))
        .doesNotContain("<artifactId>slipway-coordinator", "<artifactId>slipway-proto");
  }

  private void goodFolder() throws Exception {
    append(
        "ops-1.jsonl",
        """
        {"n":1,"op":"SUBMIT","invoke":1,"return":2,"outcome":"OK","tenant":"ada","chat":"garden","requestId":"r1","build":"%s","priority":1,"cpuMillis":1000,"memoryMib":512}
        """
            .formatted(BUILD));
    append("kills.jsonl", "{\"pid\":9,\"t\":5}\n");
    append(
        "work-1.jsonl",
        """
        {"event":"START","build":"%s","attempt":1,"uid":"%s","pid":1,"t":3}
        {"event":"END","build":"%s","attempt":1,"uid":"%s","pid":1,"t":4}
        """
            .formatted(BUILD, UID, BUILD, UID));
    var place =
        "\"build_id\":\"%s\",\"tenant_id\":\"ada\",\"project_id\":\"site\",\"chat_no\":1,\"place\":256,"
            .formatted(BUILD);
    var need = "\"cpu_millis\":1000,\"memory_mib\":512,\"sort_key\":1,";
    var waiting =
        place
            + need
            + "\"priority\":1,\"enqueue_time\":\"1970-01-01T00:00:00.001+00:00\","
            + "\"attempt\":0,\"losses\":0,\"last_sequence\":1";
    var head =
        place
            + need
            + "\"max_parallel\":1,\"ready\":true,\"ready_time\":\"2026-01-01T00:00:00+00:00\"";
    var active =
        place
            + need
            + "\"slot\":0,\"max_parallel\":1,\"state\":\"RUNNING\",\"attempt\":1,\"losses\":0,"
            + "\"attempt_uid\":\""
            + UID
            + "\",\"last_sequence\":2";
    var ended =
        place
            + "\"state\":\"SUCCEEDED\",\"attempt\":1,\"attempt_uid\":\""
            + UID
            + "\",\"last_sequence\":3";
    change(1, 10, "build_request", null, place + "\"request_id\":\"r1\"");
    change(2, 10, "build_waiting", null, waiting);
    change(3, 10, "build_head", null, head);
    change(4, 11, "build_head", head, null);
    change(5, 11, "build_waiting", waiting, null);
    change(6, 11, "build_active", null, active);
    change(7, 12, "build_active", active, null);
    change(8, 12, "build_ended", null, ended);
  }

  private void change(long no, long xid, String table, String before, String after)
      throws Exception {
    append(
        "audit.jsonl",
        """
        {"no":%d,"xid":%d,"snapshot":"%d:%d:","at":"2026-01-01T00:00:00.5+00:00","table":"%s","op":"-","old":%s,"new":%s}
        """
            .formatted(no, xid, xid, xid, table, row(before), row(after)));
  }

  private static String row(String columns) {
    return columns == null ? "null" : "{" + columns + "}";
  }

  private void append(String file, String lines) throws Exception {
    var path = folder.resolve(file);
    Files.writeString(path, (Files.exists(path) ? Files.readString(path) : "") + lines);
  }
}
