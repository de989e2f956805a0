package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.ledger.Chats;
import dev.slipway.coordinator.ledger.Chats.ChatName;
import dev.slipway.coordinator.sql.Commits;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Many submits in one transaction. Whatever is refused is found before anything is stored: a batch
 * in which something is refused late is rolled back and written again without it.
 */
@Singleton
class Batch {
  /** unique_violation, https://www.postgresql.org/docs/current/errcodes-appendix.html */
  private static final String UNIQUE_VIOLATION = "23505";

  /** Each further try means that somebody else committed the same request meanwhile. */
  private static final int TRIES_MAX = 5;

  private final TransactionOperations<Connection> transactions;
  private final Commits commits;
  private final AdmitRepository repository;
  private final Chats chats;
  private final Bounds bounds;
  private final Opening opening;

  Batch(
      TransactionOperations<Connection> transactions,
      Commits commits,
      AdmitRepository repository,
      Chats chats,
      Bounds bounds,
      Opening opening) {
    this.transactions = transactions;
    this.commits = commits;
    this.repository = repository;
    this.chats = chats;
    this.bounds = bounds;
    this.opening = opening;
  }

  /**
   * Wishes that are queued together or not at all.
   *
   * @param inPlace whether the wish takes the place of the build that it repeats
   */
  record Submission(List<Wish> wishes, boolean inPlace) {
    Submission {
      wishes = List.copyOf(wishes);
    }

    /** Submits of one chat are never overtaken by others of it. */
    int shard() {
      var wish = wishes.getFirst();
      return wish.chat() == null ? System.identityHashCode(this) : wish.chat().hashCode();
    }

    /** Whether it can be the repeat of another one. */
    boolean namesRequest() {
      return wishes.stream().anyMatch(wish -> wish.requestId() != null);
    }

    /** Each call is one of its own, also when two say the same: both are to be built. */
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** What became of a submission: admitted, or refused as a whole. */
  record Outcome(List<Admitted> admitted, @Nullable Refusal refusal) {}

  /** Found too late to store the rest of the batch; the transaction is rolled back. */
  private static final class RefusedLate extends RuntimeException {
    private final Map<Submission, Refusal> refused;

    RefusedLate(Map<Submission, Refusal> refused) {
      super("refused late", null, false, false);
      this.refused = refused;
    }
  }

  List<Outcome> write(List<Submission> submissions) {
    Map<Submission, Outcome> outcomes = new LinkedHashMap<>();
    // Repeats are rare: they are looked up only after one has shown itself.
    boolean lookUp = false;
    for (int tries = 1; outcomes.size() < submissions.size(); tries++) {
      var rest = submissions.stream().filter(one -> !outcomes.containsKey(one)).toList();
      boolean repeats = lookUp;
      try {
        outcomes.putAll(commits.write(connection -> write(connection, rest, repeats)));
      } catch (RefusedLate late) {
        late.refused.forEach((one, refusal) -> outcomes.put(one, new Outcome(List.of(), refusal)));
      } catch (DataAccessException e) {
        if (!isTaken(e) || tries >= TRIES_MAX) {
          throw e;
        }
        lookUp = true;
      }
    }
    return submissions.stream().map(outcomes::get).toList();
  }

  void check(List<Wish> wishes) {
    var submission = new Submission(wishes, false);
    var refused =
        // Nothing is written, but a tenant's row is held, which a read-only transaction refuses.
        transactions.executeWrite(
            transaction -> {
              var connection = transaction.getConnection();
              if (earlier(submission) instanceof Outcome earlier) {
                return earlier.refusal() == null
                    ? Map.<Submission, Refusal>of()
                    : Map.of(submission, earlier.refusal());
              }
              var known = known(connection, List.of(submission));
              for (var wish : wishes) {
                if (known.tenants().isEmpty()) {
                  return Map.of(submission, Refusal.notFound("tenants/" + wish.tenant()));
                }
                if (wish.chat() != null) {
                  Opening.checkProject(wish, repository.project(wish.tenant(), wish.chat()));
                }
              }
              return bounds.refused(connection, List.of(submission), known.projects());
            });
    refused
        .values()
        .forEach(
            refusal -> {
              throw refusal;
            });
  }

