package dev.slipway.checker.replay;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.Need;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.history.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The queue as one decision of dispatch found it; written by {@link Decisions} alone. */
public final class Queue {

  /**
   * A head, and since when it is so.
   *
   * @param placed the change that made this place the head
   * @param xid who changed it last
   */
  private record HeadSince(Row.Head head, Change placed, long xid) {}

  /**
   * A build that has not ended.
   *
   * @param row a {@link Row.Waiting} or a {@link Row.Active}
   * @param brought the change that brought it there
   * @param xid who did
   */
  public record Standing(Row.Placed row, Change brought, long xid) {}

  private record Released(Row.Active row, long xid) {}

  /** A pause with an end is over at a moment that nobody wrote down. */
  private enum Paused {
    NO,
    PERHAPS,
    YES
  }

  private static final Comparator<Row.Head> FIRST =
      Comparator.comparingLong(Row.Head::sortKey).thenComparingLong(Row.Head::chat);

  /** Below every transaction, so that every snapshot sees it. */
  static final long SEEN_BY_ALL = -1;

  private final Map<Long, HeadSince> heads = new HashMap<>();
  private final Map<String, TreeSet<Row.Head>> headsOfTenant = new HashMap<>();
  private final Map<String, List<Long>> headsTaken = new HashMap<>();
  private final Map<Long, TreeMap<Long, Standing>> chats = new HashMap<>();
  private final Map<UUID, Row.Active> active = new HashMap<>();
  private final List<Released> released = new ArrayList<>();
  private final Map<Scope, Versions<Limits>> limits = new HashMap<>();
  private final Map<Scope, Versions<Paused>> pauses = new HashMap<>();
  private final Map<String, Versions<Double>> weights = new HashMap<>();

  // ------------------------------------------------------------------------------- what it tells

  /** The head of a chat; null: it has none. */
  public Row.@Nullable Head head(long chat) {
    var since = heads.get(chat);
    return since == null ? null : since.head();
  }

  /** The changes that whoever leases a build must have read: of its row and of its head. */
  List<Change> broughtForLease(long chat, long place) {
    var brought = new ArrayList<Change>();
    var standing = chats.getOrDefault(chat, new TreeMap<>()).get(place);
    if (standing != null) {
      brought.add(standing.brought());
    }
    var since = heads.get(chat);
    if (since != null && since.head().place() == place) {
      brought.add(since.placed());
    }
    return brought;
  }

  /** Whether the chat's head was there, just so, for everyone who read after the snapshot. */
  public boolean headIsSince(long chat, Horizon earliest) {
    var since = heads.get(chat);
    return since != null && earliest.sees(since.xid());
  }

  /** A tenant's heads, best key first. */
  public Collection<Row.Head> heads(String tenant) {
    return headsOfTenant.getOrDefault(tenant, new TreeSet<>(FIRST));
  }

  /** Tenants that ever had a head. */
  public Collection<String> tenants() {
    return headsOfTenant.keySet();
  }

  /** Whether somebody took a head of the tenant away or changed it after that snapshot. */
  public boolean headsChangedSince(String tenant, Horizon earliest) {
    return headsTaken.getOrDefault(tenant, List.of()).stream().anyMatch(xid -> !earliest.sees(xid));
  }

  /** What stands before a place of a chat and has not ended, in order. */
  public Collection<Standing> before(long chat, long place) {
    var standing = chats.get(chat);
    return standing == null ? List.of() : standing.headMap(place).values();
  }

  /** The build that waits at a place; null: none. */
  public Row.@Nullable Waiting waiting(long chat, long place) {
    var standing = chats.get(chat);
    var here = standing == null ? null : standing.get(place);
    return here != null && here.row() instanceof Row.Waiting waiting ? waiting : null;
  }

  /** What active builds hold, of those that fit. */
  public Need held(Predicate<Row.Active> which) {
    return sum(active.values(), which);
  }

  /** The same, as if nothing had been released since that snapshot. */
  public Need heldAtMost(Predicate<Row.Active> which, Horizon earliest) {
    return held(which)
        .plus(
            released.stream()
                .filter(gone -> !earliest.sees(gone.xid()))
                .map(Released::row)
                .filter(which)
                .map(Row.Active::need)
                .reduce(Need.NONE, Need::plus));
  }

  /** Scopes that ever had a limit. */
  public Collection<Scope> limitedScopes() {
    return limits.keySet();
  }

  /** Every limit that the scope had for somebody who read after the snapshot. */
  public List<Limits> limitsSince(Scope scope, Horizon earliest) {
    var versions = limits.get(scope);
    return versions == null ? List.of(Limits.NONE) : versions.since(earliest);
  }

