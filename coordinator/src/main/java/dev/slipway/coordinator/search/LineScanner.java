package dev.slipway.coordinator.search;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks for a query in the bytes of a log, which it is given once and in order. It keeps 4 KiB of
 * the line that it is in. A line longer than 1 MiB is searched in pieces of that size: a match over
 * their border is found in the second; words must all stand in one.
 */
final class LineScanner {
  /** The most that is kept of a line, and given out. */
  static final int TEXT_BYTES = 4096;

  /** The most that stands before the match in what is given out. */
  static final int BEFORE_BYTES = 1024;

  static final int PIECE_BYTES = 1 << 20;

  private final List<Needle> needles;
  private final int longest;
  private final int wanted;
  private final byte[] text = new byte[TEXT_BYTES];
  private int textSize;
  private boolean textCut;
  private int found;
  private long firstMatch;
  private long at;
  private long pieceStart;
  private boolean within;
  private long number;
  private Instant time = Instant.EPOCH;

  /**
   * @param offset of the first byte that it will be given
   * @param number of the line that this byte stands in; 0 when it is not known
   */
  LineScanner(Query query, long offset, long number) {
    needles = query.needles().stream().map(text -> new Needle(text, query.ignoreCase())).toList();
    longest = needles.stream().mapToInt(Needle::length).max().orElseThrow();
    wanted = (1 << needles.size()) - 1;
    at = offset;
    pieceStart = offset;
    this.number = number;
  }

  /**
   * Goes on to the end of the next line that matches, or to the end of the bytes. Call it again
   * with the same bytes until {@link #offset} is behind them.
   *
   * @param bytes those from {@code start} on, which hold the next byte
   * @param stored when they were
   */
  Optional<Line> next(byte[] bytes, long start, Instant stored) {
    for (int i = (int) (at - start); i < bytes.length; i++) {
      if (at == pieceStart) {
        time = stored;
      }
      byte b = bytes[i];
      at++;
      if (b == '\n') {
        var line = line();
        endLine();
        if (line.isPresent()) {
          return line;
        }
        continue;
      }
      look(b);
      keep(b);
      if (at - pieceStart == PIECE_BYTES) {
        textCut = true;
        var line = line();
        endPiece(true);
        if (line.isPresent()) {
          return line;
        }
      }
    }
    return Optional.empty();
  }

  /** The last line, which has no end, if it matches. Nothing may come after this. */
  Optional<Line> last() {
    return line();
  }

  /** Of the next byte. */
  long offset() {
    return at;
  }

  /** Where another scanner must begin so that, with what this one found, nothing is missed. */
  long resumeOffset() {
    return within ? Math.max(0, pieceStart - (longest - 1)) : pieceStart;
  }

  /** The number of the line in which {@link #resumeOffset} stands; 0 when it is not known. */
  long number() {
    return number;
  }

  /** When the line that it is in began to be stored; in no line: what it was for the last one. */
  Instant time() {
    return time;
  }

  private void look(byte b) {
    for (int i = 0; i < needles.size(); i++) {
      var needle = needles.get(i);
      if (needle.ends(b) && (found & 1 << i) == 0) {
        if (found == 0) {
          firstMatch = at - needle.length();
        }
        found |= 1 << i;
      }
    }
  }

  private void keep(byte b) {
    if (textSize == TEXT_BYTES) {
      if (found != 0) {
        textCut = true;
        return;
      }
      System.arraycopy(text, TEXT_BYTES - BEFORE_BYTES, text, 0, BEFORE_BYTES);
      textSize = BEFORE_BYTES;
      textCut = true;
    }
    text[textSize++] = b;
  }

  private Optional<Line> line() {
    if (found != wanted) {
      return Optional.empty();
    }
    int length = textSize > 0 && text[textSize - 1] == '\r' ? textSize - 1 : textSize;
    return Optional.of(
        new Line(firstMatch, number, SafeText.of(text, length), textCut || within, time));
  }

  private void endLine() {
    needles.forEach(Needle::reset);
    if (number > 0) {
      number++;
    }
    endPiece(false);
  }

  private void endPiece(boolean goesOn) {
    found = 0;
    textSize = 0;
    textCut = false;
    pieceStart = at;
    within = goesOn;
  }
}