  private Map<Submission, Outcome> write(
      Connection connection, List<Submission> submissions, boolean repeats) {
    Map<Submission, Outcome> outcomes = new HashMap<>();
    var fresh = new ArrayList<Submission>();
    var known = known(connection, submissions);
    var tenants =
        known.tenants().stream().collect(Collectors.toMap(Chats.Tenant::id, Chats.Tenant::now));
    Map<String, Submission> byRequest = new HashMap<>();
    for (var submission : submissions) {
      var refusal = refusedAtOnce(submission, tenants, byRequest);
      var earlier = repeats ? earlier(submission) : null;
      if (refusal != null) {
        outcomes.put(submission, new Outcome(List.of(), refusal));
      } else if (earlier != null) {
        outcomes.put(submission, earlier);
      } else {
        fresh.add(submission);
      }
    }
    if (fresh.isEmpty()) {
      return outcomes;
    }
    var now = known.tenants().getFirst().now();
    var unfit = bounds.refused(connection, fresh, known.projects());
    if (!repeats && unfit.keySet().stream().anyMatch(Submission::namesRequest)) {
      // What a repeat asks for is there already and needs no room.
      return write(connection, submissions, true);
    }
    refuseLate(unfit);
    refuseLate(opening.open(connection, fresh, now, outcomes));
    return outcomes;
  }

  private static void refuseLate(Map<Submission, Refusal> refused) {
    if (!refused.isEmpty()) {
      throw new RefusedLate(refused);
    }
  }

  /** What there is: tenants, and the projects of chats whose builds do not name it. */
  private Chats.Known known(Connection connection, List<Submission> submissions) {
    var tenants = new LinkedHashSet<String>();
    var withoutProject = new LinkedHashSet<ChatName>();
    for (var submission : submissions) {
      for (var wish : submission.wishes()) {
        tenants.add(wish.tenant());
        if (wish.project() == null && wish.chat() != null) {
          withoutProject.add(new ChatName(wish.tenant(), wish.chat()));
        }
      }
    }
    return chats.known(connection, List.copyOf(tenants), List.copyOf(withoutProject));
  }

  private static @Nullable Refusal refusedAtOnce(
      Submission submission, Map<String, Instant> tenants, Map<String, Submission> byRequest) {
    for (var wish : submission.wishes()) {
      if (!tenants.containsKey(wish.tenant())) {
        return Refusal.notFound("tenants/" + wish.tenant());
      }
      var other =
          wish.requestId() == null
              ? null
              : byRequest.putIfAbsent(wish.tenant() + "/" + wish.requestId(), submission);
      if (submission.equals(other)) {
        return Refusal.badField(
            "requests", "Two of them have the request_id \"" + wish.requestId() + "\".");
      }
      if (other != null) {
        // The same request twice at once: the writer then takes them one after the other.
        throw new IllegalStateException("the same request twice in a batch");
      }
    }
    return null;
  }

  /** A submission whose first wish was stored before was stored before as a whole. */
  private @Nullable Outcome earlier(Submission submission) {
    try {
      var found = new ArrayList<Admitted>();
      for (var wish : submission.wishes()) {
        var ref = earlier(wish);
        if (ref != null) {
          found.add(new Admitted(ref, null));
        }
      }
      if (found.isEmpty()) {
        return null;
      }
      return found.size() == submission.wishes().size()
          ? new Outcome(found, null)
          : new Outcome(List.of(), partly(submission));
    } catch (Refusal refusal) {
      return new Outcome(List.of(), refusal);
    }
  }

  private static Refusal partly(Submission submission) {
    var wish = submission.wishes().getFirst();
    return new Refusal(
        new Refusal.Kind.RequestIdTaken(
            String.valueOf(wish.requestId()),
            "Some of these requests were made before and others not. Repeat exactly the same batch,"
                + " or use new request_ids."));
  }

  private @Nullable BuildRef earlier(Wish wish) {
    var requestId = wish.requestId();
    if (requestId == null) {
      return null;
    }
    var earlier = repository.earlier(wish.tenant(), requestId);
    if (earlier == null) {
      return null;
    }
    var ref = new BuildRef(wish.tenant(), earlier.buildId());
    if (!earlier.requestHash().equals(wish.hash())) {
      throw new Refusal(
          new Refusal.Kind.RequestIdTaken(
              requestId,
              "request_id \"%s\" was used for another request, which made %s. Use a new one."
                  .formatted(requestId, ref)));
    }
    return ref;
  }

  private static boolean isTaken(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }
}
