package dev.slipway.cli.waiting;

import com.google.protobuf.Timestamp;
import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Build;
import dev.slipway.v1.QueueStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A queue status on one line, and its parts. */
public final class Place {
  private Place() {}

  /**
   * As in {@code queued, 3rd in line, starts in about 40 s (at most 2 min): tenant default runs 2
   * of 2 builds}. Parts that nobody can say are left out.
   */
  public static String line(Build.State state, QueueStatus status) {
    List<String> parts = new ArrayList<>();
    parts.add(EnumNames.brief(state).toLowerCase(Locale.ROOT));
    if (status.getPosition() > 0) {
      parts.add(position(status));
    }
    if (status.hasEtaStartP50()) {
      parts.add("starts " + starts(status));
    }
    String line = String.join(", ", parts);
    return status.getBlockersCount() == 0 ? line : line + ": " + status.getBlockers(0).getMessage();
  }

  /** As in {@code next in line}, {@code 3rd in line}, {@code at least 1001st in line}. */
  public static String position(QueueStatus status) {
    if (status.getPosition() == 1) {
      // A lower bound of 1 says nothing: it cannot start as things are.
      return status.getPositionExact() ? "next in line" : "held back";
    }
    return (status.getPositionExact() ? "" : "at least ")
        + Words.ordinal(status.getPosition())
        + " in line";
  }

  /** As in {@code in about 40 s (at most 2 min)}; empty when nothing can be said. */
  public static String starts(QueueStatus status) {
    if (!status.hasEtaStartP50()) {
      return "";
    }
    String even = about(status.getEtaStartP50(), status);
    String late = status.hasEtaStartP90() ? about(status.getEtaStartP90(), status) : even;
    return even.equals(late)
        ? even
        : even + " (at most " + late.replaceFirst("^in about ", "") + ")";
  }

  private static String about(Timestamp moment, QueueStatus status) {
    String seen = Words.seenFrom(status.getAsOfTime(), moment);
    // What should have happened already may happen any moment.
    return seen.startsWith("in ") ? "in about " + seen.substring(3) : "any moment";
  }
}
