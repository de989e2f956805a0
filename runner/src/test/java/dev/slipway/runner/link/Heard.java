package dev.slipway.runner.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A listener that only remembers. */
final class Heard implements LinkListener {
  private final List<String> cancels = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<LinkLost> losses = new ArrayList<>();

  @Override
  public synchronized void cancelled(String reason, Duration grace) {
    cancels.add(reason + " " + grace.toMillis());
  }

  @Override
  public synchronized void lost(LinkLost why) {
    losses.add(why);
    notifyAll();
  }

  @Override
  public synchronized void note(String line) {
    notes.add(line);
  }

  synchronized List<String> cancels() {
    return List.copyOf(cancels);
  }

  synchronized List<String> notes() {
    return List.copyOf(notes);
  }

  synchronized List<LinkLost> losses() {
    return List.copyOf(losses);
  }
}
