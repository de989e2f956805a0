package dev.slipway.coordinator.search;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.log.LogChunk;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.coordinator.search.Found.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call's way through the logs of builds: what it found, and how much it may still look at. */
final class Scan {
  /** At most 1 MiB of them, when they are as large as they get. */
  private static final int CHUNKS_A_READ = 16;

  private final Logs logs;
  private final Wanted wanted;
  private final long scannedMax;
  private final Function<UUID, Steps> stepsOf;
  private final List<Match> matches = new ArrayList<>();
  private long scanned;
  private @Nullable Place at;

  Scan(Logs logs, Wanted wanted, long scannedMax, Function<UUID, Steps> stepsOf) {
    this.logs = logs;
    this.wanted = wanted;
    this.scannedMax = scannedMax;
    this.stepsOf = stepsOf;
  }

  List<Match> matches() {
    return matches;
  }

  long scanned() {
    return scanned;
  }

  /** Up to where it looked; null when it looked at nothing. */
  @Nullable Place at() {
    return at;
  }

  /** Whether the answer is full, or enough was looked at. */
  boolean full() {
    return matches.size() == wanted.most() || scanned >= scannedMax;
  }

  /** Searches a build's log until it ends or the scan is full. Returns where to go on. */
  Place build(BuildRef build, Place from) {
    var place = begin(build, from);
    if (place.offset() == Place.DONE) {
      at = new Place(build.id(), logs.whole(build).end(), 0);
      return place;
    }
    var scanner = new LineScanner(wanted.query(), place.offset(), place.number());
    var lines = new ArrayList<Line>();
    var next = go(build, scanner, lines);
    if (!lines.isEmpty()) {
      var steps = stepsOf.apply(build.id());
      for (var line : lines) {
        matches.add(
            new Match(
                build,
                steps.at(line.offset()),
                line.offset(),
                line.number(),
                line.text(),
                line.cut(),
                line.time()));
      }
    }
    at = new Place(build.id(), scanner.offset(), 0);
    return next;
  }

  /** Skips what was stored too early, but for the chunk before: a line may begin in it. */
  private Place begin(BuildRef build, Place from) {
    var time = wanted.from();
    if (time == null || from.offset() > 0) {
      return from;
    }
    var first = logs.firstSince(build, time);
    if (first.isEmpty()) {
      return new Place(build.id(), Place.DONE, 0);
    }
    var before = logs.chunks(build, Math.max(0, first.get() - 1), first.get(), 1);
    long start = before.isEmpty() ? first.get() : before.getFirst().logOffset();
    return start == 0 ? from : new Place(build.id(), start, 0);
  }

  private Place go(BuildRef build, LineScanner scanner, List<Line> lines) {
    var done = new Place(build.id(), Place.DONE, 0);
    long end = logs.whole(build).end();
    while (scanner.offset() < end) {
      var chunks = logs.chunks(build, scanner.offset(), end, CHUNKS_A_READ);
      if (chunks.isEmpty() || chunks.getLast().end() <= scanner.offset()) {
        // It was dropped.
        break;
      }
      for (var chunk : chunks) {
        scan(chunk, scanner, lines);
        if (wanted.isOver(scanner.time()) && wanted.isOver(chunk.writeTime())) {
          return done;
        }
        if (matches.size() + lines.size() == wanted.most() || scanned >= scannedMax) {
          return new Place(build.id(), scanner.resumeOffset(), scanner.number());
        }
      }
    }
    take(scanner.last(), lines);
    return done;
  }

  private void scan(LogChunk chunk, LineScanner scanner, List<Line> lines) {
    long before = scanner.offset();
    var bytes = chunk.bytes();
    while (scanner.offset() < chunk.end() && matches.size() + lines.size() < wanted.most()) {
      take(scanner.next(bytes, chunk.logOffset(), chunk.writeTime()), lines);
    }
    scanned += scanner.offset() - before;
  }

  private void take(Optional<Line> line, List<Line> lines) {
    line.filter(found -> wanted.wants(found.time())).ifPresent(lines::add);
  }
}
