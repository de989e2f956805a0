package dev.slipway.coordinator.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.log.Logs.Appended;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How output stands in the store. */
@CoordinatorTest
class LogStorageTest {
  private static final Failure GONE = Failure.of(Reason.RUNNER_LOST, "gone", "");

  private final Logs logs;
  private final Appending appending;
  private final Ledger ledger;
  private final TestBuilds make;
  private final TestQueries queries;
  private final TestRows rows;

  LogStorageTest(
      Logs logs,
      Appending appending,
      Ledger ledger,
      TestBuilds make,
      TestQueries queries,
      TestRows rows) {
    this.logs = logs;
    this.appending = appending;
    this.ledger = ledger;
    this.make = make;
    this.queries = queries;
    this.rows = rows;
  }

  @Test
  void whatRepeatsItselfTakesLessRoom() {
    var held = make.aBuild().running();
    var printed = Arrays.copyOf("modules transformed: 17\n".repeat(3_000).getBytes(UTF_8), 65_536);

    append(held, 0, printed);

    assertThat(stored(held, "codec")).isEqualTo("ZSTD");
    assertThat(stored(held, "CAST(octet_length(data) * 10 < raw_size AS text)")).isEqualTo("true");
    assertThat(logs.read(held.build(), 0, 65_536)).isEqualTo(printed);
  }

  @Test
  void whatDoesNotGetSmallerIsStoredAsItIs() {
    var held = make.aBuild().running();
    var printed = new byte[10_000];
    new Random(1).nextBytes(printed);

    append(held, 0, printed);

    assertThat(stored(held, "codec")).isEqualTo("NONE");
    assertThat(logs.read(held.build(), 0, 10_000)).isEqualTo(printed);
  }

  @Test
  void aBuildsChunksStandInTheDayOfItsSubmit() {
    var held = make.aBuild().running();

    append(held, 0, "hello".getBytes(UTF_8));

    assertThat(stored(held, "CAST(CAST(tableoid AS regclass) AS text)"))
        .isEqualTo(
            queries.one(
                String.class,
                "SELECT 'log_chunk_' || to_char(day_of_id(?), 'YYYY_MM_DD')",
                held.build().id()));
  }

  /** However many days there are, as the repository reads and with a plan for any build. */
  @Test
  void aReadOfABuildLooksIntoOneDay() {
    var held = make.aBuild().running();
    append(held, 0, "hello".getBytes(UTF_8));

    var plan =
        String.join(
            "\n",
            queries.all(
                String.class,
                """
                EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF)
                SELECT data
                  FROM log_chunk
                 WHERE build_id = ?
                   AND log_offset >= 0
                   AND log_offset < 10
                 ORDER BY log_offset
                 LIMIT 256
                """,
                held.build().id()));

    assertThat(plan).containsOnlyOnce("Index Scan").doesNotContain("Seq Scan");
  }

  @Test
  void smallPiecesOfOneCommitAreOneChunk() {
    var one = make.aBuild().running();
    var other = make.aBuild().running();
    var batch = new ArrayList<Append>();
    for (int i = 0; i < 100; i++) {
      batch.add(piece(one, i * 10L, "%09d\n".formatted(i)));
      batch.add(piece(other, i * 5L, "%04d\n".formatted(i)));
    }

    assertThat(appending.write(batch)).hasSize(200).containsOnly(Appended.STORED);

    assertThat(chunks(one)).isOne();
    assertThat(chunks(other)).isOne();
    assertThat(text(one)).startsWith("000000000\n000000001\n").hasSize(1_000);
    assertThat(text(other)).endsWith("0098\n0099\n").hasSize(500);
  }

  @Test
  void aChunkStandsForSixtyFourKibibytesAtMost() {
    var held = make.aBuild().running();
    var big = new byte[65_536];
    new Random(2).nextBytes(big);

    appending.write(
        List.of(piece(held, 0, "begin"), new Append(held.build(), held.attemptUid(), 0, 5, big)));

    assertThat(
            queries.all(
                Integer.class,
                "SELECT raw_size FROM log_chunk WHERE build_id = ? ORDER BY log_offset",
                held.build().id()))
        .containsExactly(65_536, 5);
    assertThat(logs.read(held.build(), 5, 65_541)).isEqualTo(big);
  }

