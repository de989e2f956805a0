package dev.slipway.runner.coordinator;

import com.google.protobuf.ByteString;
import dev.slipway.runner.v1.Ack;
import dev.slipway.runner.v1.BeatAck;
import dev.slipway.runner.v1.Cancel;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.ConnectResponse;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Fenced;
import dev.slipway.runner.v1.GoAway;
import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Log;
import dev.slipway.runner.v1.Nack;
import dev.slipway.runner.v1.Park;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Sample;
import dev.slipway.runner.v1.Throttle;
import dev.slipway.runner.v1.Warning;
import dev.slipway.runner.v1.Welcome;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The coordinator's side of one attempt, over any number of streams: checks the protocol, keeps
 * what was said, acks it. What is not acked when a stream ends is forgotten, as if it had never
 * been committed.
 */
public final class Conversation {
  private final Plan plan;
  private final List<Event> events = new ArrayList<>();
  private final List<Hello> hellos = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<String> breaches = new ArrayList<>();
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private final Welcome.Builder welcome =
      Welcome.newBuilder()
          .setProtocol(2)
          .setBeatInterval(Plans.millis(200))
          .setFenceAfter(Plans.seconds(600));
  private Consumer<String> onLog = text -> {};
  private ConnectResponse.Builder answer = ConnectResponse.newBuilder();
  private Stream current = new Stream(null);
  private Result last;
  private long ackedSeq;
  private long ackedLog;
  private long bytesPerSecond;
  private boolean told;
  private boolean holding;
  private boolean beatsHeld;
  private long beats;

  Conversation(Plan plan) {
    this.plan = plan;
    this.welcome.setPlan(plan);
  }

  synchronized StreamObserver<ConnectRequest> begin(StreamObserver<ConnectResponse> out) {
    return new Stream(out);
  }

  /** One call. */
  private final class Stream implements StreamObserver<ConnectRequest> {
    private final StreamObserver<ConnectResponse> out;
    private boolean nacked;

    Stream(StreamObserver<ConnectResponse> out) {
      this.out = out;
    }

    @Override
    public void onNext(ConnectRequest said) {
      synchronized (Conversation.this) {
        if (said.hasHello()) {
          current = this;
          take(said.getHello());
        } else if (current == this) {
          Conversation.this.take(said, nacked);
        }
        Conversation.this.notifyAll();
      }
    }

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {
      out.onCompleted();
    }
  }

  private void take(Hello hello) {
    hellos.add(hello);
    told = false;
    while (events.size() > ackedSeq) {
      events.removeLast();
    }
    byte[] committed = Arrays.copyOf(log.toByteArray(), (int) ackedLog);
    log.reset();
    log.writeBytes(committed);
    say(
        answer.getMessageCase() == ConnectResponse.MessageCase.MESSAGE_NOT_SET
            ? ConnectResponse.newBuilder()
                .setWelcome(welcome.setConnGen(hellos.size()).setAck(committed()))
            : answer);
    if (bytesPerSecond > 0) {
      say(
          ConnectResponse.newBuilder()
              .setThrottle(Throttle.newBuilder().setLogBytesPerSecond(bytesPerSecond)));
    }
  }

  private void take(ConnectRequest said, boolean afterNack) {
    switch (said.getMessageCase()) {
      case EVENT -> take(said.getEvent(), afterNack);
      case LOG -> take(said.getLog(), afterNack);
      case RESULT -> take(said.getResult());
      case BEAT -> {
        check(said.getBeat().getNumber() > 0, "beat " + said.getBeat().getNumber());
        beats++;
        if (!beatsHeld) {
          say(
              ConnectResponse.newBuilder()
                  .setBeatAck(BeatAck.newBuilder().setNumber(said.getBeat().getNumber())));
        }
      }
      case SAMPLE -> samples.add(said.getSample());
      case HELLO, MESSAGE_NOT_SET -> breaches.add("an empty message");
    }
  }

  private void take(Event event, boolean afterNack) {
    if (afterNack && event.getSeq() != events.size() + 1) {
      return;
    }
    check(event.getSeq() == events.size() + 1, "event " + event.getSeq());
    check(event.getLogOffset() == log.size(), "log offset of event " + event.getSeq());
    events.add(event);
    ack();
  }

  private void take(Log piece, boolean afterNack) {
    if (afterNack && piece.getOffset() != log.size()) {
      return;
    }
    ByteString data = piece.getData();
    CRC32C crc = new CRC32C();
    crc.update(data.toByteArray());
    check(piece.getOffset() == log.size(), "log at " + piece.getOffset());
    check(piece.getCrc32C() == (int) crc.getValue(), "crc at " + piece.getOffset());
    check(!data.isEmpty() && data.size() <= 64 * 1024, "size of a piece");
    log.writeBytes(data.toByteArray());
    onLog.accept(data.toStringUtf8());
    ack();
  }

