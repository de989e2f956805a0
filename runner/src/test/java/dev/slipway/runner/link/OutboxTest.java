package dev.slipway.runner.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.runner.spool.Spool;
import dev.slipway.runner.v1.Ack;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Nack;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Sample;
import dev.slipway.runner.v1.StepFinished;
import dev.slipway.runner.v1.StepStarted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  @TempDir Path temp;

  private Spool spool;
  private Outbox outbox;

  @BeforeEach
  void open() throws Exception {
    spool = new Spool(temp.resolve("log"));
    outbox = new Outbox(spool);
    outbox.goOn(ack(0, 0), 2);
  }

  @AfterEach
  void close() throws Exception {
    spool.close();
  }

  @Test
  void eventComesAfterWhatWasPrintedBeforeIt() throws Exception {
    print("ab");
    outbox.add(started());
    print("cd");
    outbox.add(Result.newBuilder());

    assertThat(said()).containsExactly("log 0 ab", "event 1 at 2", "log 2 cd", "result 2 at 4");
  }

  @Test
  void nextStreamGoesOnBehindWhatIsCommitted() throws Exception {
    print("ab");
    outbox.add(started());
    outbox.add(started());
    print("cd");
    outbox.add(Result.newBuilder());
    said();

    outbox.goOn(ack(1, 3), 2);

    assertThat(said()).containsExactly("event 2 at 2", "log 3 d", "result 3 at 4");
  }

  @Test
  void ackedIsNotSaidAgainAndTheResultIsKeptUntilItIs() throws Exception {
    outbox.add(started());
    outbox.add(Result.newBuilder());
    said();
    outbox.ack(ack(1, 0));

    assertThat(outbox.done()).isFalse();
    outbox.goOn(ack(1, 0), 2);
    assertThat(said()).containsExactly("result 2 at 0");
    outbox.ack(ack(2, 0));
    assertThat(outbox.done()).isTrue();
  }

  @Test
  void nackGoesBackWithinWhatIsNotAcked() throws Exception {
    print("abcdef");
    outbox.add(started());
    outbox.add(started());
    said();
    outbox.ack(ack(1, 2));

    outbox.goBack(Nack.newBuilder().setEventSeq(2).setLogOffset(4).build());

    assertThat(said()).containsExactly("log 4 ef", "event 2 at 6");
  }

  @Test
  void whatCannotBeEndsTheAttempt() throws Exception {
    print("ab");
    outbox.add(started());
    outbox.add(started());
    said();
    outbox.ack(ack(1, 1));

    assertThatThrownBy(() -> outbox.ack(ack(3, 0))).isInstanceOf(LinkLost.class);
    assertThatThrownBy(() -> outbox.ack(ack(1, 3))).isInstanceOf(LinkLost.class);
    assertThatThrownBy(() -> outbox.ack(ack(-1, 0))).isInstanceOf(LinkLost.class);
    assertThatThrownBy(() -> outbox.goOn(ack(0, 0), 2)).isInstanceOf(LinkLost.class);
    assertThatThrownBy(() -> outbox.goBack(nack(1, 0))).isInstanceOf(LinkLost.class);
    assertThatThrownBy(() -> outbox.goBack(nack(4, 0))).isInstanceOf(LinkLost.class);
    assertThatThrownBy(() -> outbox.goBack(nack(2, Long.MAX_VALUE))).isInstanceOf(LinkLost.class);
    assertThatThrownBy(() -> outbox.goBack(nack(Long.MIN_VALUE, 0))).isInstanceOf(LinkLost.class);
  }

  @Test
  void checksumOfTheLogIsToldFromProtocol2On() throws Exception {
    print("123456789");
    outbox.add(Result.newBuilder());
    Outbox older = new Outbox(spool);
    older.goOn(ack(0, 0), 1);
    older.add(Result.newBuilder());

    // The check value of CRC-32C: https://reveng.sourceforge.io/crc-catalogue/17plus.htm
    assertThat(outbox.result().getLogCrc32C()).isEqualTo(0xe3069283);
    assertThat(older.result().hasLogCrc32C()).isFalse();
  }

  @Test
  void sampleWaitsForItsStepsBeginningIsReplacedAndEndsWithItsStep() throws Exception {
    print("ab");
    outbox.add(started());
    outbox.replace(Sample.newBuilder().setMemoryBytes(1).build());
    assertThat(outbox.nextSample()).isNull();

    said();
    outbox.replace(Sample.newBuilder().setMemoryBytes(2).build());
    assertThat(outbox.nextSample().getSample().getMemoryBytes()).isEqualTo(2);
    assertThat(outbox.nextSample()).isNull();

    outbox.replace(Sample.newBuilder().setMemoryBytes(3).build());
    outbox.add(Event.newBuilder().setStepFinished(StepFinished.getDefaultInstance()));
    said();
    assertThat(outbox.nextSample()).isNull();
  }

  @Test
  void logThatMustWaitHoldsUpWhatComesAfterIt() throws Exception {
    print("ab");
    outbox.add(started());

    assertThat(outbox.next(0)).isNull();
    assertThat(word(outbox.next(1))).isEqualTo("log 0 a");
  }

  @Test
  void onlySoManyEventsWait() {
    for (int i = 0; i < 1000; i++) {
      outbox.add(started());
    }

    assertThatThrownBy(() -> outbox.add(started())).isInstanceOf(IllegalStateException.class);
  }

  private void print(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    spool.append(bytes, bytes.length);
  }

  private List<String> said() throws IOException {
    List<String> said = new ArrayList<>();
    for (ConnectRequest next = outbox.next(100); next != null; next = outbox.next(100)) {
      said.add(word(next));
    }
    return said;
  }

  private static String word(ConnectRequest said) {
    return switch (said.getMessageCase()) {
      case LOG -> "log " + said.getLog().getOffset() + " " + said.getLog().getData().toStringUtf8();
      case EVENT -> "event " + said.getEvent().getSeq() + " at " + said.getEvent().getLogOffset();
      case RESULT -> "result " + said.getResult().getSeq() + " at " + said.getResult().getLogSize();
      default -> throw new AssertionError(said);
    };
  }

  private static Event.Builder started() {
    return Event.newBuilder().setStepStarted(StepStarted.getDefaultInstance());
  }

  private static Ack ack(long seq, long log) {
    return Ack.newBuilder().setEventSeq(seq).setLogSize(log).build();
  }

  private static Nack nack(long seq, long log) {
    return Nack.newBuilder().setEventSeq(seq).setLogOffset(log).build();
  }
}
