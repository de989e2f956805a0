package dev.slipway.coordinator.fanout;

import com.google.protobuf.Timestamp;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.PageSize;
import dev.slipway.coordinator.build.PageToken;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.search.Found;
import dev.slipway.coordinator.search.LogSearch;
import dev.slipway.coordinator.search.Place;
import dev.slipway.coordinator.search.Query;
import dev.slipway.coordinator.search.Wanted;
import dev.slipway.v1.LogMatch;
import dev.slipway.v1.LogPosition;
import dev.slipway.v1.SearchLogsRequest;
import dev.slipway.v1.SearchLogsResponse;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers SearchLogs. */
@Singleton
class LogSearches {
  private static final int MATCHES = 100;
  private static final Pattern TENANT = Pattern.compile("tenants/(" + Ids.PATTERN + ")");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");

  private final LogSearch search;
  private final LogRanges ranges;

  LogSearches(LogSearch search, LogRanges ranges) {
    this.search = search;
    this.ranges = ranges;
  }

  SearchLogsResponse search(SearchLogsRequest request) {
    boolean oneBuild = !request.getName().isEmpty();
    if (oneBuild == !request.getParent().isEmpty()) {
      throw Refusal.badField(
          "name", "and parent: give one of them, a build to search or a tenant.");
    }
    var wanted = wanted(request, oneBuild);
    var token = token(request);
    if (oneBuild) {
      var build = BuildRef.ofRequest(request.getName());
      ranges.of(build, "");
      if (token != null && !token.build().equals(build.id())) {
        throw PageToken.bad();
      }
      return message(request, build.tenant(), search.inBuild(build, wanted, token));
    }
    var tenant = tenant(request.getParent());
    return message(request, tenant, search.inTenant(tenant, wanted, token));
  }

  private static Wanted wanted(SearchLogsRequest request, boolean oneBuild) {
    if (oneBuild && !(request.getProject().isEmpty() && request.getChat().isEmpty())) {
      throw Refusal.badField(
          request.getProject().isEmpty() ? "chat" : "project", "must be empty with name.");
    }
    var query =
        switch (request.getMode()) {
          case MODE_UNSPECIFIED, MODE_SUBSTRING ->
              Query.substring(request.getQuery(), request.getIgnoreCase());
          case MODE_WORDS -> Query.words(request.getQuery(), request.getIgnoreCase());
          case UNRECOGNIZED ->
              throw Refusal.badField(
                  "mode", "is %d, which is no mode.".formatted(request.getModeValue()));
        };
    var from = request.hasStartTime() ? time("start_time", request.getStartTime()) : null;
    var until = request.hasEndTime() ? time("end_time", request.getEndTime()) : null;
    if (from != null && until != null && !from.isBefore(until)) {
      throw Refusal.badField("end_time", "is not after start_time: nothing can match.");
    }
    return new Wanted(
        query,
        from,
        until,
        request.getProject(),
        request.getChat(),
        PageSize.of(request.getPageSize(), MATCHES));
  }

  private static Instant time(String field, Timestamp time) {
    try {
      var instant = Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
      // The times that a Timestamp can have.
      if (!instant.isBefore(Instant.parse("0001-01-01T00:00:00Z"))
          && instant.isBefore(Instant.parse("+10000-01-01T00:00:00Z"))) {
        return instant;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Answered as every other time that there is not.
    }
    throw Refusal.badField(
        field, "is not a time from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.");
  }

  private static String tenant(String parent) {
    var match = TENANT.matcher(parent);
    if (!match.matches()) {
      throw Refusal.badField(
          "parent", "\"%s\" is not of the form tenants/{tenant}.".formatted(parent));
    }
    return match.group(1);
  }

  private static @Nullable Place token(SearchLogsRequest request) {
    var key = PageToken.decode(request.getPageToken(), 4);
    if (key.isEmpty()) {
      return null;
    }
    if (!key.get(0).equals(searchHash(request))
        || !NUMBER.matcher(key.get(2)).matches()
        || !NUMBER.matcher(key.get(3)).matches()) {
      throw PageToken.bad();
    }
    try {
      return new Place(
          UUID.fromString(key.get(1)), Long.parseLong(key.get(2)), Long.parseLong(key.get(3)));
    } catch (IllegalArgumentException e) {
      throw PageToken.bad();
    }
  }

  /** Tells one search from another: a token is only for its own. */
  private static String searchHash(SearchLogsRequest request) {
    var search = request.toBuilder().clearPageSize().clearPageToken().build();
    return Integer.toHexString(search.toByteString().hashCode());
  }

  private static SearchLogsResponse message(SearchLogsRequest request, String tenant, Found found) {
    var message = SearchLogsResponse.newBuilder().setScannedBytes(found.scannedBytes());
    found.matches().forEach(match -> message.addMatches(message(match)));
    var next = found.next();
    if (next != null) {
      message.setNextPageToken(
          PageToken.encode(
              searchHash(request),
              next.build().toString(),
              Long.toString(next.offset()),
              Long.toString(next.number())));
    }
    var at = found.at();
    if (at != null) {
      message.setScannedTo(
          LogPosition.newBuilder()
              .setBuild(new BuildRef(tenant, at.build()).name())
              .setOffset(at.offset()));
    }
    return message.build();
  }

  private static LogMatch message(Found.Match match) {
    return LogMatch.newBuilder()
        .setBuild(match.build().name())
        .setStep(match.step())
        .setOffset(match.offset())
        .setLineNumber(match.number())
        .setLine(match.text())
        .setLineCut(match.cut())
        .setStoreTime(
            Timestamp.newBuilder()
                .setSeconds(match.time().getEpochSecond())
                .setNanos(match.time().getNano()))
        .build();
  }
}