  private void take(Result said) {
    check(said.getSeq() == events.size() + 1, "result " + said.getSeq());
    check(said.getLogSize() == log.size(), "log size of the result");
    check(last == null || said.equals(last), "two results that differ");
    if (welcome.getProtocol() > 1) {
      CRC32C crc = new CRC32C();
      crc.update(log.toByteArray());
      check(said.getLogCrc32C() == (int) crc.getValue(), "crc of the log");
    }
    last = said;
    told = true;
    ack();
  }

  synchronized void check(boolean fits, String what) {
    if (!fits) {
      breaches.add(what);
    }
  }

  private void ack() {
    if (holding) {
      return;
    }
    ackedLog = log.size();
    ackedSeq = events.size();
    if (last != null && last.getSeq() == events.size() + 1 && last.getLogSize() == ackedLog) {
      ackedSeq = last.getSeq();
      boolean _ = result.complete(last);
    }
    say(ConnectResponse.newBuilder().setAck(committed()));
  }

  private Ack committed() {
    return Ack.newBuilder().setEventSeq(ackedSeq).setLogSize(ackedLog).build();
  }

  private void say(ConnectResponse.Builder message) {
    current.out.onNext(message.build());
  }

  public synchronized void cancel() {
    say(
        ConnectResponse.newBuilder()
            .setCancel(Cancel.newBuilder().setReason("a test").setGrace(Plans.millis(500))));
  }

  public synchronized void fence() {
    say(ConnectResponse.newBuilder().setFenced(Fenced.newBuilder().setWhy("a test")));
  }

  public synchronized void park() {
    say(ConnectResponse.newBuilder().setPark(Park.newBuilder().setWhy("a test")));
  }

  public synchronized void goAway(Duration within) {
    say(
        ConnectResponse.newBuilder()
            .setGoAway(GoAway.newBuilder().setWithin(Plans.millis(within.toMillis()))));
  }

  /** Says Throttle after each Welcome from now on. */
  public synchronized void throttle(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Forgets what is not acked and asks for it again. */
  public synchronized void nack() {
    current.nacked = true;
    while (events.size() > ackedSeq) {
      events.removeLast();
    }
    byte[] committed = Arrays.copyOf(log.toByteArray(), (int) ackedLog);
    log.reset();
    log.writeBytes(committed);
    say(
        ConnectResponse.newBuilder()
            .setNack(Nack.newBuilder().setEventSeq(ackedSeq + 1).setLogOffset(ackedLog)));
  }

  /** Asks for what was acked, which is wrong. */
  public synchronized void nackAcked() {
    say(ConnectResponse.newBuilder().setNack(Nack.newBuilder().setEventSeq(1)));
  }

  /** Ends the stream. */
  public synchronized void end(Status status) {
    current.out.onError(status.asRuntimeException());
  }

  /** Answers each Hello from now on with this, not with Welcome. */
  public synchronized void answer(ConnectResponse.Builder other) {
    answer = other;
  }

  /** Answers Hello with Park. */
  public void parkAtOnce() {
    answer(ConnectResponse.newBuilder().setPark(Park.newBuilder().setWhy("a test")));
  }

  /** Answers Hello with Fenced. */
  public void fenceAtOnce() {
    answer(ConnectResponse.newBuilder().setFenced(Fenced.newBuilder().setWhy("a test")));
  }

  /** Changes the Welcome from now on. */
  public synchronized void welcome(Consumer<Welcome.Builder> change) {
    change.accept(welcome);
  }

  /** Acks nothing until {@link #ackAgain}. */
  public synchronized void holdAcks() {
    holding = true;
  }

  public synchronized void ackAgain() {
    holding = false;
    ack();
  }

  /** Acks no Beat any more. */
  public synchronized void holdBeats() {
    beatsHeld = true;
  }

  /** Gives every piece of log to {@code follower} as it comes. */
  public synchronized void follow(Consumer<String> follower) {
    onLog = follower;
  }

  /** Waits until the log holds {@code text}. */
  public void awaitLog(String text) throws InterruptedException {
    await("`" + text + "` in the log", () -> logText().contains(text));
  }

  /** Waits for a result in the stream of now, acked or not. */
  public void awaitResultTold() throws InterruptedException {
    await("result", () -> told);
  }

  /** Waits for so many Hellos. */
  public void awaitHellos(int count) throws InterruptedException {
    await(count + " Hellos", () -> hellos.size() >= count);
  }

  /** Waits until {@code there}, which is looked at whenever something came. */
  public synchronized void await(String what, BooleanSupplier there) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!there.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("no " + what + "; log: " + logText());
      }
      wait(left);
    }
  }

  public CompletableFuture<Result> result() {
    return result;
  }

  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  public synchronized List<Hello> hellos() {
    return List.copyOf(hellos);
  }

  public synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** Beats of all streams. */
  public synchronized long beats() {
    return beats;
  }

  public synchronized List<Warning> warnings() {
    return events.stream().filter(Event::hasWarning).map(Event::getWarning).toList();
  }

  public synchronized List<String> breaches() {
    return List.copyOf(breaches);
  }

  public synchronized byte[] log() {
    return log.toByteArray();
  }

  public synchronized String logText() {
    return log.toString(StandardCharsets.UTF_8);
  }

  public Plan plan() {
    return plan;
  }
}
