package dev.slipway.coordinator.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.log.Logs.Appended;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class LogsTest {
  private static final Failure GONE = Failure.of(Reason.RUNNER_LOST, "gone", "");

  private final Logs logs;
  private final Ledger ledger;
  private final TestBuilds make;
  private final TestQueries queries;
  private Held held;

  LogsTest(Logs logs, Ledger ledger, TestBuilds make, TestQueries queries) {
    this.logs = logs;
    this.ledger = ledger;
    this.make = make;
    this.queries = queries;
  }

  @BeforeEach
  void aRunningBuild() {
    held = make.aBuild().running();
  }

  @Test
  void outputIsReadBackByteForByte() {
    var bytes = new byte[256];
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
    }

    assertThat(append(0, bytes)).isEqualTo(Appended.STORED);
    assertThat(append(256, bytes)).isEqualTo(Appended.STORED);

    assertThat(read(0, 512)).startsWith(bytes).endsWith(bytes).hasSize(512);
    assertThat(logs.whole(held.build())).isEqualTo(new LogRange(0, 512, true, 0));
    assertThat(logs.size(held.build(), held.attemptUid())).hasValue(512L);
  }

  @Test
  void aRepeatIsHarmless() {
    append(0, text("hello "));
    append(6, text("world"));

    assertThat(append(0, text("hello "))).isEqualTo(Appended.STORED);
    assertThat(append(6, text("world"))).isEqualTo(Appended.STORED);

    assertThat(all()).isEqualTo("hello world");
    assertThat(chunks()).isEqualTo(2);
  }

  @Test
  void ofAnOverlapOnlyTheNewPartIsStored() {
    append(0, text("hello "));

    assertThat(append(3, text("lo world"))).isEqualTo(Appended.STORED);

    assertThat(all()).isEqualTo("hello world");
  }

  @Test
  void aGapIsRefusedAndNothingIsStored() {
    append(0, text("hello"));

    assertThat(append(6, text("world"))).isEqualTo(Appended.GAP);
    assertThat(append(Long.MAX_VALUE, text("world"))).isEqualTo(Appended.GAP);

    assertThat(all()).isEqualTo("hello");
  }

  @Test
  void anAttemptThatIsOverIsFenced() {
    append(0, text("first "));
    ledger.record(held.build(), held.attemptUid(), new AttemptGone(GONE, true));

    assertThat(append(6, text("late"))).isEqualTo(Appended.FENCED);
    assertThat(append(0, text("first "))).isEqualTo(Appended.FENCED);

    assertThat(all()).isEqualTo("first ");
    assertThat(logs.size(held.build(), held.attemptUid())).isEmpty();
  }

  @Test
  void theNextAttemptGoesOnWhereTheLastOneEnded() {
    append(0, text("first "));
    ledger.record(held.build(), held.attemptUid(), new AttemptGone(GONE, true));
    held = make.lease(held.build());

    append(0, text("second"));

    assertThat(all()).isEqualTo("first second");
    assertThat(read(6, 12)).asString(UTF_8).isEqualTo("second");
  }

  @Test
  void buildsDoNotShareALog() {
    var other = make.aBuild().running();

    append(0, text("ours"));
    logs.append(other.build(), other.attemptUid(), 0, 0, text("theirs"));

    assertThat(all()).isEqualTo("ours");
    assertThat(logs.read(other.build(), 0, 100)).asString(UTF_8).isEqualTo("theirs");
  }

  @Test
  void anyRangeCanBeReadOverTheBordersOfChunks() {
    var random = new Random(7);
    var written = new byte[5000];
    random.nextBytes(written);
    for (int at = 0; at < written.length; ) {
      int size = Math.min(1 + random.nextInt(40), written.length - at);
      append(at, Arrays.copyOfRange(written, at, at + size));
      at += size;
    }

    assertThat(read(0, written.length)).isEqualTo(written);
    for (int i = 0; i < 50; i++) {
      int from = random.nextInt(written.length);
      int to = from + random.nextInt(written.length - from + 1);
      assertThat(read(from, to)).isEqualTo(Arrays.copyOfRange(written, from, to));
    }
  }

  @Test
  void oneReadGivesAMebibyteAtMost() {
    var chunk = new byte[65_536];
    for (int i = 0; i < 18; i++) {
      Arrays.fill(chunk, (byte) i);
      append(i * 65_536L, chunk);
    }

    assertThat(read(0, Long.MAX_VALUE)).hasSize(Logs.READ_MAX);
    assertThat(read(100, Long.MAX_VALUE)).hasSize(Logs.READ_MAX).startsWith((byte) 0);
    assertThat(read(17 * 65_536L, Long.MAX_VALUE)).hasSize(65_536).containsOnly((byte) 17);
  }

  @Test
  void anEmptyLogIsEmpty() {
    assertThat(read(0, 0)).isEmpty();
    assertThat(read(0, 100)).isEmpty();
    assertThat(logs.whole(held.build())).isEqualTo(new LogRange(0, 0, true, 0));
    assertThat(tail(5)).isEmpty();
  }

  @Test
  void theTailHoldsTheLastLinesWhateverTheChunks() {
    append(0, text("one\ntw"));
    append(6, text("o\n"));
    append(8, text("\nfour\nfi"));
    append(16, text("ve"));

    assertThat(tail(1)).isEqualTo("five");
    assertThat(tail(2)).isEqualTo("four\nfive");
    assertThat(tail(3)).isEqualTo("\nfour\nfive");
    assertThat(tail(4)).isEqualTo("two\n\nfour\nfive");
    assertThat(tail(5)).isEqualTo("one\ntwo\n\nfour\nfive");
    assertThat(tail(100)).isEqualTo("one\ntwo\n\nfour\nfive");
  }

  @Test
  void theLineBreakAtTheEndEndsTheLastLine() {
    append(0, text("one\ntwo\n"));

    assertThat(tail(1)).isEqualTo("two\n");
    assertThat(tail(2)).isEqualTo("one\ntwo\n");
  }

  @Test
  void aLineLongerThanManyChunksIsOneLine() {
    append(0, text("short\n"));
    var x = new byte[65_536];
    Arrays.fill(x, (byte) 'x');
    append(6, x);
    append(6 + 65_536, x);
    append(6 + 2 * 65_536, text("\n"));

    assertThat(tail(1)).hasSize(2 * 65_536 + 1).startsWith("xxx");
    assertThat(tail(2)).startsWith("short\nxxx");
  }

  @Test
  void aTailOfLinesWithoutEndIsCutAtAMebibyte() {
    var x = new byte[65_536];
    Arrays.fill(x, (byte) 'x');
    for (int i = 0; i < 18; i++) {
      append(i * 65_536L, x);
    }

    var whole = logs.whole(held.build());

    assertThat(logs.tail(held.build(), whole, 1)).isEqualTo(whole.end() - Logs.READ_MAX);
  }

  @Test
  void aStepsOutputIsItsOwnPartOfTheLog() {
    append(0, text("before\n"));
    step(new StepStarted("say", "", 0, 7));
    append(7, text("hello\nworld\n"));

    assertThat(logs.step(held.build(), "say")).hasValue(new LogRange(7, 19, true, 0));
    assertThat(logs.step(held.build(), "other")).isEmpty();

    step(new StepFinished("say", 0, 1, false, 19, 0, null));
    append(19, text("after\n"));

    var range = logs.step(held.build(), "say").orElseThrow();
    assertThat(range).isEqualTo(new LogRange(7, 19, false, 0));
    assertThat(logs.tail(held.build(), range, 1)).isEqualTo(13);
    assertThat(logs.tail(held.build(), range, 50)).isEqualTo(7);
  }

  @Test
  void ofAStepThatRanTwiceTheLatestCounts() {
    step(new StepStarted("say", "", 0, 0));
    append(0, text("first "));
    ledger.record(held.build(), held.attemptUid(), new AttemptGone(GONE, true));
    assertThat(logs.step(held.build(), "say"))
        .as("it may run again")
        .hasValue(new LogRange(0, 6, true, 0));

    held = make.lease(held.build());
    ledger.record(
        held.build(), held.attemptUid(), new dev.slipway.coordinator.build.BuildEvent.Claimed());
    step(new StepStarted("say", "", 0, 6));
    append(0, text("second"));

    assertThat(logs.step(held.build(), "say")).hasValue(new LogRange(6, 12, true, 0));
  }

  private void step(dev.slipway.coordinator.build.BuildEvent event) {
    ledger.record(held.build(), held.attemptUid(), event);
  }

  private Appended append(long offset, byte[] data) {
    return logs.append(held.build(), held.attemptUid(), 0, offset, data);
  }

  private byte[] read(long from, long to) {
    return logs.read(held.build(), from, to);
  }

  private String all() {
    return new String(read(0, Long.MAX_VALUE), UTF_8);
  }

  private String tail(int lines) {
    var whole = logs.whole(held.build());
    return new String(read(logs.tail(held.build(), whole, lines), whole.end()), UTF_8);
  }

  private long chunks() {
    return queries.count("SELECT count(*) FROM log_chunk WHERE build_id = ?", held.build().id());
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
