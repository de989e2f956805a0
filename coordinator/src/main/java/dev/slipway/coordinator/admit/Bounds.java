package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.admit.Batch.Submission;
import dev.slipway.coordinator.build.Ids;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.ledger.Chats.ChatName;
import dev.slipway.coordinator.quota.QueueBounds;
import dev.slipway.coordinator.quota.Wanted;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What there is no room for, by the limits of the scopes that it would be queued in. */
@Singleton
class Bounds {
  private final QueueBounds bounds;
  private final AdmitConfig config;

  Bounds(QueueBounds bounds, AdmitConfig config) {
    this.bounds = bounds;
    this.config = config;
  }

  /**
   * Takes the room for those that are not refused, until the transaction ends.
   *
   * @param projects of chats that there are
   */
  Map<Submission, Refusal> refused(
      Connection connection, List<Submission> submissions, Map<ChatName, String> projects) {
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

  private static String project(Wish wish, Map<ChatName, String> projects) {
    if (wish.project() != null) {
      return wish.project();
    }
    return wish.chat() == null
        ? Ids.PROJECT_DEFAULT
        : projects.getOrDefault(new ChatName(wish.tenant(), wish.chat()), Ids.PROJECT_DEFAULT);
  }

  private static Wanted wanted(Submission submission, Map<ChatName, String> projects) {
    return new Wanted(
        submission.wishes().stream()
            .map(wish -> new Wanted.Part(wish.tenant(), project(wish, projects), wish.chat(), 1))
            .toList());
  }
}
