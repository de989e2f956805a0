package dev.slipway.runner.link;

import dev.slipway.runner.spool.Spool;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.ConnectResponse;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Result;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one conversation of this attempt. Steps hand over events and never wait; a thread of its own
 * sends them and the spool's bytes as fast as the coordinator takes them.
 */
public final class Link {
  private final Object lock = new Object();
  private final Outbox outbox;
  private final LinkListener listener;
  private final CompletableFuture<Plan> plan = new CompletableFuture<>();
  private final CompletableFuture<Void> resultAcked = new CompletableFuture<>();
  private @Nullable ClientCallStreamObserver<ConnectRequest> out;
  private long resultSeq = Long.MAX_VALUE;
  private boolean over;

  private Link(Spool spool, LinkListener listener) {
    this.outbox = new Outbox(spool);
    this.listener = listener;
    spool.onGrow(this::wake);
  }

  /** Connects and says {@code hello}. Does not wait for the answer: see {@link #plan}. */
  public static Link open(
      Coordinator coordinator, Hello hello, Spool spool, LinkListener listener) {
    Link link = new Link(spool, listener);
    var _ = coordinator.calls().connect(link.new Incoming());
    link.sender(ConnectRequest.newBuilder().setHello(hello).build()).start();
    return link;
  }

  /**
   * What to do. Blocks until the coordinator says Welcome; an interrupt is kept for later.
   *
   * @throws LinkLost when it says something else, or nothing within {@code atMost}
   */
  public Plan plan(Duration atMost) throws LinkLost {
    return await(plan, atMost);
  }

  /** Hands over an event; its seq and log offset are set here. */
  public void send(Event.Builder event) {
    synchronized (lock) {
      outbox.add(event);
      lock.notifyAll();
    }
  }

  /**
   * Hands over the last word; its seq and log size are set here. Blocks until it is committed; an
   * interrupt is kept for later.
   *
   * @throws LinkLost when the link is gone before, or the ack has not come within {@code atMost}
   */
  public void finish(Result.Builder result, Duration atMost) throws LinkLost {
    synchronized (lock) {
      resultSeq = outbox.add(result);
      lock.notifyAll();
    }
    await(resultAcked, atMost);
  }

  private static <T> T await(CompletableFuture<T> answer, Duration atMost) throws LinkLost {
    try {
      return answer.orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof LinkLost lost
          ? lost
          : new LinkLost("the coordinator did not answer within " + atMost.toSeconds() + " s");
    }
  }

  private void wake() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }

  private Thread sender(ConnectRequest hello) {
    return Thread.ofPlatform()
        .daemon()
        .name("link")
        .unstarted(
            () -> {
              try {
                sendAll(hello);
              } catch (IOException e) {
                lose(new LinkLost("the log cannot be read back: " + e.getMessage()));
              } catch (InterruptedException e) {
                lose(new LinkLost("interrupted"));
              }
            });
  }

  private void sendAll(ConnectRequest hello) throws IOException, InterruptedException {
    @Nullable ConnectRequest next = hello;
    while (true) {
      ClientCallStreamObserver<ConnectRequest> to;
      synchronized (lock) {
        next = next == null ? outbox.next() : next;
        while (!over && (next == null || out == null || !out.isReady())) {
          lock.wait();
          next = next == null ? outbox.next() : next;
        }
        if (over || next == null || out == null) {
          return;
        }
        to = out;
      }
      to.onNext(next);
      next = null;
    }
  }

  private void lose(LinkLost lost) {
    synchronized (lock) {
      if (over) {
        return;
      }
      over = true;
      lock.notifyAll();
    }
    plan.completeExceptionally(lost);
    if (resultAcked.completeExceptionally(lost)) {
      listener.lost(String.valueOf(lost.getMessage()));
    }
  }

  /** What the coordinator says. */
  private final class Incoming implements ClientResponseObserver<ConnectRequest, ConnectResponse> {
    @Override
    public void beforeStart(ClientCallStreamObserver<ConnectRequest> stream) {
      synchronized (lock) {
        out = stream;
      }
      stream.setOnReadyHandler(Link.this::wake);
    }

    @Override
    public void onNext(ConnectResponse said) {
      switch (said.getMessageCase()) {
        case WELCOME -> plan.complete(said.getWelcome().getPlan());
        case ACK -> {
          if (said.getAck().getEventSeq() >= resultSeq()) {
            resultAcked.complete(null);
          }
        }
        case CANCEL -> {
          var grace = said.getCancel().getGrace();
          listener.cancelled(
              said.getCancel().getReason(),
              Duration.ofSeconds(grace.getSeconds(), grace.getNanos()));
        }
        case FENCED -> lose(LinkLost.over("fenced: " + said.getFenced().getWhy()));
        case MESSAGE_NOT_SET -> {
          // Something newer than this runner; whatever it is, it was said to be safe to pass over.
        }
      }
    }

    @Override
    public void onError(Throwable error) {
      String why = "the link to the coordinator broke: " + error.getMessage();
      boolean over = Status.fromThrowable(error).getCode() == Status.Code.PERMISSION_DENIED;
      lose(over ? LinkLost.over(why) : new LinkLost(why));
    }

    @Override
    public void onCompleted() {
      lose(new LinkLost("the coordinator ended the link"));
    }

    private long resultSeq() {
      synchronized (lock) {
        return resultSeq;
      }
    }
  }
}