  @Test
  void inOneCommitEachPieceHasItsOwnOutcome() {
    var fine = make.aBuild().running();
    var over = make.aBuild().running();
    append(over, 0, "was".getBytes(UTF_8));
    ledger.record(over.build(), over.attemptUid(), new AttemptGone(GONE, true));
    var late = make.aBuild().running();

    var outcomes =
        appending.write(
            List.of(
                piece(fine, 0, "one "),
                piece(over, 3, "too late"),
                piece(late, 7, "too early"),
                piece(fine, 0, "one "),
                piece(fine, 9, "gap"),
                piece(fine, 2, "e two")));

    assertThat(outcomes)
        .containsExactly(
            Appended.STORED,
            Appended.FENCED,
            Appended.GAP,
            Appended.STORED,
            Appended.GAP,
            Appended.STORED);
    assertThat(text(fine)).isEqualTo("one two");
    assertThat(text(over)).isEqualTo("was");
    assertThat(text(late)).isEmpty();
    assertThat(
            queries.count(
                "SELECT count(*) FROM attempt_output WHERE build_id = ?", late.build().id()))
        .isZero();
  }

  @Test
  void theChecksumOfAnAttemptsOutputGrowsWithIt() {
    var held = make.aBuild().running();
    assertThat(logs.extent(held.build(), held.attemptUid())).hasValue(new Extent(0, 0));
    var random = new Random(3);
    var printed = new ByteArrayOutputStream();
    for (int i = 0; i < 40; i++) {
      var bytes = new byte[1 + random.nextInt(5_000)];
      random.nextBytes(bytes);
      // Some are sent twice, as after a cut.
      append(held, printed.size(), bytes);
      append(held, printed.size(), bytes);
      printed.writeBytes(bytes);
    }

    assertThat(logs.extent(held.build(), held.attemptUid()))
        .hasValue(new Extent(printed.size(), crc(printed.toByteArray())));
  }

  @Test
  void eachAttemptHasItsOwnChecksumAndNoneWhenItIsOver() {
    var first = make.aBuild().running();
    append(first, 0, "first".getBytes(UTF_8));
    ledger.record(first.build(), first.attemptUid(), new AttemptGone(GONE, true));
    var second = make.lease(first.build());

    append(second, 0, "second".getBytes(UTF_8));

    assertThat(logs.extent(first.build(), first.attemptUid())).isEmpty();
    assertThat(logs.extent(second.build(), second.attemptUid()))
        .hasValue(new Extent(6, crc("second".getBytes(UTF_8))));
    assertThat(text(second)).isEqualTo("firstsecond");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Another byte, a frame that is cut, no frame at all.
        "data = set_byte(data, octet_length(data) - 1, 255 - get_byte(data, octet_length(data) -"
            + " 1))",
        "data = substr(data, 1, octet_length(data) - 5)",
        "data = 'no frame'",
        "crc = crc + 1",
        "raw_size = raw_size + 1",
      })
  void bytesThatAreNotThoseThatWereStoredAreNotGivenOut(String damage) {
    var held = make.aBuild().running();
    append(held, 0, "modules transformed: 17\n".repeat(100).getBytes(UTF_8));
    append(held, 2_400, "after".getBytes(UTF_8));

    rows.execute(
        "UPDATE log_chunk SET " + damage + " WHERE build_id = ? AND log_offset = 0",
        held.build().id());

    assertThatThrownBy(() -> logs.read(held.build(), 0, 10))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.kind()).isInstanceOf(Refusal.Kind.Damaged.class))
        .hasMessageContaining("stored at offset 0");
    assertThat(new String(logs.read(held.build(), 2_401, 2_405), UTF_8))
        .as("what comes after it")
        .isEqualTo("fter");
  }

  private Appended append(Held held, long offset, byte[] data) {
    return logs.append(held.build(), held.attemptUid(), 0, offset, data);
  }

  private static Append piece(Held held, long offset, String text) {
    return new Append(held.build(), held.attemptUid(), 0, offset, text.getBytes(UTF_8));
  }

  private String text(Held held) {
    return new String(logs.read(held.build(), 0, Long.MAX_VALUE), UTF_8);
  }

  private String stored(Held held, String column) {
    return queries.one(
        String.class, "SELECT " + column + " FROM log_chunk WHERE build_id = ?", held.build().id());
  }

  private long chunks(Held held) {
    return queries.count("SELECT count(*) FROM log_chunk WHERE build_id = ?", held.build().id());
  }

  private static int crc(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
