package dev.slipway.bench.coordinator;

/**
 * What a coordinator's builds did since it started.
 *
 * @param launched attempts that the coordinator launched
 * @param ended builds whose end is durable
 * @param refused attempts whose start or end was not taken: fenced, stopping, or an error
 * @param disorder seeded builds that started out of their turn
 * @param overlap seeded builds that started while another one of their chat ran
 */
public record Counts(long launched, long ended, long refused, long disorder, long overlap) {

  /** One line, for the pipe between two processes. */
  String line() {
    return "counts %d %d %d %d %d".formatted(launched, ended, refused, disorder, overlap);
  }

  /** Reads {@link #line}. */
  static Counts parse(String line) {
    var words = line.split(" ", -1);
    if (words.length != 6 || !words[0].equals("counts")) {
      throw new IllegalArgumentException("not counts: " + line);
    }
    return new Counts(
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]));
  }
}
