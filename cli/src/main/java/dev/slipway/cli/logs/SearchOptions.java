package dev.slipway.cli.logs;

import com.google.protobuf.Timestamp;
import dev.slipway.cli.option.Moment;
import dev.slipway.cli.option.TimeSpan;
import dev.slipway.v1.SearchLogsRequest;
import dev.slipway.v1.SearchLogsRequest.Mode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** What {@code logs --search} looks for. */
final class SearchOptions {
  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "Prints only the lines that hold TEXT, each with its number.")
  private @Nullable String text;

  @Option(
      names = "--words",
      description = "With --search: lines that hold every word of TEXT, in any order.")
  private boolean words;

  @Option(
      names = {"-i", "--ignore-case"},
      description = "With --search: A to Z match in either case.")
  private boolean ignoreCase;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Past.class,
      description =
          "With --search: lines from this time on, as in 15m (ago), 2026-11-26T08:00 or"
              + " 2026-11-26T08:00Z.")
  private @Nullable Moment since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Past.class,
      description = "With --search: lines before this time.")
  private @Nullable Moment until;

  @Option(
      names = "--all",
      description = "With --search and without BUILD: in all builds of the tenant, newest first.")
  private boolean all;

  @Option(
      names = "--project",
      paramLabel = "ID",
      description = "With --all: only builds of this project.")
  private String project = "";

  @Option(
      names = "--chat",
      paramLabel = "ID",
      description = "With --all: only builds of this chat.")
  private String chat = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "With --search: at most so many lines. Default: 1000.")
  private @Nullable Integer limit;

  /** Whether there is a text to search for. */
  boolean asked() {
    return text != null;
  }

  boolean all() {
    return all;
  }

  int limit() {
    return limit == null ? 1_000 : limit;
  }

  /** What is wrong with what was given; null when nothing is. */
  @Nullable String fault(boolean hasBuild) {
    if (text == null) {
      return given() ? "that is for --search TEXT; give it" : hasBuild ? null : "give a BUILD";
    }
    if (all == hasBuild) {
      return all ? "give a BUILD or --all, not both" : "give a BUILD, or --all for every build";
    }
    if (!all && !(project.isEmpty() && chat.isEmpty())) {
      return "--project and --chat are for --all";
    }
    return limit() < 1 ? "--limit " + limit + " makes no sense; give a number from 1 on" : null;
  }

  private boolean given() {
    return words
        || ignoreCase
        || all
        || since != null
        || until != null
        || limit != null
        || !project.isEmpty()
        || !chat.isEmpty();
  }

  /** The request, but for where it looks. */
  SearchLogsRequest.Builder request(Instant now) {
    SearchLogsRequest.Builder request =
        SearchLogsRequest.newBuilder()
            .setQuery(text == null ? "" : text)
            .setMode(words ? Mode.MODE_WORDS : Mode.MODE_SUBSTRING)
            .setIgnoreCase(ignoreCase)
            .setProject(project)
            .setChat(chat);
    if (since != null) {
      request.setStartTime(timestamp(since.seenFrom(now)));
    }
    if (until != null) {
      request.setEndTime(timestamp(until.seenFrom(now)));
    }
    return request;
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** As {@link Moment.Word}, but a span lies in the past. */
  static final class Past implements ITypeConverter<Moment> {
    private final Moment.Word word = new Moment.Word();
    private final TimeSpan timeSpan = new TimeSpan();

    @Override
    public Moment convert(String value) {
      if (value.matches("[0-9]+[a-z]")) {
        Duration ago = timeSpan.convert(value);
        return now -> now.minus(ago);
      }
      return word.convert(value);
    }
  }
}
