package dev.slipway.coordinator.report;

import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.IllegalTransition;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.Ledger.Written;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Log;
import dev.slipway.runner.v1.PlanStep;
import dev.slipway.runner.v1.Result;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;

/**
 * What one runner has said so far, and what it may say next. One thread at a time calls it, in the
 * order of the stream; each call returns when what was said is committed and acked.
 */
final class Conversation {
  private static final int PROTOCOL = 1;
  private static final int LOG_BYTES_MAX = 64 * 1024;

  private final Caller caller;
  private final RunnerStream stream;
  private final Reports reports;
  private final ReportConfig config;
  private final Map<String, PlanStep> plan = new HashMap<>();
  private final Set<String> begun = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  // Read by whoever cancels, on a thread of its own.
  private volatile boolean welcomed;
  private volatile boolean over;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private long eventSeq;
  private long logSize;

  Conversation(Caller caller, RunnerStream stream, Reports reports, ReportConfig config) {
    this.caller = caller;
    this.stream = stream;
    this.reports = reports;
    this.config = config;
  }

  void hello(Hello hello) {
    ProtocolError.unless(!welcomed && !over, "a second Hello");
    ProtocolError.unless(
        hello.getBuild().equals(caller.build().name())
            && hello.getAttempt() == caller.lease().attempt(),
        "a Hello for %s attempt %s with the token of %s attempt %s",
        Words.text(hello.getBuild()),
        hello.getAttempt(),
        caller.build(),
        caller.lease().attempt());
    ProtocolError.unless(
        hello.getProtocol() == PROTOCOL,
        "protocol %s; this coordinator speaks %s",
        hello.getProtocol(),
        PROTOCOL);
    try {
      if (written(reports.record(caller, new BuildEvent.Claimed()), "it is being stopped")) {
        var planned = reports.plan(caller);
        planned.getStepsList().forEach(step -> plan.put(step.getId(), step));
        stream.welcome(planned);
        welcomed = true;
        reports.warnings(caller).forEach(warning -> reports.record(caller, warning));
      }
    } catch (IllegalTransition claimed) {
      fence("another runner has claimed this attempt");
    }
  }

  void event(Event event) {
    open();
    ProtocolError.unless(
        event.getSeq() == eventSeq + 1, "event %s after event %s", event.getSeq(), eventSeq);
    ProtocolError.unless(
        event.getSeq() <= config.eventsMax(), "more than %s events", config.eventsMax());
    ProtocolError.unless(
        event.getLogOffset() == logSize,
        "an event at log byte %s of %s",
        event.getLogOffset(),
        logSize);
    inOrder(event);
    var happened = Words.event(event, plan, caller.logBase());
    if (written(reports.record(caller, happened), "it is over")) {
      eventSeq = event.getSeq();
      stream.ack(eventSeq, logSize);
    }
  }

  /** A step begins once, and ends once after that. */
  private void inOrder(Event event) {
    if (event.hasStepStarted()) {
      var step = event.getStepStarted().getStep();
      ProtocolError.unless(begun.add(step), "step %s began twice", Words.text(step));
    } else if (event.hasStepFinished()) {
      var step = event.getStepFinished().getStep();
      ProtocolError.unless(begun.contains(step), "step %s ended first", Words.text(step));
      ProtocolError.unless(ended.add(step), "step %s ended twice", step);
    }
  }

  void log(Log log) {
    open();
    int size = log.getData().size();
    ProtocolError.unless(size >= 1 && size <= LOG_BYTES_MAX, "a log message of %s bytes", size);
    ProtocolError.unless(
        log.getOffset() >= 0 && log.getOffset() <= logSize,
        "log at byte %s of %s",
        log.getOffset(),
        logSize);
    ProtocolError.unless(
        log.getOffset() + size <= config.logBytesMax(plan.size()),
        "more than %s bytes of log",
        config.logBytesMax(plan.size()));
    var data = log.getData().toByteArray();
    var crc = new CRC32C();
    crc.update(data);
    ProtocolError.unless((int) crc.getValue() == log.getCrc32C(), "log with a wrong checksum");
    if (reports.append(caller, log.getOffset(), data) == Logs.Appended.STORED) {
      logSize = Math.max(logSize, log.getOffset() + size);
      stream.ack(eventSeq, logSize);
    } else {
      fence("it is over");
    }
  }

  void result(Result result) {
    open();
    ProtocolError.unless(
        result.getSeq() == eventSeq + 1, "a result %s after event %s", result.getSeq(), eventSeq);
    ProtocolError.unless(
        result.getLogSize() == logSize,
        "a result with %s bytes of log of which %s came",
        result.getLogSize(),
        logSize);
    switch (reports.result(caller, result)) {
      // A cancel that was committed before the result stands; the runner may go all the same.
      case RECORDED, STOPPING -> {
        stream.ack(result.getSeq(), logSize);
        stream.complete();
        over = true;
      }
      case FENCED -> fence("it is over");
    }
  }

  /** Asks the runner to end its steps, once, if that is what the build waits for. */
  void cancelIfStopping() {
    if (welcomed
        && !over
        && reports.state(caller) == StateName.STOPPING
        && cancelled.compareAndSet(false, true)) {
      stream.cancel("the build is being stopped", Plans.duration(config.killGrace().toMillis()));
    }
  }

  /** Whether nothing that the runner says counts any more. */
  boolean over() {
    return over;
  }

  private void open() {
    ProtocolError.unless(welcomed && !over, "a message outside of Hello and Result");
  }

  private boolean written(Written written, String otherwise) {
    return switch (written) {
      case RECORDED -> true;
      case FENCED, STOPPING -> {
        fence(otherwise);
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
