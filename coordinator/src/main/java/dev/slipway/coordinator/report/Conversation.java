package dev.slipway.coordinator.report;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.Claim;
import dev.slipway.coordinator.ledger.Ledger.Written;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.runner.v1.Beat;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Log;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Sample;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What one runner has said on one stream, and what it may say next. One thread at a time calls what
 * it hears, in the order of the stream; each call returns when what was said is committed and
 * acked.
 */
final class Conversation {
  private static final int LOG_BYTES_MAX = 64 * 1024;

  private final Caller caller;
  private final RunnerStream stream;
  private final Reports reports;
  private final ReportConfig config;
  private final Vitals vitals = new Vitals();
  // Read by whoever cancels, renews or drains, on threads of their own.
  private volatile @Nullable Terms terms;
  private volatile boolean over;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final StepsSoFar steps = new StepsSoFar();
  private long eventSeq;
  private long logSize;
  private int nacks;

  /** After a Nack: whatever is not the very next thing was sent before the runner heard of it. */
  private boolean goingBack;

  Conversation(Caller caller, RunnerStream stream, Reports reports, ReportConfig config) {
    this.caller = caller;
    this.stream = stream;
    this.reports = reports;
    this.config = config;
  }

  /** The runner's Hello; false when there is nothing more to talk about. */
  boolean hello(Hello hello, List<String> coordinators) {
    ProtocolError.unless(terms == null && !over, "a second Hello");
    ProtocolError.unless(
        hello.getBuild().equals(caller.build().name())
            && hello.getAttempt() == caller.lease().attempt(),
        "a Hello for %s attempt %s with the token of %s attempt %s",
        Words.text(hello.getBuild()),
        hello.getAttempt(),
        caller.build(),
        caller.lease().attempt());
    int protocol = Terms.protocol(hello);
    switch (reports.claim(caller, Terms.podUid(hello), Terms.bootId(hello))) {
      case Claim.Granted(int connGen, long runnerSeq) ->
          welcome(new Terms(protocol, connGen), runnerSeq, coordinators);
      case Claim.Stopping _ -> fence("it is being stopped");
      case Claim.OtherPod _ when protocol > 1 -> park();
      case Claim.OtherPod _ -> fence("another runner has claimed this attempt");
      case Claim.OtherProcess _ ->
          fence("another runner has claimed this attempt, and its work folder cannot be trusted");
      case Claim.Over(var resultSha256) -> afterTheEnd(hello, resultSha256);
    }
    return !over;
  }

  private void welcome(Terms granted, long runnerSeq, List<String> coordinators) {
    var known = reports.known(caller);
    if (known == null) {
      fence("it is over");
      return;
    }
    eventSeq = runnerSeq;
    logSize = known.logSize();
    steps.resume(known.plan(), known.begun(), known.ended());
    terms = granted;
    vitals.beat(0);
    stream.welcome(known.plan(), granted, eventSeq, logSize, config, coordinators);
  }

  /** The result was committed, its ack was not heard: only the very same one is acked again. */
  private void afterTheEnd(Hello hello, @Nullable String resultSha256) {
    var said = Words.hex(hello.getResultSha256());
    if (resultSha256 != null && !said.isEmpty() && resultSha256.equals(said)) {
      over = true;
      stream.ack(Long.MAX_VALUE, 0);
      stream.complete();
      return;
    }
    if (resultSha256 != null && !said.isEmpty()) {
      reports.conflicting(caller);
    }
    fence("it is over");
  }

  private void park() {
    over = true;
    stream.park("another pod of attempt " + caller.lease().attempt() + " is at work");
  }

  void event(Event event) {
    var open = open();
    ProtocolError.unless(
        event.getSeq() >= 1 && event.getSeq() <= config.eventsMax(),
        "event %s; 1 to %s events",
        event.getSeq(),
        config.eventsMax());
    ProtocolError.unless(
        event.getLogOffset() >= 0, "an event at log byte %s", event.getLogOffset());
    if (open.resumes() && event.getSeq() <= eventSeq) {
      stream.ack(eventSeq, logSize);
      return;
    }
    if (event.getSeq() != eventSeq + 1 || event.getLogOffset() != logSize) {
      outOfOrder(
          "event %s at log byte %s after event %s at %s",
          event.getSeq(), event.getLogOffset(), eventSeq, logSize);
      return;
    }
    goingBack = false;
    steps.check(event);
    var happened = Words.event(event, steps.plan(), caller.logBase());
    if (written(
        reports.record(caller, open.sender(caller, event.getSeq(), null), happened),
        "it is over")) {
      steps.add(event);
      eventSeq = event.getSeq();
      stream.ack(eventSeq, logSize);
    }
  }

