package dev.slipway.race.link;

import dev.slipway.bench.measure.Rest;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.runner.link.Coordinators;
import dev.slipway.runner.link.Link;
import dev.slipway.runner.link.LinkListener;
import dev.slipway.runner.link.LinkLost;
import dev.slipway.runner.link.LinkTimes;
import dev.slipway.runner.spool.Spool;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Result.Outcome;
import dev.slipway.runner.v1.StepFinished;
import dev.slipway.runner.v1.StepStarted;
import dev.slipway.v1.Build;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One fault at one state, on a build of its own whose runner is played here with the real link. */
final class Cell {
  private static final LinkTimes TIMES =
      new LinkTimes(
          Duration.ofSeconds(60),
          Duration.ofSeconds(2),
          Duration.ofMillis(50),
          Duration.ofMillis(500),
          Duration.ofSeconds(10));

  /** Longer than a runner waits for the ack of a Beat before it looks for another stream. */
  private static final Duration FAULT_LASTS = Duration.ofMillis(1_800);

  private static final int LINES = 3_000;

  private final LinkState state;
  private final LinkFault fault;
  private final Calls calls;
  private final Path folder;
  private final List<String> wrong = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final CountDownLatch cancelled = new CountDownLatch(1);

  Cell(LinkState state, LinkFault fault, Calls calls, Path folder) {
    this.state = state;
    this.fault = fault;
    this.calls = calls;
    this.folder = folder;
  }

  /** Runs it; what went wrong, empty for nothing. Blocks for some seconds. */
  List<String> run() throws Exception {
    var build = calls.submit(this.toString());
    var launch = Launches.of(build.id()).get(60, TimeUnit.SECONDS);
    try (var proxy = Proxy.before(calls.address());
        var spool = new Spool(folder.resolve(build.id() + ".log"))) {
      if (state == LinkState.HELLO) {
        begin(proxy);
      }
      try (var link =
          Link.open(
              new Coordinators(proxy.address(), null, launch.token()),
              hello(launch),
              spool,
              TIMES,
              new Listener())) {
        var _ = link.plan();
        work(build, link, spool, proxy);
      } catch (LinkLost lost) {
        wrong.add("the link was lost: " + lost.getMessage());
      }
      if (proxy.felt() == 0) {
        wrong.add("the fault was never felt");
      }
    } finally {
      calls.exits(launch);
    }
    check(build);
    return wrong;
  }

  private void work(BuildRef build, Link link, Spool spool, Proxy proxy)
      throws IOException, InterruptedException, LinkLost {
    link.send(started("one"));
    if (state == LinkState.EVENT) {
      begin(proxy);
    }
    print(spool, "one");
    link.send(finished("one"));
    link.send(started("two"));
    for (int i = 0; i < LINES; i++) {
      if (i == LINES / 3 && state == LinkState.LOG) {
        begin(proxy);
      }
      print(spool, "two " + i + " " + (state == LinkState.LOG ? Frames.MARK : toString()));
      if (i % 100 == 0) {
        Rest.of(Duration.ofMillis(10));
      }
    }
    link.send(finished("two"));
    if (state == LinkState.BEAT) {
      begin(proxy);
      Rest.of(FAULT_LASTS);
    }
    if (state == LinkState.CANCEL) {
      begin(proxy);
      calls.cancel(build);
      if (!cancelled.await(60, TimeUnit.SECONDS)) {
        wrong.add("the cancel was never heard");
      }
    }
    if (state == LinkState.RESULT) {
      begin(proxy);
    }
    link.finish(
        Result.newBuilder()
            .setOutcome(
                state == LinkState.CANCEL ? Outcome.OUTCOME_CANCELLED : Outcome.OUTCOME_SUCCEEDED)
            .setOutput(com.google.protobuf.ByteString.copyFromUtf8(toString())));
  }

  /** The fault begins now and lasts for a while; the work goes on meanwhile. */
  private void begin(Proxy proxy) {
    proxy.begin(fault);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Rest.of(FAULT_LASTS);
                proxy.end();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void print(Spool spool, String line) throws IOException {
    var bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    printed.writeBytes(bytes);
    spool.append(bytes, bytes.length);
  }

  private void check(BuildRef ref) throws InterruptedException {
    var build = calls.ended(ref);
    var wanted =
        state == LinkState.CANCEL ? Build.State.STATE_CANCELLED : Build.State.STATE_SUCCEEDED;
    same("state", build.getState(), wanted);
    same("attempts", build.getAttempt(), 1);
    if (wanted == Build.State.STATE_SUCCEEDED) {
      same("output", build.getResults().getOutput(), toString());
    }
    var log = calls.log(ref);
    same("bytes of log", log.length, printed.size());
    same("log", new String(log, StandardCharsets.UTF_8), printed.toString(StandardCharsets.UTF_8));
    var events = calls.events(ref);
    for (int i = 0; i < events.size(); i++) {
      same("sequence", events.get(i).getSequence(), i + 1L);
    }
    same(
        "steps",
        events.stream()
            .filter(event -> event.hasStepStarted() || event.hasStepFinished())
            .map(
                event ->
                    event.hasStepStarted()
                        ? "+" + event.getStepStarted().getStep()
                        : "-" + event.getStepFinished().getStep())
            .toList(),
        List.of("+one", "-one", "+two", "-two"));
  }

  private void same(String what, Object found, Object wanted) {
    if (!found.equals(wanted)) {
      var text = what + " is " + found + ", not " + wanted;
      wrong.add(text.substring(0, Math.min(300, text.length())));
    }
  }

  private static Hello hello(Launches.Launch launch) {
    return Hello.newBuilder()
        .setBuild(launch.build().name())
        .setAttempt(launch.lease().attempt())
        .setProtocol(1)
        .setNewestProtocol(2)
        .setRunnerVersion("matrix")
        .setBootId(UUID.randomUUID().toString())
        .setPodUid("matrix")
        .build();
  }

  private static Event.Builder started(String step) {
    return Event.newBuilder().setStepStarted(StepStarted.newBuilder().setStep(step));
  }

  private static Event.Builder finished(String step) {
    return Event.newBuilder().setStepFinished(StepFinished.newBuilder().setStep(step));
  }

  private final class Listener implements LinkListener {
    @Override
    public void cancelled(String reason, Duration grace) {
      cancelled.countDown();
    }

    @Override
    public void lost(LinkLost why) {
      cancelled.countDown();
    }

    @Override
    public void note(String line) {}
  }

  @Override
  public String toString() {
    return fault + " at " + state;
  }
}
