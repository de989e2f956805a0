package dev.slipway.cli.replay;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.LogChunk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives events on at their own pace. They have times, pieces of log have none: what was printed
 * between two events is spread over the time between them, in lines.
 */
final class Player {
  /** Log that is held until the next event tells how much time it has; more is shown at once. */
  static final int HELD_BYTES_MAX = 1 << 20;

  /** Pieces that the log between two events is shown in. */
  private static final int PIECES_MAX = 200;

  private final int speed;
  private final Consumer<Duration> pause;
  private final Consumer<BuildEvent> show;
  private final List<ByteString> lines = new ArrayList<>();
  private int held;
  private @Nullable BuildEvent before;

  /**
   * @param speed how many times as fast as it was
   * @param pause waits for so long
   * @param show takes each event and each piece of log, when its time has come
   */
  Player(int speed, Consumer<Duration> pause, Consumer<BuildEvent> show) {
    this.speed = speed;
    this.pause = pause;
    this.show = show;
  }

  /** Plays an event or a piece of log; pieces of log wait for the event behind them. */
  void play(BuildEvent event) {
    if (event.hasLog()) {
      hold(event.getLog().getData());
    } else if (event.getSequence() > 0) {
      showLog(since(before, event));
      show.accept(event);
      before = event;
    }
  }

  private void hold(ByteString data) {
    for (int from = 0; from < data.size(); ) {
      int to = from;
      while (to < data.size() && data.byteAt(to++) != '\n') {}
      lines.add(data.substring(from, to));
      from = to;
    }
    held += data.size();
    if (held > HELD_BYTES_MAX) {
      showLog(Duration.ZERO);
    }
  }

  /** Shows what is held within a time; without any, waits for that long. */
  private void showLog(Duration time) {
    int pieces = Math.min(lines.size(), PIECES_MAX);
    Duration each = time.dividedBy(pieces + 1L);
    for (int piece = 0; piece < pieces; piece++) {
      pause.accept(each);
      int from = lines.size() * piece / pieces;
      int to = lines.size() * (piece + 1) / pieces;
      ByteString data = ByteString.copyFrom(lines.subList(from, to));
      show.accept(BuildEvent.newBuilder().setLog(LogChunk.newBuilder().setData(data)).build());
    }
    pause.accept(time.minus(each.multipliedBy(pieces)));
    lines.clear();
    held = 0;
  }

  private Duration since(@Nullable BuildEvent earlier, BuildEvent event) {
    if (earlier == null) {
      return Duration.ZERO;
    }
    long nanos =
        Durations.toNanos(Timestamps.between(earlier.getEventTime(), event.getEventTime()));
    return Duration.ofNanos(Math.max(0, nanos) / speed);
  }
}
