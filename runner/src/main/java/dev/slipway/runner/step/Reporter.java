package dev.slipway.runner.step;

import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Sample;
import java.time.Duration;

/** Where goes what a step tells of itself. Never blocks. */
public interface Reporter {
  /** Sends it, numbered, after all output so far. */
  void send(Event.Builder event);

  /** Sends it soon, unless a newer one comes first. */
  void sample(Sample sample);

  /** The step does nothing any more, for {@code limit}: it is ended. */
  void stalled(String step, Duration limit);
}
