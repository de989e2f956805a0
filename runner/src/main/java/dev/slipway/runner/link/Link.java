package dev.slipway.runner.link;

import dev.slipway.runner.spool.Spool;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.ConnectResponse;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Sample;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of this attempt with its coordinators, over as many streams as it takes. Steps
 * hand over events and never wait; one thread connects, sends, listens and looks at the clock.
 */
public final class Link implements AutoCloseable {
  /** In protocol 1: how long the coordinator may take to commit the result. */
  private static final Duration RESULT_WAIT = Duration.ofMinutes(5);

  private final Coordinators coordinators;
  private final LinkTimes times;
  private final Standing standing;
  private final Rotation rotation;
  private final Pause pause;
  private final CompletableFuture<Void> resultAcked = new CompletableFuture<>();
  private final Object lock = new Object();
  private boolean woken;
  private boolean closed;
  private boolean connected;

  private Link(
      Coordinators coordinators,
      Hello hello,
      Spool spool,
      LinkTimes times,
      LinkListener listener,
      RandomGenerator random) {
    this.coordinators = coordinators;
    this.times = times;
    this.standing =
        new Standing(
            hello,
            new Outbox(spool),
            new Fence(System.nanoTime(), times.startup()),
            coordinators.addresses(),
            new CompletableFuture<>(),
            listener,
            random);
    this.rotation = new Rotation(coordinators.addresses());
    this.pause = new Pause(times.pauseFirst(), times.pauseMax(), random);
    spool.onGrow(this::wake);
  }

  /** Begins to look for a coordinator. Does not wait for one: see {@link #plan}. */
  public static Link open(
      Coordinators coordinators, Hello hello, Spool spool, LinkTimes times, LinkListener listener) {
    Link link = new Link(coordinators, hello, spool, times, listener, new SplittableRandom());
    Thread.ofPlatform().daemon().name("link").start(link::live);
    return link;
  }

  /**
   * What to do. Blocks until a coordinator says Welcome.
   *
   * @throws LinkLost when one says something else, or none is found in time
   */
  public Plan plan() throws LinkLost, InterruptedException {
    try {
      return standing.plan().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LinkLost lost) {
        throw lost;
      }
      throw new IllegalStateException(e);
    }
  }

  /** Hands over an event; its seq and log offset are set here. */
  public void send(Event.Builder event) {
    standing.outbox().add(event);
    wake();
  }

  /** Hands over a sample; one that is not sent yet is replaced. */
  public void send(Sample sample) {
    standing.outbox().replace(sample);
    wake();
  }

  /**
   * Hands over the last word; its seq, log size and checksum are set here. Blocks until it is
   * committed; an interrupt is kept for later.
   *
   * @throws LinkLost when the attempt cannot go on before that
   */
  public void finish(Result.Builder result) throws LinkLost {
    standing.outbox().add(result);
    wake();
    if (standing.outbox().protocol() < 2) {
      var _ = resultAcked.orTimeout(RESULT_WAIT.toSeconds(), TimeUnit.SECONDS);
    }
    try {
      var _ = resultAcked.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LinkLost lost) {
        throw lost;
      }
      if (e.getCause() instanceof TimeoutException) {
        throw LinkLost.over("the result was not acked within " + RESULT_WAIT.toSeconds() + " s");
      }
      throw e;
    }
  }

  /** Ends the stream; nothing is sent any more. Does not wait. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
  }

  private void live() {
    Verdict end;
    try {
      end = streams();
    } catch (IOException e) {
      end = new Verdict.Lost(LinkLost.over("the log cannot be read back: " + e.getMessage()));
    } catch (InterruptedException e) {
      end = new Verdict.Lost(LinkLost.over("interrupted"));
    } catch (RuntimeException | Error e) {
      // Ours to mend; without this thread nobody would end the steps.
      end = new Verdict.Lost(LinkLost.over("a fault of the link: " + e));
      e.printStackTrace();
    }
    if (end instanceof Verdict.Lost(LinkLost why)) {
      boolean _ = standing.plan().completeExceptionally(why);
      if (resultAcked.completeExceptionally(why) && !closed()) {
        standing.listener().lost(why);
      }
    } else {
      resultAcked.complete(null);
    }
  }

  /** One stream after the other, until one says that it was the last. */
  private Verdict streams() throws IOException, InterruptedException {
    while (true) {
      String address = rotation.next();
      long now = System.nanoTime();
      Session session = new Session(standing, address, times.welcome(), now);
      Verdict verdict;
      try (Wire wire = new Wire(coordinators.connect(address), this::wake)) {
        verdict = converse(session, wire);
      }
      if (session.useful()) {
        pause.reset();
      }
      if (!(verdict instanceof Verdict.Again(String why))) {
        return verdict;
      }
      if (connected) {
        connected = false;
        standing.listener().note("the link broke (" + why + "); connecting again");
      }
      rest(pause.next());
      if (standing.fence().over(System.nanoTime())) {
        return fenced(why);
      }
    }
  }

  private Verdict converse(Session session, Wire wire) throws IOException, InterruptedException {
    while (true) {
      long now = System.nanoTime();
      hearAll(session, wire, now);
      session.look(now);
      if (session.verdict() != null) {
        return session.verdict();
      }
      if (standing.fence().over(now)) {
        return fenced("no Beat was acked");
      }
      if (closed()) {
        return new Verdict.Lost(LinkLost.over("closed"));
      }
      boolean ready = wire.isReady();
      ConnectRequest next = ready ? session.next(now) : null;
      if (next == null) {
        sleepUntil(session.wakeAt(now, ready), now);
      } else {
        wire.send(next);
      }
    }
  }

  private void hearAll(Session session, Wire wire, long now) {
    for (ConnectResponse said = wire.heard();
        said != null && session.verdict() == null;
        said = wire.heard()) {
      session.hear(said, now);
    }
    Status ended = wire.ended();
    if (ended != null) {
      session.ended(ended);
    }
    if (session.protocol() > 0 && !connected) {
      connected = true;
      standing.listener().note("linked to " + session.address());
    }
  }

  private Verdict fenced(String why) {
    String waited = standing.fence().length().toMillis() + " ms";
    return new Verdict.Lost(
        standing.outbox().protocol() == 0
            ? LinkLost.unreachable("no coordinator took this runner within " + waited + ": " + why)
            : LinkLost.over("no coordinator has heard this runner for " + waited + ": " + why));
  }

  /** Waits for {@code pause}, at most until the fence. */
  private void rest(Duration pause) throws InterruptedException {
    long now = System.nanoTime();
    long end = Math.min(pause.toNanos(), standing.fence().at() - now) + now;
    synchronized (lock) {
      for (long left = end - now; left > 0 && !closed; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
    }
  }

  /** Waits until {@code at}, the fence, or until woken. */
  private void sleepUntil(@Nullable Long at, long now) throws InterruptedException {
    long fence = standing.fence().at() - now;
    long left = at == null ? fence : Math.min(at - now, fence);
    synchronized (lock) {
      if (!woken && !closed && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
      woken = false;
    }
  }

  private void wake() {
    synchronized (lock) {
      woken = true;
      lock.notifyAll();
    }
  }

  private boolean closed() {
    synchronized (lock) {
      return closed;
    }
  }
}
