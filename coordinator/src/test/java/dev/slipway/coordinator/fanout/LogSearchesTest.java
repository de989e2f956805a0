package dev.slipway.coordinator.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Timestamp;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.v1.LogMatch;
import dev.slipway.v1.LogServiceGrpc;
import dev.slipway.v1.SearchLogsRequest;
import dev.slipway.v1.SearchLogsRequest.Mode;
import dev.slipway.v1.SearchLogsResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SearchLogs, as clients call it. */
@CoordinatorTest
class LogSearchesTest {
  private final TestServer server;
  private final TestBuilds make;
  private final TestRows rows;
  private final Logs logs;
  private final Ledger ledger;
  private Held held;
  private long printed;

  LogSearchesTest(TestServer server, TestBuilds make, TestRows rows, Logs logs, Ledger ledger) {
    this.server = server;
    this.make = make;
    this.rows = rows;
    this.logs = logs;
    this.ledger = ledger;
  }

  @BeforeEach
  void aRunningBuild() {
    begin(make.aBuild().running());
  }

  @Test
  void linesAreFoundAcrossChunksWithTheirStepNumberAndPlace() {
    ledger.record(held.build(), held.attemptUid(), new StepStarted("install", "", 0, 0));
    prints("added 12 packages\nnpm wa");
    prints("rn deprecated\n");
    ledger.record(
        held.build(),
        held.attemptUid(),
        new StepFinished("install", 0, 1, false, printed, 0, null));
    ledger.record(held.build(), held.attemptUid(), new StepStarted("build", "", 0, printed));
    prints("npm warn again, without an end");

    var found = search(inBuild("npm warn"));

    assertThat(found.getNextPageToken()).isEmpty();
    assertThat(found.getScannedTo().getBuild()).isEqualTo(held.build().name());
    assertThat(found.getScannedTo().getOffset())
        .isEqualTo(printed)
        .isEqualTo(found.getScannedBytes());
    assertThat(found.getMatchesList())
        .extracting(
            LogMatch::getStep, LogMatch::getLineNumber, LogMatch::getOffset, LogMatch::getLine)
        .containsExactly(
            tuple("install", 2L, 18L, "npm warn deprecated"),
            tuple("build", 3L, 38L, "npm warn again, without an end"));
    assertThat(found.getMatchesList())
        .allSatisfy(match -> assertThat(match.getStoreTime().getSeconds()).isPositive());
  }

  @Test
  void wordsMayStandInAnyOrderAndCase() {
    prints("Error: cannot resolve ./garden\nresolve done\ncannot garden\n");

    assertThat(lines(inBuild("garden error").setMode(Mode.MODE_WORDS).setIgnoreCase(true)))
        .containsExactly("Error: cannot resolve ./garden");
    assertThat(lines(inBuild("garden error").setMode(Mode.MODE_WORDS))).isEmpty();
    assertThat(lines(inBuild("garden error").setIgnoreCase(true))).isEmpty();
  }

  @Test
  void whatIsNotTextIsMadeSafe() {
    logs.append(
        held.build(),
        held.attemptUid(),
        0,
        0,
        new byte[] {
          'x', 0, (byte) 0xff, 27, '[', '3', '1', 'm', 'y', 27, ']', '0', ';', 't', 7, 'z', 13, 10
        });

    assertThat(lines(inBuild("x"))).containsExactly("x\ufffdyz");
  }

  @Test
  void onlyLinesOfTheTimeAreFound() {
    prints("match one\n");
    prints("match two, be");
    prints("gun before\nmatch three\n");
    prints("match four\n");
    stored(0, "2026-01-01T10:00:00Z");
    stored(10, "2026-01-01T11:00:00Z");
    stored(23, "2026-01-01T12:00:00Z");
    stored(printed - 11, "2026-01-01T13:00:00Z");

    assertThat(lines(inBuild("match").setStartTime(time("2026-01-01T12:00:00Z"))))
        .containsExactly("match three", "match four");
    assertThat(
            lines(
                inBuild("match")
                    .setStartTime(time("2026-01-01T10:30:00Z"))
                    .setEndTime(time("2026-01-01T13:00:00Z"))))
        .containsExactly("match two, begun before", "match three");
    assertThat(lines(inBuild("match").setEndTime(time("2026-01-01T11:00:00Z"))))
        .containsExactly("match one");
    assertThat(search(inBuild("match").setStartTime(time("2026-01-02T00:00:00Z"))))
        .isEqualTo(
            SearchLogsResponse.newBuilder()
                .setScannedTo(search(inBuild("match")).getScannedTo())
                .build());
  }

  @Test
  void pagesGiveEachMatchOnce() {
    for (int i = 1; i <= 25; i++) {
      prints("line " + i + "\n");
    }

    var all = new ArrayList<String>();
    var request = inBuild("line").setPageSize(10);
    int pages = 0;
    do {
      var page = search(request);
      assertThat(page.getMatchesCount()).isLessThanOrEqualTo(10);
      page.getMatchesList()
          .forEach(match -> all.add(match.getLineNumber() + " " + match.getLine()));
      request.setPageToken(page.getNextPageToken());
      pages++;
    } while (!request.getPageToken().isEmpty());

    assertThat(pages).isEqualTo(3);
    assertThat(all).hasSize(25).startsWith("1 line 1", "2 line 2").endsWith("25 line 25");
  }

