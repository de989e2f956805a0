package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.admit.Batch.Submission;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.ledger.Chats;
import dev.slipway.coordinator.ledger.Chats.ChatName;
import dev.slipway.coordinator.quota.QueueBounds;
import dev.slipway.coordinator.quota.Wanted;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What there is no room for, by the limits of the scopes that it would be queued in. */
@Singleton
class Bounds {
  private final QueueBounds bounds;
  private final Chats chats;
  private final AdmitConfig config;

  Bounds(QueueBounds bounds, Chats chats, AdmitConfig config) {
    this.bounds = bounds;
    this.chats = chats;
    this.config = config;
  }

  /** Takes the room for those that are not refused, until the transaction ends. */
  Map<Submission, Refusal> refused(Connection connection, List<Submission> submissions) {
    var projects = projects(connection, submissions);
    var wanted = submissions.stream().map(submission -> wanted(submission, projects)).toList();
    var exceeded = bounds.check(connection, wanted, config.queuedMax());
    var refused = new HashMap<Submission, Refusal>();
    for (int i = 0; i < submissions.size(); i++) {
      var over = exceeded.get(i);
      if (over != null) {
        refused.put(submissions.get(i), new Refusal(over));
      }
    }
    return refused;
  }

  /** The projects of chats that are there, for wishes that leave the project to their chat. */
  private Map<ChatName, String> projects(Connection connection, List<Submission> submissions) {
    var names =
        submissions.stream()
            .flatMap(submission -> submission.wishes().stream())
            .filter(wish -> wish.project() == null)
            .flatMap(
                wish ->
                    wish.chat() == null
                        ? Stream.<ChatName>empty()
                        : Stream.of(new ChatName(wish.tenant(), wish.chat())))
            .distinct()
            .toList();
    return chats.projects(connection, names);
  }

  private static String project(Wish wish, Map<ChatName, String> projects) {
    if (wish.project() != null) {
      return wish.project();
    }
    return wish.chat() == null
        ? Opening.PROJECT_DEFAULT
        : projects.getOrDefault(new ChatName(wish.tenant(), wish.chat()), Opening.PROJECT_DEFAULT);
  }

  private static Wanted wanted(Submission submission, Map<ChatName, String> projects) {
    return new Wanted(
        submission.wishes().stream()
            .map(wish -> new Wanted.Part(wish.tenant(), project(wish, projects), wish.chat(), 1))
            .toList());
  }
}
