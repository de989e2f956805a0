package dev.slipway.runner.link;

import dev.slipway.runner.v1.Ack;
import dev.slipway.runner.v1.Beat;
import dev.slipway.runner.v1.BeatAck;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.ConnectResponse;
import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Nack;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Welcome;
import io.grpc.Status;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The runner's half of one stream: what it says next, and what the coordinator's words change. No
 * network, no clock and no thread of its own; {@link Link} moves it.
 *
 * <p>Moments are those of {@code System.nanoTime}.
 */
final class Session {
  /** Asked to go back so often without anything new acked: this stream leads nowhere. */
  private static final int NACKS_MAX = 8;

  /**
   * So many Beats were acked and nothing of what was sent: the coordinator has passed over it, as
   * it does when what it asked for again was damaged again.
   */
  private static final int BEATS_IN_VAIN_MAX = 4;

  /** Where a coordinator that speaks protocol 2 leaves them out. */
  private static final Duration BEAT_INTERVAL = Duration.ofSeconds(5);

  private static final Duration FENCE_AFTER = Duration.ofMinutes(10);

  /** Protocol 1 has no fence: there the end of the stream ends the attempt. */
  private static final Duration NEVER = Duration.ofDays(365);

  private final Standing standing;
  private final String address;
  private final Pace pace;
  private final Patience patience;
  private long helloAt;
  private int protocol;
  private int nacks;
  private int beatsInVain;
  private boolean useful;
  private @Nullable Hello hello;
  private @Nullable Beats beats;
  private @Nullable Verdict verdict;

  /**
   * @param address of the coordinator it is held with
   * @param answerWithin how long the first answer may take
   */
  Session(Standing standing, String address, Duration answerWithin, long now) {
    this.standing = standing;
    this.address = address;
    this.pace = new Pace(now);
    this.patience = new Patience(answerWithin, now);
  }

  /** The version both speak; 0 before the Welcome. */
  int protocol() {
    return protocol;
  }

  String address() {
    return address;
  }

  /** Whether the coordinator has taken the runner and then said something more. */
  boolean useful() {
    return useful;
  }

  /** How it ended; null while it goes on. */
  @Nullable Verdict verdict() {
    return verdict;
  }

  /** The next message; null when there is nothing to say now. */
  @Nullable ConnectRequest next(long now) throws IOException {
    if (hello == null) {
      hello = greeting();
      helloAt = now;
      return ConnectRequest.newBuilder().setHello(hello).build();
    }
    if (protocol == 0 || verdict != null) {
      return null;
    }
    if (beats != null) {
      if (now - beats.dueAt() >= 0) {
        return ConnectRequest.newBuilder()
            .setBeat(Beat.newBuilder().setNumber(beats.send(now)))
            .build();
      }
      ConnectRequest sample = standing.outbox().nextSample();
      if (sample != null) {
        return sample;
      }
    }
    ConnectRequest next = standing.outbox().next(pace.allowed(now));
    if (next != null && next.hasLog()) {
      pace.sent(next.getLog().getData().size(), now);
    }
    return next;
  }

  private Hello greeting() {
    Result waiting = standing.outbox().result();
    return waiting == null
        ? standing.hello()
        : standing.hello().toBuilder()
            .setResultSha256(com.google.protobuf.ByteString.copyFrom(sha256(waiting)))
            .build();
  }