  /** Whether a head may have been paused for somebody who read after the snapshot. */
  public boolean perhapsPaused(Row.Head head, Horizon earliest) {
    return pauses.entrySet().stream()
        .filter(pause -> pause.getKey().covers(head.tenant(), head.project(), head.chat()))
        .flatMap(pause -> pause.getValue().since(earliest).stream())
        .anyMatch(paused -> paused != Paused.NO);
  }

  /** Scopes that were certainly paused, without an end, for who read after the snapshot. */
  public List<Scope> pausedSince(Horizon earliest) {
    return pauses.entrySet().stream()
        .filter(
            pause ->
                pause.getValue().since(earliest).stream().allMatch(paused -> paused == Paused.YES))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Every weight that a tenant had for somebody who read after the snapshot. */
  public List<Double> weightsSince(String tenant, Horizon earliest) {
    var versions = weights.get(tenant);
    return versions == null ? List.of(1.0) : versions.since(earliest);
  }

  private static Need sum(Collection<Row.Active> rows, Predicate<Row.Active> which) {
    return rows.stream().filter(which).map(Row.Active::need).reduce(Need.NONE, Need::plus);
  }

  // ------------------------------------------------------------------------------- how it changes

  /** Forgets what only somebody could have seen who read before the snapshot. */
  void forgetBefore(Horizon earliest) {
    released.removeIf(gone -> earliest.sees(gone.xid()));
    headsTaken.values().forEach(xids -> xids.removeIf(earliest::sees));
  }

  /**
   * Applies a change.
   *
   * @param decided whether an earlier decision made it: then every later one has read it
   */
  void apply(Change change, boolean decided) {
    long xid = decided ? SEEN_BY_ALL : change.xid();
    switch (change.row()) {
      case Row.Head head -> applyHead(change, xid, head);
      case Row.Waiting waiting -> applyWaiting(change, xid, waiting);
      case Row.Active row -> applyActive(change, xid, row);
      case Row.Quota quota ->
          limits
              .computeIfAbsent(quota.scope(), _ -> new Versions<>(Limits.NONE))
              .set(change.deletes() ? Limits.NONE : Limits.of(quota), xid);
      case Row.Pause pause -> applyPause(change, xid, pause);
      case Row.Tenant tenant ->
          weights
              .computeIfAbsent(tenant.tenant(), _ -> new Versions<>(tenant.weight()))
              .set(tenant.weight(), xid);
      case Row.Requested _, Row.Ended _, Row.Chat _ -> {}
    }
  }

  private void applyPause(Change change, long xid, Row.Pause pause) {
    var paused = change.deletes() ? Paused.NO : pause.until() == null ? Paused.YES : Paused.PERHAPS;
    pauses.computeIfAbsent(pause.scope(), _ -> new Versions<>(Paused.NO)).set(paused, xid);
  }

  private void applyHead(Change change, long xid, Row.Head head) {
    var old = heads.remove(head.chat());
    if (old != null) {
      headsOfTenant.getOrDefault(old.head().tenant(), new TreeSet<>(FIRST)).remove(old.head());
      headsTaken.computeIfAbsent(old.head().tenant(), _ -> new ArrayList<>()).add(xid);
    }
    if (!change.deletes()) {
      boolean samePlace = old != null && old.head().place() == head.place();
      var placed = samePlace && old != null ? old.placed() : change;
      heads.put(head.chat(), new HeadSince(head, placed, xid));
      headsOfTenant.computeIfAbsent(head.tenant(), _ -> new TreeSet<>(FIRST)).add(head);
    }
  }

  private void applyWaiting(Change change, long xid, Row.Waiting waiting) {
    var standing = chats.computeIfAbsent(waiting.chat(), _ -> new TreeMap<>());
    if (!change.deletes()) {
      var here = standing.get(waiting.place());
      // A new key or the end of a hold does not bring it here anew.
      boolean stays = here != null && here.row() instanceof Row.Waiting;
      standing.put(
          waiting.place(),
          stays && here != null
              ? new Standing(waiting, here.brought(), here.xid())
              : new Standing(waiting, change, xid));
    } else if (waiting(waiting.chat(), waiting.place()) != null) {
      // Not when the lease of the same statement was written down first.
      standing.remove(waiting.place());
    }
  }

  private void applyActive(Change change, long xid, Row.Active row) {
    var standing = chats.computeIfAbsent(row.chat(), _ -> new TreeMap<>());
    if (!change.deletes()) {
      active.put(row.build(), row);
      standing.put(row.place(), new Standing(row, change, xid));
      return;
    }
    active.remove(row.build());
    released.add(new Released(row, xid));
    var here = standing.get(row.place());
    if (here != null && here.row() instanceof Row.Active) {
      standing.remove(row.place());
    }
  }
}
