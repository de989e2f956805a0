package dev.slipway.coordinator.explain;

import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Resources;
import dev.slipway.coordinator.explain.Picture.Seat;
import dev.slipway.coordinator.order.ChatQueue;
import dev.slipway.coordinator.order.Forecast;
import dev.slipway.coordinator.order.Limit;
import dev.slipway.coordinator.order.Scene;
import dev.slipway.coordinator.order.Scope;
import dev.slipway.coordinator.order.Waiting;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Foretells the queue as it would go on if something were different. Changes nothing. */
@Singleton
public class WhatIf {
  private final Album album;
  private final Pictures pictures;

  WhatIf(Album album, Pictures pictures) {
    this.album = album;
    this.pictures = pictures;
  }

  /**
   * What is different.
   *
   * @param limits instead of those that are stored; others stay
   * @param resume scopes whose pauses are lifted
   * @param pause scopes that are paused, with no end
   * @param builds that come on top
   */
  public record Question(
      Map<Scope, Limit> limits, Set<Scope> resume, Set<Scope> pause, List<Added> builds) {
    public Question {
      limits = Map.copyOf(limits);
      resume = Set.copyOf(resume);
      pause = Set.copyOf(pause);
      builds = List.copyOf(builds);
    }
  }

  /**
   * Builds that come on top, now.
   *
   * @param chatNo null: each is a chat of its own, or the first of a new one
   * @param slots how many builds of that chat may be active, where nothing waits in it; from 1
   * @param notBefore null: as soon as its turn comes
   * @param count from 1
   */
  public record Added(
      String tenant,
      String project,
      @Nullable Long chatNo,
      int slots,
      Priority priority,
      Resources resources,
      String template,
      @Nullable Instant notBefore,
      int count) {

    /** Builds that are not held, of a chat that runs one at a time. */
    public Added(
        String tenant,
        String project,
        @Nullable Long chatNo,
        Priority priority,
        Resources resources,
        String template,
        int count) {
      this(tenant, project, chatNo, 1, priority, resources, template, null, count);
    }
  }

  /**
   * A build that would start.
   *
   * @param build its name; empty for an added one
   * @param added which of the added it is one of, from 0; -1: it is none
   * @param endP50 when it would end, with even chances
   */
  public record Start(
      String build,
      int added,
      String tenant,
      int position,
      Instant startP50,
      Instant startP90,
      Instant endP50,
      String basis) {}

  /**
   * What would happen.
   *
   * @param starts in their order
   * @param others builds that wait and are not foretold, as far as the picture shows
   */
  public record Answer(List<Start> starts, long others, Instant asOf) {
    public Answer {
      starts = List.copyOf(starts);
    }
  }

  /** Which added build stands somewhere, and in whose chat. */
  private record Guest(int added, Added build) {}

  /** Answers. Blocks for a picture of now and up to some tens of milliseconds of work. */
  public Answer ask(Question question) {
    return ask(album.fresh(), question);
  }

  /** Answers from a picture. Blocks for up to some tens of milliseconds of work. */
  Answer ask(Picture picture, Question question) {
    var guests = new HashMap<Seat, Guest>();
    var scene = changed(picture, question, guests);
    var forecasts = pictures.forecast(scene);
    var tenants = new HashMap<Long, String>();
    scene.chats().forEach(chat -> tenants.put(chat.chatNo(), chat.tenant()));
    var starts = new ArrayList<Start>();
    for (var forecast : forecasts) {
      starts.add(start(picture, scene, forecast, guests, tenants));
    }
    long waiting = scene.chats().stream().mapToLong(chat -> chat.waiting().size()).sum();
    return new Answer(starts, waiting - starts.size(), picture.asOf());
  }

  private static Start start(
      Picture picture,
      Scene scene,
      Forecast forecast,
      Map<Seat, Guest> guests,
      Map<Long, String> tenants) {
    var guest = guests.get(new Seat(forecast.chatNo(), forecast.place()));
    var estimate =
        scene.chats().stream()
            .filter(chat -> chat.chatNo() == forecast.chatNo())
            .flatMap(chat -> chat.waiting().stream())
            .filter(build -> build.place() == forecast.place())
            .findFirst()
            .orElseThrow()
            .estimate();
    return new Start(
        guest == null ? picture.name(forecast) : "",
        guest == null ? -1 : guest.added(),
        tenants.getOrDefault(forecast.chatNo(), ""),
        forecast.position(),
        forecast.startP50(),
        forecast.startP90(),
        forecast.startP50().plus(estimate.p50()),
        Standings.basis(estimate));
  }

  private static Scene changed(Picture picture, Question question, Map<Seat, Guest> guests) {
    var scene = picture.scene();
    var limits = new HashMap<>(scene.limits());
    limits.putAll(question.limits());
    var paused = new HashMap<>(scene.pausedUntil());
    question.resume().forEach(paused::remove);
    question.pause().forEach(scope -> paused.put(scope, Instant.MAX));
    return new Scene(
        scene.now(),
        limits,
        paused,
        scene.weights(),
        scene.running(),
        chats(picture, question.builds(), guests),
        scene.inflows(),
        scene.reserveAfter());
  }

  private static List<ChatQueue> chats(
      Picture picture, List<Added> builds, Map<Seat, Guest> guests) {
    var chats = new LinkedHashMap<Long, ChatQueue>();
    picture.scene().chats().forEach(chat -> chats.put(chat.chatNo(), chat));
    // Numbers that no chat has.
    long unused = 0;
    for (int i = 0; i < builds.size(); i++) {
      var added = builds.get(i);
      for (int n = 0; n < added.count(); n++) {
        var known = added.chatNo();
        long chatNo = known == null ? --unused : known;
        var chat =
            chats.getOrDefault(
                chatNo,
                new ChatQueue(chatNo, added.tenant(), added.project(), added.slots(), List.of()));
        long place = chat.waiting().isEmpty() ? 1 : chat.waiting().getLast().place() + 1;
        var waiting = new ArrayList<>(chat.waiting());
        waiting.add(waiting(picture, added, place));
        chats.put(
            chatNo, new ChatQueue(chatNo, chat.tenant(), chat.project(), chat.slots(), waiting));
        guests.put(new Seat(chatNo, place), new Guest(i, added));
      }
    }
    return List.copyOf(chats.values());
  }

  private static Waiting waiting(Picture picture, Added added, long place) {
    return new Waiting(
        place,
        added.priority().sortKey(picture.asOf()),
        added.resources().cpuMillis(),
        added.resources().memoryMib(),
        picture.asOf(),
        added.notBefore() == null ? Instant.EPOCH : added.notBefore(),
        picture.durations().estimate(added.tenant(), added.project(), added.template()));
  }
}
