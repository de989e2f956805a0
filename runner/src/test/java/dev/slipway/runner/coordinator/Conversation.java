package dev.slipway.runner.coordinator;

import com.google.protobuf.Duration;
import dev.slipway.runner.v1.Ack;
import dev.slipway.runner.v1.Cancel;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.ConnectResponse;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Fenced;
import dev.slipway.runner.v1.Log;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Warning;
import dev.slipway.runner.v1.Welcome;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * The coordinator's side of one Connect call: checks the protocol, keeps what was said, acks it.
 */
public final class Conversation implements StreamObserver<ConnectRequest> {
  private final Plan plan;
  private final List<Event> events = new ArrayList<>();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<String> breaches = new ArrayList<>();
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private StreamObserver<ConnectResponse> out;
  private java.util.function.Consumer<String> onLog = text -> {};
  private boolean fenced;

  Conversation(Plan plan) {
    this.plan = plan;
  }

  synchronized StreamObserver<ConnectRequest> begin(StreamObserver<ConnectResponse> out) {
    this.out = out;
    return this;
  }

  @Override
  public synchronized void onNext(ConnectRequest said) {
    switch (said.getMessageCase()) {
      case HELLO ->
          say(
              fenced
                  ? ConnectResponse.newBuilder().setFenced(Fenced.newBuilder().setWhy("a test"))
                  : ConnectResponse.newBuilder().setWelcome(Welcome.newBuilder().setPlan(plan)));
      case EVENT -> take(said.getEvent());
      case LOG -> take(said.getLog());
      case RESULT -> take(said.getResult());
      case MESSAGE_NOT_SET -> breaches.add("an empty message");
    }
    notifyAll();
  }

  private void take(Event event) {
    check(event.getSeq() == events.size() + 1, "event " + event.getSeq());
    check(event.getLogOffset() == log.size(), "log offset of event " + event.getSeq());
    events.add(event);
    ack(event.getSeq());
  }

  private void take(Log piece) {
    CRC32C crc = new CRC32C();
    crc.update(piece.getData().toByteArray());
    check(piece.getOffset() == log.size(), "log at " + piece.getOffset());
    check(piece.getCrc32C() == (int) crc.getValue(), "crc at " + piece.getOffset());
    check(!piece.getData().isEmpty() && piece.getData().size() <= 64 * 1024, "size of a piece");
    log.writeBytes(piece.getData().toByteArray());
    onLog.accept(piece.getData().toStringUtf8());
    ack(events.size());
  }

  private void take(Result said) {
    check(said.getSeq() == events.size() + 1, "result " + said.getSeq());
    check(said.getLogSize() == log.size(), "log size of the result");
    result.complete(said);
    ack(said.getSeq());
  }

  private void check(boolean fits, String what) {
    if (!fits) {
      breaches.add(what);
    }
  }

  private void ack(long seq) {
    say(
        ConnectResponse.newBuilder()
            .setAck(Ack.newBuilder().setEventSeq(seq).setLogSize(log.size())));
  }

  private void say(ConnectResponse.Builder message) {
    out.onNext(message.build());
  }

  public synchronized void cancel() {
    say(
        ConnectResponse.newBuilder()
            .setCancel(
                Cancel.newBuilder()
                    .setReason("a test")
                    .setGrace(Duration.newBuilder().setNanos(500_000_000))));
  }

  public synchronized void fence() {
    say(ConnectResponse.newBuilder().setFenced(Fenced.newBuilder().setWhy("a test")));
  }

  /** Answers Hello with Fenced. */
  public synchronized void fenceAtOnce() {
    fenced = true;
  }

  /** Gives every piece of log to {@code follower} as it comes. */
  public synchronized void follow(java.util.function.Consumer<String> follower) {
    onLog = follower;
  }

  /** Waits until the log holds {@code text}. */
  public synchronized void awaitLog(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!logText().contains(text)) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("no `" + text + "` in the log: " + logText());
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

  @Override
  public void onError(Throwable error) {}

  @Override
  public void onCompleted() {
    out.onCompleted();
  }
}
