package dev.slipway.runner.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.slipway.runner.spool.Spool;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.ConnectResponse;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Throttle;
import dev.slipway.runner.v1.Warning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/**
 * Whatever is cut, damaged, held back or asked for again: the coordinator ends with each event once
 * and in order, with the spool's bytes, and with one result.
 */
class LinkPropertyTest {
  private static final long MILLI = 1_000_000;

  enum Kind {
    PRINT,
    EVENT,
    SEND,
    DELIVER,
    COMMIT,
    ANSWER,
    NACK,
    DAMAGE,
    THROTTLE,
    CUT,
    WAIT
  }

  record Act(Kind kind, int size) {}

  @Provide
  Arbitrary<List<Act>> acts() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(10, Kind.PRINT),
            Tuple.of(5, Kind.EVENT),
            Tuple.of(15, Kind.SEND),
            Tuple.of(15, Kind.DELIVER),
            Tuple.of(6, Kind.COMMIT),
            Tuple.of(10, Kind.ANSWER),
            Tuple.of(2, Kind.NACK),
            Tuple.of(2, Kind.DAMAGE),
            Tuple.of(1, Kind.THROTTLE),
            Tuple.of(3, Kind.CUT),
            Tuple.of(3, Kind.WAIT));
    return Combinators.combine(kinds, Arbitraries.integers().between(1, 20))
        .as(Act::new)
        .list()
        .ofMinSize(40)
        .ofMaxSize(300);
  }

  @Property(tries = 300)
  void nothingIsLostOrDoubled(@ForAll("acts") List<Act> acts) throws Exception {
    Path file = Files.createTempFile("slipway", "log");
    try (Spool spool = new Spool(file)) {
      Run run = new Run(spool);

      for (Act act : acts) {
        run.act(act);
      }
      run.end();

      assertThat(run.peer.events()).isEqualTo(run.told);
      assertThat(run.peer.log()).isEqualTo(Files.readAllBytes(file));
      assertThat(run.peer.results()).hasSize(1);
      Statistics.label("streams").collect(Math.min(run.streams, 5));
    } finally {
      Files.delete(file);
    }
  }

  /** A runner's sessions, one after the other, and the coordinator they speak with. */
  private static final class Run {
    private final Peer peer = new Peer();
    private final Spool spool;
    private final Outbox outbox;
    private final Standing standing;
    private final Queue<ConnectResponse> back = new ArrayDeque<>();
    private final List<Event> told = new ArrayList<>();
    private final Random bytes = new Random(1);
    private List<ConnectRequest> forth = new ArrayList<>();
    private Session session;
    private long now;
    private int streams;

    Run(Spool spool) {
      this.spool = spool;
      this.outbox = new Outbox(spool);
      this.standing =
          new Standing(
              Hello.getDefaultInstance(),
              outbox,
              new Fence(0, Duration.ofHours(1)),
              new Addresses("first:1", Optional::empty),
              new CompletableFuture<>(),
              new Heard(),
              new SplittableRandom(1));
      connect();
    }

    private void connect() {
      streams++;
      session = new Session(standing, "first:1", Duration.ofSeconds(10), now);
      forth = new ArrayList<>();
      back.clear();
      peer.begin(back::add);
    }

    void act(Act act) throws Exception {
      switch (act.kind()) {
        case PRINT -> {
          byte[] printed = new byte[act.size() * 5000];
          bytes.nextBytes(printed);
          spool.append(printed, printed.length);
        }
        case EVENT -> {
          Event.Builder event =
              Event.newBuilder().setWarning(Warning.newBuilder().setCode("N" + told.size()));
          told.add(event.clone().setSeq(told.size() + 1).setLogOffset(spool.size()).build());
          outbox.add(event);
        }
        case SEND -> send(act.size());
        case DELIVER -> deliver(act.size());
        case COMMIT -> peer.commit();
        case ANSWER -> answer(act.size());
        case NACK -> peer.nack();
        case DAMAGE -> damage();
        case THROTTLE -> throttle(act.size() * 10_000L);
        case CUT -> connect();
        case WAIT -> now += act.size() * 100 * MILLI;
      }
      session.look(now);
      if (session.verdict() != null) {
        assertThat(session.verdict()).isInstanceOf(Verdict.Again.class);
        connect();
      }
    }

    private void throttle(long bytesPerSecond) {
      session.hear(
          ConnectResponse.newBuilder()
              .setThrottle(Throttle.newBuilder().setLogBytesPerSecond(bytesPerSecond))
              .build(),
          now);
    }

    private void send(int count) throws Exception {
      for (int i = 0; i < count; i++) {
        ConnectRequest next = session.next(now);
        if (next != null) {
          forth.add(next);
        }
      }
    }

    private void deliver(int count) {
      for (int i = 0; i < count && !forth.isEmpty(); i++) {
        peer.take(forth.removeFirst());
      }
    }

    private void answer(int count) {
      for (int i = 0; i < count && !back.isEmpty() && session.verdict() == null; i++) {
        session.hear(back.remove(), now);
      }
    }

    /** Turns one bit of the last log message under way. */
    private void damage() {
      for (int i = forth.size() - 1; i >= 0; i--) {
        if (forth.get(i).hasLog()) {
          ConnectRequest.Builder damaged = forth.get(i).toBuilder();
          byte[] data = damaged.getLog().getData().toByteArray();
          data[data.length / 2] ^= 1;
          damaged.getLogBuilder().setData(ByteString.copyFrom(data));
          forth.set(i, damaged.build());
          return;
        }
      }
    }

    /** Says the last word; then nothing goes wrong any more. */
    void end() throws Exception {
      boolean said = false;
      throttle(0);
      for (int turns = 0; !(session.verdict() instanceof Verdict.Done); turns++) {
        assertThat(turns).as("turns until the result is acked").isLessThan(2000);
        if (!said && standing.plan().isDone()) {
          said = true; // There are no steps before the first Welcome, and no result of them.
          outbox.add(Result.newBuilder());
        }
        send(20);
        deliver(100);
        peer.commit();
        answer(100);
        now += 50 * MILLI;
        session.look(now);
        if (session.verdict() instanceof Verdict.Again) {
          connect();
        }
      }
    }
  }
}
