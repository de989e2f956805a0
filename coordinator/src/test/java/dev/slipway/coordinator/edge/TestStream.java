package dev.slipway.coordinator.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** A client of a server stream that reads only what it asked for. */
public final class TestStream<Q, A> implements ClientResponseObserver<Q, A> {
  private final BlockingQueue<A> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
  private final Context.CancellableContext context = Context.current().withCancellation();
  private ClientCallStreamObserver<Q> call;

  private TestStream() {}

  /** Opens one that has room for nothing yet. */
  public static <Q, A> TestStream<Q, A> open(BiConsumer<Q, StreamObserver<A>> method, Q request) {
    var stream = new TestStream<Q, A>();
    stream.context.run(() -> method.accept(request, stream));
    return stream;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> call) {
    this.call = call;
    call.disableAutoRequestWithInitial(0);
  }

  /** Makes room for more. */
  public TestStream<Q, A> wants(int messages) {
    call.request(messages);
    return this;
  }

  public void leaves() {
    context.cancel(null);
  }

  /** The next message; waits for it. */
  public A next() throws InterruptedException {
    var message = messages.poll(20, TimeUnit.SECONDS);
    assertThat(message).as("the next message; %s", failed).isNotNull();
    return message;
  }

  /** Messages up to the first one of this kind, with it; waits for it. */
  public List<A> until(Predicate<A> last) throws InterruptedException {
    var found = new ArrayList<A>();
    do {
      found.add(next());
    } while (!last.test(found.getLast()));
    return found;
  }

  /** What came and was not taken. */
  public List<A> rest() {
    return List.copyOf(messages);
  }

  /** How it ended; waits for it. */
  public Status closed() throws Exception {
    var failure = failed.get(20, TimeUnit.SECONDS);
    return failure instanceof StatusRuntimeException e ? e.getStatus() : Status.OK;
  }

  /** How it ended, with details; waits for it. */
  public com.google.rpc.Status answer() throws Exception {
    return StatusProto.fromThrowable(failed.get(20, TimeUnit.SECONDS));
  }

  @Override
  public void onNext(A message) {
    messages.add(message);
  }

  @Override
  public void onError(Throwable failure) {
    failed.complete(failure);
  }

  @Override
  public void onCompleted() {
    failed.complete(Ended.WELL);
  }

  private static final class Ended extends Exception {
    private static final Ended WELL = new Ended();
  }
}