  void log(Log log) {
    var open = open();
    int size = log.getData().size();
    ProtocolError.unless(size >= 1 && size <= LOG_BYTES_MAX, "a log message of %s bytes", size);
    long bytesMax = config.logBytesMax(steps.plan().size());
    ProtocolError.unless(
        log.getOffset() >= 0 && log.getOffset() <= bytesMax - size,
        "log at byte %s; at most %s bytes of log",
        log.getOffset(),
        bytesMax);
    var data = log.getData().toByteArray();
    var crc = new CRC32C();
    crc.update(data);
    if ((int) crc.getValue() != log.getCrc32C()) {
      // At its very place it is what was asked for, damaged once more.
      goingBack = goingBack && log.getOffset() != logSize;
      outOfOrder("log with a wrong checksum");
      return;
    }
    if (log.getOffset() > logSize) {
      outOfOrder("log at byte %s of %s", log.getOffset(), logSize);
      return;
    }
    goingBack = false;
    if (reports.append(caller, open.connGen(), log.getOffset(), data) == Logs.Appended.STORED) {
      logSize = Math.max(logSize, log.getOffset() + size);
      vitals.logged(size);
      stream.ack(eventSeq, logSize);
    } else {
      lost("it is over");
    }
  }

  void result(Result result) {
    var open = open();
    ProtocolError.unless(
        result.getLogSize() >= logSize || goingBack,
        "a result with %s bytes of log of which %s came",
        result.getLogSize(),
        logSize);
    if (result.getSeq() != eventSeq + 1 || result.getLogSize() != logSize) {
      outOfOrder(
          "result %s with %s bytes of log after event %s with %s",
          result.getSeq(), result.getLogSize(), eventSeq, logSize);
      return;
    }
    if (open.resumes()) {
      var crc = reports.logCrc(caller);
      ProtocolError.unless(
          result.hasLogCrc32C() && (crc == null || crc == result.getLogCrc32C()),
          "a result whose log has another checksum than what came");
    }
    switch (reports.result(caller, open, result)) {
      // A cancel that was committed before the result stands; the runner may go all the same.
      case RECORDED, STOPPING -> {
        over = true;
        stream.ack(result.getSeq(), logSize);
        stream.complete();
      }
      case FENCED -> lost("it is over");
    }
  }

  void beat(Beat beat) {
    open();
    vitals.beat(beat.getNumber());
  }

  /** What the running step uses: for whoever watches now, and written nowhere. */
  void sample(Sample sample) {
    open();
    if (vitals.takeSampleTurn()) {
      reports.sampled(
          caller, steps.progress(), Words.sample(sample, steps.plan()), cancelled.get());
    }
  }

  /** Asks the runner to end its steps, once a stream, if that is what the build waits for. */
  void cancelIfStopping() {
    if (terms != null
        && !over
        && !cancelled.get()
        && reports.state(caller) == StateName.STOPPING
        && cancelled.compareAndSet(false, true)) {
      stream.cancel("the build is being stopped", Plans.duration(config.killGrace().toMillis()));
    }
  }

  /** Whether nothing that the runner says counts any more. */
  boolean over() {
    return over;
  }

  Caller caller() {
    return caller;
  }

  RunnerStream stream() {
    return stream;
  }

  /** What was agreed at Welcome; null before. */
  @Nullable Terms terms() {
    return terms;
  }

  Vitals vitals() {
    return vitals;
  }

  /** Whether the runner was welcomed and speaks a protocol in which it can be told such things. */
  boolean resumes() {
    var agreed = terms;
    return agreed != null && agreed.resumes();
  }

  /** A newer stream of the runner was welcomed, here or elsewhere. */
  void overtaken() {
    over = true;
    stream.abort("a newer stream of this runner took over");
  }

  /** Its writes count no more: because the attempt is over, or a newer stream took over. */
  void lost(String otherwise) {
    var agreed = terms;
    if (agreed != null && reports.overtaken(caller, agreed.connGen())) {
      overtaken();
    } else {
      fence(otherwise);
    }
  }

  private Terms open() {
    var agreed = terms;
    if (agreed == null || over) {
      throw new ProtocolError("a message outside of Hello and Result");
    }
    return agreed;
  }

  /** What was not meant to come now: the runner goes back, or, if it cannot, has broken a rule. */
  @FormatMethod
  private void outOfOrder(@FormatString String what, Object... values) {
    if (goingBack) {
      return;
    }
    ProtocolError.unless(open().resumes(), what, values);
    nacks++;
    ProtocolError.unless(nacks <= config.nacksMax(), what, values);
    goingBack = true;
    stream.nack(eventSeq + 1, logSize);
  }

  private boolean written(Written written, String otherwise) {
    return switch (written) {
      case RECORDED -> true;
      case FENCED, STOPPING -> {
        lost(otherwise);
        yield false;
      }
    };
  }

  private void fence(String why) {
    over = true;
    stream.fenced("Attempt " + caller.lease().attempt() + " of " + caller.build() + ": " + why);
    stream.complete();
  }
}
