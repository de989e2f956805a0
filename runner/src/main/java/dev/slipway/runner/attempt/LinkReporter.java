package dev.slipway.runner.attempt;

import dev.slipway.runner.link.Link;
import dev.slipway.runner.step.Reporter;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Sample;
import java.time.Duration;

/** Tells the coordinator by the link, and of a stall the one who ends steps. */
record LinkReporter(Link link, Stop stop) implements Reporter {
  @Override
  public void send(Event.Builder event) {
    link.send(event);
  }

  @Override
  public void sample(Sample sample) {
    link.send(sample);
  }

  @Override
  public void stalled(String step, Duration limit) {
    stop.request(new Stop.Stalled(step, limit));
  }
}