  private static byte[] sha256(Result result) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(result.toByteArray());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }

  /** Takes what the coordinator said. */
  void hear(ConnectResponse said, long now) {
    patience.heard(now);
    useful |= protocol > 0;
    try {
      switch (said.getMessageCase()) {
        case WELCOME -> welcome(said.getWelcome(), now);
        case ACK -> ack(said.getAck());
        case NACK -> nack(said.getNack());
        case CANCEL ->
            standing
                .listener()
                .cancelled(said.getCancel().getReason(), java(said.getCancel().getGrace()));
        case BEAT_ACK -> beatAck(said.getBeatAck());
        case THROTTLE -> pace.limit(said.getThrottle().getLogBytesPerSecond(), now);
        case GO_AWAY ->
            patience.leave(
                now + Pause.part(java(said.getGoAway().getWithin()), standing.random()).toNanos());
        case PARK -> end(LinkLost.parked("parked: " + said.getPark().getWhy()));
        case FENCED -> end(LinkLost.over("fenced: " + said.getFenced().getWhy()));
        case MESSAGE_NOT_SET -> {
          // Something newer than this runner; whatever it is, it was said to be safe to pass over.
        }
      }
    } catch (LinkLost e) {
      end(e);
    }
  }

  private void welcome(Welcome welcome, long now) throws LinkLost {
    int spoken = Math.max(1, welcome.getProtocol());
    if (protocol > 0 || (spoken == 1 && standing.outbox().protocol() > 0)) {
      verdict = new Verdict.Again("a Welcome that this runner cannot go on from");
      return;
    }
    standing.outbox().goOn(welcome.getAck(), spoken);
    protocol = spoken;
    standing.addresses().welcomed(address);
    standing.addresses().named(welcome.getCoordinatorsList());
    standing.fence().welcomed(helloAt, spoken == 1 ? NEVER : fenceAfter(welcome));
    if (spoken > 1) {
      beats = new Beats(beatInterval(welcome), now);
    }
    patience.welcomed(spoken > 1 ? beatInterval(welcome) : null);
    standing.plan().complete(welcome.getPlan());
  }

  private static Duration fenceAfter(Welcome welcome) {
    return welcome.hasFenceAfter() ? java(welcome.getFenceAfter()) : FENCE_AFTER;
  }

  private static Duration beatInterval(Welcome welcome) {
    Duration said = java(welcome.getBeatInterval());
    return said.isPositive() ? said : BEAT_INTERVAL;
  }

  private void beatAck(BeatAck ack) throws LinkLost {
    if (beats != null) {
      beats.acked(ack.getNumber()).ifPresent(standing.fence()::heard);
    }
    standing.addresses().named(ack.getCoordinatorsList());
    beatsInVain = standing.outbox().waits() ? beatsInVain + 1 : 0;
    if (beatsInVain == BEATS_IN_VAIN_MAX) {
      verdict = new Verdict.Again(beatsInVain + " Beats were acked, and nothing else");
    }
  }

  private void ack(Ack ack) throws LinkLost {
    if (protocol == 0) {
      ackBeforeWelcome(ack);
      return;
    }
    if (standing.outbox().ack(ack)) {
      nacks = 0;
      beatsInVain = 0;
    }
    if (standing.outbox().done()) {
      verdict = new Verdict.Done();
    }
  }

  /** An attempt that is over has no Welcome: this is all it says, if it has the result. */
  private void ackBeforeWelcome(Ack ack) {
    Result waiting = standing.outbox().result();
    if (waiting != null && ack.getEventSeq() >= waiting.getSeq()) {
      verdict = new Verdict.Done();
    }
  }

  private void nack(Nack nack) throws LinkLost {
    if (++nacks > NACKS_MAX) {
      verdict = new Verdict.Again("asked to go back " + nacks + " times in vain");
      return;
    }
    standing.outbox().goBack(nack);
  }

  private void end(LinkLost why) {
    verdict = new Verdict.Lost(why);
  }

  /** The call has ended by itself. */
  void ended(Status status) {
    if (verdict != null) {
      return;
    }
    Verdict meant = Verdict.of(status);
    verdict =
        protocol == 1 && meant instanceof Verdict.Again(String why)
            ? new Verdict.Lost(LinkLost.over("the link to the coordinator broke: " + why))
            : meant;
  }

  /** Looks whether it is time to leave. */
  void look(long now) {
    String why = patience.over(now);
    if (verdict == null && why != null) {
      verdict = new Verdict.Again("the coordinator at " + address + " " + why);
    }
  }

  /**
   * When there is something to do, if nothing happens before; null for never.
   *
   * @param ready whether a message could leave; while none can there is nothing to do but to look
   */
  @Nullable Long wakeAt(long now, boolean ready) {
    Long at = patience.endsAt();
    if (ready && beats != null) {
      at = earlier(at, beats.dueAt());
    }
    if (ready && now - pace.freeAt() < 0) {
      at = earlier(at, pace.freeAt());
    }
    return at;
  }

  private static long earlier(@Nullable Long one, long other) {
    return one != null && one - other < 0 ? one : other;
  }

  private static Duration java(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }
}