  @Test
  void aCallLooksAtSoManyBytesAndSaysHowToGoOn() {
    var filler = ("x".repeat(1023) + "\n").repeat(64);
    for (int i = 0; i < 40 * 16; i++) {
      prints(filler);
    }
    prints("needle\n");

    var first = search(inBuild("needle"));
    var second = search(inBuild("needle").setPageToken(first.getNextPageToken()));

    assertThat(first.getMatchesList()).isEmpty();
    assertThat(first.getScannedBytes()).isEqualTo(32 << 20);
    assertThat(first.getScannedTo().getOffset()).isEqualTo(32 << 20);
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(second.getMatchesList())
        .extracting(LogMatch::getOffset, LogMatch::getLineNumber)
        .containsExactly(tuple(40L << 20, 40 * 1024 + 1L));
  }

  @Test
  void aTenantsBuildsAreSearchedTheNewestFirst() {
    var tenant = rows.tenant();
    var names = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      begin(
          make.aBuild()
              .ofTenant(tenant)
              .ofProject(i % 2 == 0 ? "even" : "odd")
              .inChat("chat-" + i)
              .running());
      prints("one of build " + i + "\ntwo of build " + i + "\n");
      names.addFirst(held.build().name());
    }
    begin(make.aBuild().running());
    prints("one of build of another tenant\n");

    var all = search(inTenant(tenant, "of build"));
    assertThat(all.getMatchesList())
        .extracting(LogMatch::getLine)
        .hasSize(10)
        .startsWith("one of build 4", "two of build 4", "one of build 3");
    assertThat(all.getMatchesList().stream().map(LogMatch::getBuild).distinct()).isEqualTo(names);
    assertThat(all.getNextPageToken()).isEmpty();
    assertThat(lines(inTenant(tenant, "one of").setProject("odd")))
        .containsExactly("one of build 3", "one of build 1");
    assertThat(lines(inTenant(tenant, "one of").setChat("chat-2")))
        .containsExactly("one of build 2");
    assertThat(lines(inTenant(tenant, "one of").setStartTime(time("2126-01-01T00:00:00Z"))))
        .isEmpty();

    var paged = new ArrayList<String>();
    var request = inTenant(tenant, "of build").setPageSize(3);
    do {
      var page = search(request);
      page.getMatchesList().forEach(match -> paged.add(match.getLine()));
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    assertThat(paged).isEqualTo(all.getMatchesList().stream().map(LogMatch::getLine).toList());
  }

  @Test
  void whatCannotBeSearchedIsRefused() {
    prints("line\nline\n");
    var stranger = rows.tenant();

    refused("INVALID_ARGUMENT: query: has 0 bytes", inBuild(""));
    refused("INVALID_ARGUMENT: query: has 257 bytes", inBuild("x".repeat(257)));
    refused("INVALID_ARGUMENT: query: holds a line feed", inBuild("a\nb"));
    refused("INVALID_ARGUMENT: query: has 0 words", inBuild("  ").setMode(Mode.MODE_WORDS));
    refused("query: has 9 words", inBuild("a b c d e f g h i").setMode(Mode.MODE_WORDS));
    refused("INVALID_ARGUMENT: mode: is 9", inBuild("x").setModeValue(9));
    refused("INVALID_ARGUMENT: name", inBuild("x").setParent("tenants/a"));
    refused("INVALID_ARGUMENT: name", SearchLogsRequest.newBuilder().setQuery("x"));
    refused("INVALID_ARGUMENT: chat", inBuild("x").setChat("c"));
    refused("INVALID_ARGUMENT: project", inBuild("x").setProject("p"));
    refused("INVALID_ARGUMENT: page_size", inBuild("x").setPageSize(-1));
    refused("INVALID_ARGUMENT: page_token", inBuild("x").setPageToken("no token"));
    refused(
        "INVALID_ARGUMENT: end_time",
        inBuild("x")
            .setStartTime(time("2026-01-01T00:00:00Z"))
            .setEndTime(time("2026-01-01T00:00:00Z")));
    refused(
        "INVALID_ARGUMENT: start_time",
        inBuild("x").setStartTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)));
    refused("INVALID_ARGUMENT: parent", inTenant("a/b", "x"));
    refused("NOT_FOUND", inTenant(stranger + "-", "x"));
    refused(
        "NOT_FOUND",
        inBuild("x").setName(held.build().name().replace(held.build().tenant(), stranger)));
    var token = search(inBuild("line").setPageSize(1)).getNextPageToken();
    refused("INVALID_ARGUMENT: page_token", inBuild("other").setPageToken(token));
  }

  private void begin(Held build) {
    held = build;
    printed = 0;
  }

  private void prints(String text) {
    logs.append(held.build(), held.attemptUid(), 0, printed, text.getBytes(UTF_8));
    printed += text.length();
  }

  private void stored(long offset, String time) {
    rows.execute(
        "UPDATE log_chunk SET write_time = CAST(? AS timestamptz) WHERE build_id = ? AND log_offset"
            + " = ?",
        time,
        held.build().id(),
        offset);
  }

  private SearchLogsRequest.Builder inBuild(String query) {
    return SearchLogsRequest.newBuilder().setName(held.build().name()).setQuery(query);
  }

  private static SearchLogsRequest.Builder inTenant(String tenant, String query) {
    return SearchLogsRequest.newBuilder().setParent("tenants/" + tenant).setQuery(query);
  }

  private static Timestamp time(String time) {
    return Timestamp.newBuilder().setSeconds(Instant.parse(time).getEpochSecond()).build();
  }

  private SearchLogsResponse search(SearchLogsRequest.Builder request) {
    return LogServiceGrpc.newBlockingStub(server.channel()).searchLogs(request.build());
  }

  private List<String> lines(SearchLogsRequest.Builder request) {
    return search(request).getMatchesList().stream().map(LogMatch::getLine).toList();
  }

  private void refused(String message, SearchLogsRequest.Builder request) {
    assertThatThrownBy(() -> search(request)).hasMessageContaining(message);
  }
}
