package dev.slipway.runner.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runner.coordinator.Plans;
import dev.slipway.runner.spool.Spool;
import dev.slipway.runner.v1.Ack;
import dev.slipway.runner.v1.BeatAck;
import dev.slipway.runner.v1.Cancel;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.ConnectResponse;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Fenced;
import dev.slipway.runner.v1.GoAway;
import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Nack;
import dev.slipway.runner.v1.Park;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Sample;
import dev.slipway.runner.v1.Throttle;
import dev.slipway.runner.v1.Welcome;
import io.grpc.Status;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each row of the table of the package, without a network, at moments of the test's own. */
class SessionTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;

  @TempDir Path temp;

  private final Heard heard = new Heard();
  private final Addresses addresses = new Addresses("first:1", Optional::empty);
  private final CompletableFuture<Plan> plan = new CompletableFuture<>();
  private final Fence fence = new Fence(0, Duration.ofSeconds(30));
  private Spool spool;
  private Outbox outbox;
  private Standing standing;
  private Session session;

  @BeforeEach
  void open() throws Exception {
    spool = new Spool(temp.resolve("log"));
    outbox = new Outbox(spool);
    standing =
        new Standing(
            Hello.newBuilder().setBootId("boot").build(),
            outbox,
            fence,
            addresses,
            plan,
            heard,
            new SplittableRandom(1));
    session = newSession(0);
  }

  @Test
  void helloComesFirstAndNothingElseBeforeTheWelcome() throws Exception {
    outbox.add(started());

    assertThat(session.next(0).getHello().getBootId()).isEqualTo("boot");
    assertThat(session.next(SECOND)).isNull();
    welcome(session, SECOND);

    assertThat(plan).isCompletedWithValue(planned());
    assertThat(session.next(SECOND).hasEvent()).isTrue();
  }

  @Test
  void laterHelloSpeaksOfTheResultThatWaits() throws Exception {
    greetAndWelcome(session, 0);
    outbox.add(Result.newBuilder().setOutcome(Result.Outcome.OUTCOME_SUCCEEDED));
    byte[] result = session.next(0).getResult().toByteArray();
    Session next = newSession(SECOND);

    assertThat(next.next(SECOND).getHello().getResultSha256().toByteArray())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(result));
  }

  @Test
  void ackWithoutAWelcomeEndsAnAttemptWhoseResultIsCommitted() throws Exception {
    greetAndWelcome(session, 0);
    outbox.add(started());
    outbox.add(Result.newBuilder());
    Session next = newSession(SECOND);
    next.next(SECOND);

    next.hear(ack(1), SECOND);
    assertThat(next.verdict()).isNull();
    // The coordinator may have forgotten how many events there were.
    next.hear(ack(Long.MAX_VALUE), SECOND);

    assertThat(next.verdict()).isEqualTo(new Verdict.Done());
  }

  @Test
  void beatsGoOutEachIntervalBeforeAnythingElse() throws Exception {
    greetAndWelcome(session, 0);
    print(200_000);

    List<Long> numbers = new ArrayList<>();
    for (long now = 0; now <= SECOND; now += 10 * MILLI) {
      ConnectRequest said = session.next(now);
      if (said.hasBeat()) {
        numbers.add(now / MILLI);
        assertThat(said.getBeat().getNumber()).isEqualTo(numbers.size());
      }
      outbox.goOn(Ack.getDefaultInstance(), 2);
    }

    assertThat(numbers).containsExactly(200L, 400L, 600L, 800L, 1000L);
  }

  @Test
  void fenceCountsFromTheHelloThenFromTheBeatThatIsAcked() throws Exception {
    session.next(SECOND);
    welcome(session, 3 * SECOND);
    assertThat(fence.at()).isEqualTo(61 * SECOND);

    session.next(4 * SECOND);
    session.hear(beatAck(1), 9 * SECOND);

    assertThat(fence.at()).isEqualTo(64 * SECOND);
  }

  @Test
  void silenceForFourBeatsCutsTheStream() {
    greetAndWelcome(session, 0);

    session.look(800 * MILLI - 1);
    assertThat(session.verdict()).isNull();
    session.look(800 * MILLI);

    assertThat(session.verdict()).isInstanceOf(Verdict.Again.class);
  }

  @Test
  void whileNothingCanLeaveABeatThatIsDueIsNoReasonToWake() {
    greetAndWelcome(session, 0);

    assertThat(session.wakeAt(300 * MILLI, true)).isEqualTo(200 * MILLI);
    assertThat(session.wakeAt(300 * MILLI, false)).isEqualTo(800 * MILLI);
  }

  @Test
  void anyWordBreaksTheSilence() {
    greetAndWelcome(session, 0);
    session.hear(ack(0), 500 * MILLI);

    session.look(1300 * MILLI - 1);
    assertThat(session.verdict()).isNull();
    session.look(1300 * MILLI);

    assertThat(session.verdict()).isInstanceOf(Verdict.Again.class);
  }

  @Test
  void noAnswerToHelloInTimeTriesAnother() throws Exception {
    session.next(0);

    session.look(10 * SECOND - 1);
    assertThat(session.verdict()).isNull();
    session.look(10 * SECOND);

    assertThat(session.verdict()).isInstanceOf(Verdict.Again.class);
  }

  @Test
  void goAwayIsFollowedAtSomeMomentWithinTheTime() {
    List<Long> moments = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Session each = newSession(0);
      greetAndWelcome(each, 0);
      each.hear(
          ConnectResponse.newBuilder()
              .setGoAway(GoAway.newBuilder().setWithin(Plans.millis(500)))
              .build(),
          0);
      long now = 0;
      for (; each.verdict() == null; now += MILLI) {
        each.look(now);
      }
      moments.add(now / MILLI);
      assertThat(each.verdict()).isInstanceOf(Verdict.Again.class);
    }

    assertThat(moments).allMatch(moment -> moment <= 502);
    assertThat(moments.stream().filter(moment -> moment < 250).count()).isBetween(30L, 70L);
  }

  @Test
  void throttledLogComesNoFasterAndBeatsStillCome() throws Exception {
    greetAndWelcome(session, 0);
    print(200_000);
    session.hear(
        ConnectResponse.newBuilder()
            .setThrottle(Throttle.newBuilder().setLogBytesPerSecond(10_000))
            .build(),
        0);

    long log = 0;
    long beats = 0;
    for (long now = 0; now < 2 * SECOND; now += MILLI) {
      ConnectRequest said = session.next(now);
      log += said == null ? 0 : said.getLog().getData().size();
      beats += said != null && said.hasBeat() ? 1 : 0;
    }

    assertThat(log).isBetween(18_000L, 21_000L);
    assertThat(beats).isEqualTo(9);
    assertThat(session.wakeAt(2 * SECOND, true)).isLessThanOrEqualTo(2 * SECOND + 200 * MILLI);
  }

  @Test
  void nacksInVainEndTheStreamAndProgressForgivesThem() throws Exception {
    greetAndWelcome(session, 0);
    outbox.add(started());
    for (int i = 0; i < 8; i++) {
      session.hear(nack(1), 0);
      assertThat(session.next(0).getEvent().getSeq()).isEqualTo(1);
    }
    session.hear(ack(1), 0);
    for (int i = 0; i < 8; i++) {
      session.hear(nack(2), 0);
    }
    assertThat(session.verdict()).isNull();

    session.hear(nack(2), 0);

    assertThat(session.verdict()).isInstanceOf(Verdict.Again.class);
  }

  @Test
  void coordinatorThatAcksBeatsAndNothingElseIsLeft() throws Exception {
    greetAndWelcome(session, 0);
    for (int i = 1; i <= 10; i++) {
      session.hear(beatAck(session.next(i * SECOND).getBeat().getNumber()), i * SECOND);
    }
    outbox.add(started());
    assertThat(session.next(10 * SECOND).hasEvent()).isTrue();

    for (int i = 11; i <= 13; i++) {
      session.hear(beatAck(session.next(i * SECOND).getBeat().getNumber()), i * SECOND);
    }
    assertThat(session.verdict()).isNull();
    session.hear(beatAck(session.next(14 * SECOND).getBeat().getNumber()), 14 * SECOND);

    assertThat(session.verdict()).isInstanceOf(Verdict.Again.class);
  }

  @Test
  void cancelMayComeAgain() {
    greetAndWelcome(session, 0);

    session.hear(cancel(), 0);
    session.hear(cancel(), 0);

    assertThat(heard.cancels()).containsExactly("why 500", "why 500");
    assertThat(session.verdict()).isNull();
  }

  @Test
  void parkAndFencedEndTheAttempt() {
    session.hear(
        ConnectResponse.newBuilder().setPark(Park.newBuilder().setWhy("another")).build(), 0);
    Session other = newSession(0);
    other.hear(
        ConnectResponse.newBuilder().setFenced(Fenced.newBuilder().setWhy("late")).build(), 0);

    assertThat(lost(session).kind()).isEqualTo(LinkLost.Kind.PARKED);
    assertThat(lost(other).kind()).isEqualTo(LinkLost.Kind.OVER);
    assertThat(lost(other)).hasMessageContaining("late");
  }

  @Test
  void whatWasNeverSentCannotBeAcked() {
    greetAndWelcome(session, 0);

    session.hear(beatAck(7), 0);

    assertThat(lost(session).kind()).isEqualTo(LinkLost.Kind.OVER);
  }

  @Test
  void onlyThreeStatusesEndTheAttempt() {
    for (Status.Code code : Status.Code.values()) {
      Session each = newSession(0);
      greetAndWelcome(each, 0);
      each.ended(code.toStatus());

      boolean refused =
          List.of(
                  Status.Code.INVALID_ARGUMENT,
                  Status.Code.UNAUTHENTICATED,
                  Status.Code.PERMISSION_DENIED)
              .contains(code);
      assertThat(each.verdict())
          .as(code.name())
          .isInstanceOf(refused ? Verdict.Lost.class : Verdict.Again.class);
    }
  }

  @Test
  void ofProtocol1ThereAreNoBeatsAndSamplesAndTheEndOfTheStreamIsTheEnd() throws Exception {
    session.next(0);
    session.hear(welcomed(Welcome.newBuilder().setPlan(planned())), 0);
    outbox.replace(Sample.getDefaultInstance());

    assertThat(session.next(3600 * SECOND)).isNull();
    session.look(3600 * SECOND);
    assertThat(session.verdict()).isNull();
    assertThat(fence.over(3600 * SECOND)).isFalse();

    session.ended(Status.UNAVAILABLE);

    assertThat(lost(session).kind()).isEqualTo(LinkLost.Kind.OVER);
  }

  @Test
  void protocol1CannotTakeOverFromProtocol2() throws Exception {
    greetAndWelcome(session, 0);
    Session next = newSession(SECOND);
    next.next(SECOND);

    next.hear(welcomed(Welcome.newBuilder().setPlan(planned())), SECOND);

    assertThat(next.verdict()).isInstanceOf(Verdict.Again.class);
    assertThat(outbox.protocol()).isEqualTo(2);
  }

  @Test
  void wordsOfALaterProtocolArePassedOver() {
    greetAndWelcome(session, 0);

    session.hear(ConnectResponse.getDefaultInstance(), 0);

    assertThat(session.verdict()).isNull();
  }

  @Test
  void addressesThatAreNamedAreLearned() {
    greetAndWelcome(session, 0);
    session.hear(
        ConnectResponse.newBuilder()
            .setBeatAck(BeatAck.newBuilder().addCoordinators("second:2"))
            .build(),
        0);

    assertThat(addresses.all()).containsExactly("first:1", "second:2");
  }

  private Session newSession(long now) {
    return new Session(standing, "first:1", Duration.ofSeconds(10), now);
  }

  private void greetAndWelcome(Session with, long now) {
    try {
      assertThat(with.next(now).hasHello()).isTrue();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    welcome(with, now);
  }

  private void welcome(Session with, long now) {
    with.hear(
        welcomed(
            Welcome.newBuilder()
                .setPlan(planned())
                .setProtocol(2)
                .setBeatInterval(Plans.millis(200))
                .setFenceAfter(Plans.seconds(60))),
        now);
  }

  private static ConnectResponse welcomed(Welcome.Builder welcome) {
    return ConnectResponse.newBuilder().setWelcome(welcome).build();
  }

  private static Plan planned() {
    return Plans.shell("true").build();
  }

  private static ConnectResponse ack(long seq) {
    return ConnectResponse.newBuilder().setAck(Ack.newBuilder().setEventSeq(seq)).build();
  }

  private static ConnectResponse nack(long seq) {
    return ConnectResponse.newBuilder().setNack(Nack.newBuilder().setEventSeq(seq)).build();
  }

  private static ConnectResponse beatAck(long number) {
    return ConnectResponse.newBuilder().setBeatAck(BeatAck.newBuilder().setNumber(number)).build();
  }

  private static ConnectResponse cancel() {
    return ConnectResponse.newBuilder()
        .setCancel(Cancel.newBuilder().setReason("why").setGrace(Plans.millis(500)))
        .build();
  }

  private static LinkLost lost(Session session) {
    return ((Verdict.Lost) session.verdict()).why();
  }

  private static Event.Builder started() {
    return Event.newBuilder()
        .setStepStarted(dev.slipway.runner.v1.StepStarted.getDefaultInstance());
  }

  private void print(int bytes) throws Exception {
    spool.append(new byte[bytes], bytes);
  }
}
