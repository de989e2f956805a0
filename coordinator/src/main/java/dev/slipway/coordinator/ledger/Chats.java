package dev.slipway.coordinator.ledger;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Chats as submits see them. Every method works in the caller's transaction and takes no lock but
 * those it names.
 */
@Singleton
public class Chats {
  private final ChatRepository repository;

  Chats(ChatRepository repository) {
    this.repository = repository;
  }

  /** A tenant that there is, and the time of the transaction. */
  public record Tenant(String id, Instant now) {}

  /** A chat by its ids. */
  public record ChatName(String tenant, String chat) {}

  /** The projects of those of these chats that there are. */
  public Map<ChatName, String> projects(Connection connection, List<ChatName> chats) {
    return chats.isEmpty() ? Map.of() : repository.projectsOf(connection, chats);
  }

  /** A project by its ids. */
  public record ProjectName(String tenant, String project) {}

  /**
   * What is about to be submitted to a chat.
   *
   * @param project the project of its builds; that of the chat when it is made
   * @param builds how many
   * @param headStartMillis the smallest head start among them: that of the worst key
   */
  public record Arrival(
      String tenant, String chat, String project, int builds, long headStartMillis) {}

  /**
   * A chat whose row is locked.
   *
   * @param lastSequence its newest build's place, the arrivals counted in
   * @param worstKey the largest sort key of any build of it, the arrivals counted in
   * @param supersede the policy's name
   * @param blockedBy the failed build that blocks it; null: none
   * @param debounceDelay null: no debounce
   */
  public record Chat(
      String tenant,
      String chat,
      String project,
      long chatNo,
      long lastSequence,
      long worstKey,
      int maxParallel,
      String supersede,
      @Nullable UUID blockedBy,
      @Nullable Duration debounceDelay,
      @Nullable Duration debounceMaxDelay) {}

  /** Which of these tenants there are; none of them can be deleted until the transaction ends. */
  public List<Tenant> tenants(Connection connection, List<String> tenants) {
    return repository.tenants(connection, tenants);
  }

  /** Makes projects on their first use. */
  public void makeProjects(Connection connection, List<ProjectName> projects) {
    repository.projects(connection, projects);
  }

  /**
   * Makes chats on their first use, locks them and counts the arrivals in, so that places are given
   * in the order of commits. Blocks on the chats' rows.
   */
  public List<Chat> arrive(Connection connection, List<Arrival> arrivals) {
    return arrivals.isEmpty() ? List.of() : repository.arrive(connection, arrivals);
  }

  /**
   * Notes that a submit of the chat is debounced.
   *
   * @return when the first submit of this debounce came; now, when it is this one
   */
  public Instant debounce(Connection connection, long chatNo) {
    return repository.debounce(connection, chatNo);
  }

  /** The place of a build of the chat; 0 when it is not one. */
  public long place(Connection connection, long chatNo, UUID build) {
    return repository.place(connection, chatNo, build);
  }

  /** Builds of the chat that have not ended, in their order: waiting ones and active ones. */
  public List<Unended> unended(Connection connection, long chatNo) {
    return repository.unended(connection, chatNo);
  }

  /**
   * A build of a chat that has not ended.
   *
   * @param active whether an attempt of it has begun, now or before
   * @param started since when it runs; null: it does not
   */
  public record Unended(
      dev.slipway.coordinator.build.BuildRef build, boolean active, @Nullable Instant started) {}
}
