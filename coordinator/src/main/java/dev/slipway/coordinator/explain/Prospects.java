package dev.slipway.coordinator.explain;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Hold;
import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Resources;
import dev.slipway.coordinator.explain.InChatRepository.Ahead;
import dev.slipway.coordinator.explain.InChatRepository.ChatRow;
import dev.slipway.coordinator.explain.WhatIf.Added;
import dev.slipway.coordinator.explain.WhatIf.Question;
import dev.slipway.coordinator.explain.WhatIf.Start;
import dev.slipway.coordinator.order.Blocker;
import dev.slipway.coordinator.order.Head;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says where builds would stand that are not queued. Changes nothing. */
@Singleton
public class Prospects {
  /** The number of a chat that is not there yet: the newest of all. */
  private static final long NEW_CHAT = Long.MAX_VALUE;

  private final Album album;
  private final WhatIf whatIf;
  private final Standings standings;
  private final Obstacles obstacles;
  private final InChatRepository repository;
  private final TransactionOperations<Connection> transactions;
  private final InstantSource clock;

  Prospects(
      Album album,
      WhatIf whatIf,
      Standings standings,
      Obstacles obstacles,
      InChatRepository repository,
      TransactionOperations<Connection> transactions,
      InstantSource clock) {
    this.album = album;
    this.whatIf = whatIf;
    this.standings = standings;
    this.obstacles = obstacles;
    this.repository = repository;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A build that could be queued.
   *
   * @param project null: that of its chat, or "default"
   * @param chat null: it would be a chat of its own
   * @param notBefore null: as soon as its turn comes
   */
  public record Prospect(
      String tenant,
      @Nullable String project,
      @Nullable String chat,
      Priority priority,
      Resources resources,
      String template,
      @Nullable Instant notBefore) {}

  /** Its chat, if that is there, and how it would stand in it. */
  private record Place(@Nullable ChatRow chat, InChat inChat) {}

  /**
   * Where it would stand at the end of its chat. What it would supersede and a debounce of the chat
   * are not thought of. Blocks for a picture of now, some small reads and up to some tens of
   * milliseconds of work.
   */
  public Standing of(Prospect prospect) {
    var seen = clock.instant();
    var place = place(prospect);
    var chat = place.chat();
    var inChat = place.inChat();
    var picture = album.fresh();
    if (inChat.blockedBy() == null && !shows(picture, inChat.ahead().builds())) {
      picture = album.since(seen);
    }
    var project = project(prospect, chat);
    var builds =
        inChat.blockedBy() == null
            ? List.of(added(prospect, project, chat, picture.asOf()))
            : List.<Added>of();
    var starts = whatIf.ask(picture, new Question(Map.of(), Set.of(), Set.of(), builds)).starts();
    var start = starts.stream().filter(one -> one.added() == 0).findFirst().orElse(null);
    var before = before(starts, start);
    return new Standing(
        start == null ? starts.size() + 1 : start.position(),
        start != null,
        inChat.ahead().count(),
        start == null ? null : start.startP50(),
        start == null ? null : start.startP90(),
        start == null ? null : start.endP50(),
        start == null ? "" : start.basis(),
        obstacles.of(
            picture,
            subject(prospect, project, chat, picture.asOf()),
            inChat,
            new Turn(
                start == null ? 0 : start.position(),
                before,
                start == null ? null : start.startP50()),
            blockers(picture, prospect, project, place)),
        before,
        picture.asOf());
  }

  /** Whether the first of these builds was there when the picture was taken. */
  private static boolean shows(Picture picture, List<BuildRef> builds) {
    return builds.isEmpty()
        || picture.names().containsValue(builds.getFirst())
        || picture.active().stream().anyMatch(row -> row.build().equals(builds.getFirst()));
  }

  private Place place(Prospect prospect) {
    var name = prospect.chat();
    if (name == null) {
      return new Place(null, new InChat(Ahead.NOTHING, 1, null));
    }
    return transactions.executeRead(
        transaction -> {
          var connection = transaction.getConnection();
          var found = repository.chat(connection, prospect.tenant(), name);
          if (found.isEmpty()) {
            return new Place(null, new InChat(Ahead.NOTHING, 1, null));
          }
          var chat = found.getFirst();
          return new Place(
              chat,
              standings.inChat(connection, prospect.tenant(), chat, chat.chatNo(), Long.MAX_VALUE));
        });
  }

  private static String project(Prospect prospect, @Nullable ChatRow chat) {
    if (prospect.project() != null) {
      return prospect.project();
    }
    return chat == null ? Ids.PROJECT_DEFAULT : chat.project();
  }

  private static Added added(
      Prospect prospect, String project, @Nullable ChatRow chat, Instant now) {
    return new Added(
        prospect.tenant(),
        project,
        chat == null ? null : chat.chatNo(),
        chat == null ? 1 : chat.slots(),
        prospect.priority(),
        prospect.resources(),
        prospect.template(),
        heldUntil(prospect, now),
        1);
  }

  private static Subject subject(
      Prospect prospect, String project, @Nullable ChatRow chat, Instant now) {
    var until = heldUntil(prospect, now);
    return new Subject(
        prospect.tenant(),
        project,
        chatNo(chat),
        prospect.chat(),
        until == null ? null : Hold.Kind.SCHEDULE,
        until);
  }

  private static @Nullable Instant heldUntil(Prospect prospect, Instant now) {
    var notBefore = prospect.notBefore();
    return notBefore != null && notBefore.isAfter(now) ? notBefore : null;
  }

  private static List<Blocker> blockers(
      Picture picture, Prospect prospect, String project, Place place) {
    long chatNo = chatNo(place.chat());
    if (!place.inChat().first() || place.inChat().blockedBy() != null) {
      return picture.blockers().getOrDefault(chatNo, List.of());
    }
    return Pictures.blockers(
        picture,
        new Head(
            chatNo,
            Long.MAX_VALUE,
            prospect.tenant(),
            project,
            prospect.priority().sortKey(picture.asOf()),
            prospect.resources().cpuMillis(),
            prospect.resources().memoryMib(),
            picture.asOf()));
  }

  private static long chatNo(@Nullable ChatRow chat) {
    return chat == null ? NEW_CHAT : chat.chatNo();
  }

  private static List<String> before(List<Start> starts, @Nullable Start start) {
    if (start == null) {
      return List.of();
    }
    int at = start.position() - 1;
    return starts.subList(Math.max(0, at - Standings.BEFORE_MAX), at).stream()
        .map(Start::build)
        .toList();
  }
}
